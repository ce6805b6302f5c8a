"""The provider's own interface: tokens, settings, users and licences, shaped like Microsoft Graph."""

import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlencode

from behalf.connectors.simulator import derive, schema
from behalf.connectors.simulator.messages import Answer, Request, problem
from behalf.connectors.simulator.store import Store, StoredPerson, StoredSetting

TOKEN_SECONDS = 3600
SETTINGS_A_PAGE = 5
USERS_A_PAGE = 25
MOST_A_PAGE = 100

DOMAIN = r"(?P<domain>[^/\s]{1,60}\.[^/\s.]{2,24})"
_TOKEN = re.compile(rf"/{DOMAIN}/oauth2/v2\.0/token")
_TENANT = re.compile(rf"/v1\.0/tenants/{DOMAIN}(?P<rest>(?:/.*)?)")
_SETTINGS = re.compile(r"/services/(?P<service>[^/]+)/settings")
_SETTING = re.compile(r"/services/(?P<service>[^/]+)/settings/(?P<key>[^/]+)")
_USERS = re.compile(r"/users")
_USER = re.compile(r"/users/(?P<user>[^/]+)")
_ASSIGN = re.compile(r"/users/(?P<user>[^/]+)/assignLicense")
_LICENCES = re.compile(r"/subscribedSkus")


@dataclass(frozen=True, slots=True)
class Call:
    """A request for a known tenant, with the parts of its path."""

    request: Request
    domain: str
    parts: dict[str, str]

    @property
    def base(self) -> str:
        """The tenant's address, from which next links are built."""
        return f"{self.request.origin}/v1.0/tenants/{quote(self.domain, safe='')}"


def tenant_of(path: str) -> str:
    """Return the tenant a path is about; nothing for a path of no tenant."""
    found = _TOKEN.fullmatch(path) or _TENANT.fullmatch(path)
    return unquote(found["domain"]).lower() if found else ""


class Provider:
    """Answers requests from the store, for clients that hold a token of the tenant they ask about."""

    def __init__(self, store: Store, *, client_id: str, client_secret: str) -> None:
        self._store = store
        self._client = (client_id, client_secret)
        self._tokens: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()
        self._routes: tuple[tuple[str, re.Pattern[str], Callable[[Call], Answer]], ...] = (
            ("GET", _SETTINGS, self._list_settings),
            ("GET", _SETTING, self._show_setting),
            ("PATCH", _SETTING, self._change_setting),
            ("GET", _USERS, self._list_users),
            ("PATCH", _USER, self._change_user),
            ("POST", _ASSIGN, self._assign),
            ("GET", _LICENCES, self._list_licences),
        )

    def forget_tokens(self) -> None:
        """Make every token invalid, as a restart does."""
        with self._lock:
            self._tokens.clear()

    def answer(self, request: Request) -> Answer:
        """Answer a token request or a request about a tenant."""
        if _TOKEN.fullmatch(request.path):
            return self._token(request)
        found = _TENANT.fullmatch(request.path)
        if not found:
            return problem(404, "ResourceNotFound", "There is nothing at this address.")
        domain = tenant_of(request.path)
        refusal = self._refusal(request, domain)
        if refusal:
            return refusal
        self._store.open_tenant(domain)
        return self._route(request, domain, found["rest"])

    def _route(self, request: Request, domain: str, rest: str) -> Answer:
        known = False
        for method, pattern, handler in self._routes:
            match = pattern.fullmatch(rest)
            if match and method == request.method:
                parts = {name: unquote(value) for name, value in match.groupdict().items()}
                return self._about(Call(request, domain, parts), handler)
            known = known or match is not None
        if known:
            return problem(405, "MethodNotAllowed", "This cannot be done here.")
        return problem(404, "ResourceNotFound", "There is nothing at this address.")

    def _about(self, call: Call, handler: Callable[[Call], Answer]) -> Answer:
        """Check that what the path names exists before it is handled."""
        service, key, user = (call.parts.get(name) for name in ("service", "key", "user"))
        if service is not None and service not in schema.services():
            return problem(404, "ServiceNotFound", "This tenant has no such service.")
        if service is not None and key is not None and key not in schema.services()[service]:
            return problem(404, "SettingNotFound", "This service has no such setting.")
        if user is not None and not self._store.has_person(call.domain, user):
            return problem(404, "Request_ResourceNotFound", "This tenant has no such user.")
        try:
            return handler(call)
        except ValueError:
            return problem(400, "BadRequest", "The request cannot be understood.")

    def _token(self, request: Request) -> Answer:
        fields = request.form()
        if fields.get("grant_type") != "client_credentials":
            return Answer(400, {"error": "unsupported_grant_type", "error_description": "client_credentials only"})
        given = (fields.get("client_id", ""), fields.get("client_secret", ""))
        if not all(secrets.compare_digest(a.encode(), b.encode()) for a, b in zip(given, self._client, strict=True)):
            return Answer(401, {"error": "invalid_client", "error_description": "wrong client or secret"})
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._tokens[token] = (tenant_of(request.path), time.monotonic() + TOKEN_SECONDS)
        return Answer(200, {"token_type": "Bearer", "expires_in": TOKEN_SECONDS, "access_token": token})

    def _refusal(self, request: Request, domain: str) -> Answer | None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        with self._lock:
            tenant, expires = self._tokens.get(token, ("", 0.0))
        if not tenant or expires < time.monotonic():
            return problem(401, "InvalidAuthenticationToken", "The access token is missing or no longer valid.")
        if tenant != domain:
            return problem(403, "Authorization_RequestDenied", "The access token is for another tenant.")
        return None

    def _list_settings(self, call: Call) -> Answer:
        service = call.parts["service"]
        size = _size(call, SETTINGS_A_PAGE)
        after = call.request.parameter("$skiptoken") or ""
        rows = self._store.settings(call.domain, service, after=after, limit=size + 1)
        unreadable = self._store.behaviour(call.domain).unreadable
        shown = [_setting(row, unreadable) for row in rows[:size]]
        path = f"{call.base}/services/{quote(service)}/settings"
        return _page(shown, path, size, rows[size - 1].key if len(rows) > size else None)

    def _show_setting(self, call: Call) -> Answer:
        row = self._store.setting(call.domain, call.parts["service"], call.parts["key"])
        shown = _setting(row, self._store.behaviour(call.domain).unreadable)
        if "error" in shown:
            return Answer(503, {"error": shown["error"]})
        return Answer(200, shown, {"ETag": shown["@odata.etag"]})

    def _change_setting(self, call: Call) -> Answer:
        service, key = call.parts["service"], call.parts["key"]
        value = _field(call.request, "value")
        if not schema.services()[service][key].accepts(value):
            return problem(400, "BadRequest", f"{key} does not take this value.")
        expected = _version(call.request.headers.get("if-match"))
        stored = self._told_to_store(call.domain, service, key, value)
        version = self._store.write(call.domain, service, key, stored, expected=expected)
        if version is None:
            return problem(412, "PreconditionFailed", "The setting has changed since it was read.")
        return Answer(204, headers={"ETag": _etag(version)})

    def _told_to_store(self, domain: str, service: str, key: str, value: schema.JsonValue) -> schema.JsonValue:
        """Return what will stand after the write: the value, unless the provider was told to lie."""
        behaviour = self._store.behaviour(domain)
        if behaviour.lie == "ignore":
            return self._store.setting(domain, service, key).value
        if behaviour.lie == "other":
            other: schema.JsonValue = behaviour.lie_value
            return other
        return value

    def _list_users(self, call: Call) -> Answer:
        size = _size(call, USERS_A_PAGE)
        after = int(call.request.parameter("$skiptoken") or -1)
        rows = self._store.people(call.domain, after=after, limit=size + 1)
        next_after = str(rows[size - 1].place) if len(rows) > size else None
        return _page([_user(row) for row in rows[:size]], f"{call.base}/users", size, next_after)

    def _change_user(self, call: Call) -> Answer:
        enabled = _field(call.request, "accountEnabled")
        if not isinstance(enabled, bool):
            return problem(400, "BadRequest", "accountEnabled is true or false.")
        self._store.enable(call.domain, call.parts["user"], enabled=enabled)
        return Answer(204)

    def _assign(self, call: Call) -> Answer:
        products = {derive.product_id(name): name for name, _, _ in self._store.licences(call.domain)}
        add = [entry["skuId"] for entry in _field(call.request, "addLicenses") or []]
        remove = _field(call.request, "removeLicenses") or []
        if not products.keys() >= {*add, *remove}:
            return problem(400, "Request_BadRequest", "This tenant has no such licence.")
        done = self._store.take_seats(
            call.domain,
            call.parts["user"],
            add={products[sku] for sku in add},
            remove={products[sku] for sku in remove},
        )
        if not done:
            return problem(400, "Request_BadRequest", "No seat of this licence is left.")
        return Answer(200, {"id": call.parts["user"]})

    def _list_licences(self, call: Call) -> Answer:
        shown = [
            {
                "id": derive.product_id(product),
                "skuId": derive.product_id(product),
                "skuPartNumber": product,
                "capabilityStatus": "Enabled",
                "prepaidUnits": {"enabled": seats, "suspended": 0, "warning": 0},
                "consumedUnits": used,
            }
            for product, seats, used in self._store.licences(call.domain)
        ]
        return Answer(200, {"value": shown})


def _setting(row: StoredSetting, unreadable: list[str]) -> dict[str, Any]:
    if row.key in unreadable:
        return {"id": row.key, "error": {"code": "ServiceUnavailable", "message": "The value cannot be read now."}}
    return {"id": row.key, "value": row.value, "@odata.etag": _etag(row.version)}


def _user(row: StoredPerson) -> dict[str, Any]:
    return {
        "id": row.id,
        "displayName": row.name,
        "userPrincipalName": row.sign_in_name,
        "accountEnabled": row.enabled,
        "assignedLicenses": [{"skuId": derive.product_id(product)} for product in row.products],
    }


def _page(shown: list[dict[str, Any]], path: str, size: int, after: str | None) -> Answer:
    body: dict[str, Any] = {"value": shown}
    if after is not None:
        body["@odata.nextLink"] = f"{path}?{urlencode({'$top': size, '$skiptoken': after})}"
    return Answer(200, body)


def _size(call: Call, usual: int) -> int:
    return min(max(int(call.request.parameter("$top") or usual), 1), MOST_A_PAGE)


def _field(request: Request, name: str) -> Any:
    body = request.json()
    if not isinstance(body, dict) or name not in body:
        raise ValueError(name)
    return body[name]


def _etag(version: int) -> str:
    return f'W/"{version}"'


def _version(if_match: str | None) -> int | None:
    if if_match is None or if_match == "*":
        return None
    found = re.fullmatch(r'W/"(\d+)"', if_match)
    return int(found[1]) if found else 0
