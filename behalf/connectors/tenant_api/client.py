"""`SettingsPort` over the operator's tenant interface."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from behalf.connectors.ports import (
    Licence,
    SettingReading,
    SettingValue,
    TenantUser,
    Unreachable,
    UserPage,
)
from behalf.connectors.tenant_api import parsing
from behalf.connectors.tenant_api.wire import Wire

MOST_PAGES = 50
"""A list longer than this many pages is taken for a provider that goes round in circles."""


class TenantApi:
    """Settings, users and licences of any tenant whose operator runs this interface."""

    def __init__(self, wire: Wire, *, product_names: Mapping[str, str] = MappingProxyType({})) -> None:
        self._wire = wire
        self._product_names = product_names

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def read(self, tenant: str, service: str) -> Mapping[str, SettingReading]:
        """Return every setting of the service by its key."""
        path = f"/services/{quote(service, safe='')}/settings"
        return dict(parsing.reading(entry) for entry in self._all(tenant, path))

    def write(self, tenant: str, service: str, key: str, value: SettingValue | None, *, if_match: str | None) -> None:
        """Set one value, on condition that the setting still has the etag `if_match`."""
        self._wire.send(
            "PATCH",
            tenant,
            f"/services/{quote(service, safe='')}/settings/{quote(key, safe='')}",
            body={"value": list(value) if isinstance(value, tuple) else value},
            if_match=if_match,
        )

    def users(self, tenant: str, *, after: str | None = None, limit: int = 50) -> UserPage:
        """Return the users in a stable order, `limit` at a time."""
        products = {licence.id: licence.product for licence in self.licences(tenant)}
        parameters = {"$top": str(limit)} | ({"$skiptoken": after} if after is not None else {})
        page = self._wire.send("GET", tenant, "/users", parameters=parameters)
        found: tuple[TenantUser, ...] = tuple(parsing.user(entry, products) for entry in parsing.entries(page))
        return UserPage(users=found, next=parsing.after(page))

    def licences(self, tenant: str) -> tuple[Licence, ...]:
        """Return what the tenant subscribes to, by product name."""
        found = (parsing.licence(entry) for entry in self._all(tenant, "/subscribedSkus"))
        named = (replace(one, product=self._product_names.get(one.product, one.product)) for one in found)
        return tuple(sorted(named, key=lambda one: one.product))

    def set_blocked(self, tenant: str, user_id: str, *, blocked: bool) -> None:
        """Block or allow the sign-in of one user."""
        path = f"/users/{quote(user_id, safe='')}"
        self._wire.send("PATCH", tenant, path, body={"accountEnabled": not blocked})

    def set_licences(
        self, tenant: str, user_id: str, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()
    ) -> None:
        """Give and take licences by licence id."""
        self._wire.send(
            "POST",
            tenant,
            f"/users/{quote(user_id, safe='')}/assignLicense",
            body={"addLicenses": [{"skuId": sku} for sku in add], "removeLicenses": list(remove)},
        )

    def _all(self, tenant: str, path: str) -> Iterator[dict[str, Any]]:
        parameters: dict[str, str] = {}
        for _ in range(MOST_PAGES):
            page = self._wire.send("GET", tenant, path, parameters=parameters)
            yield from parsing.entries(page)
            mark = parsing.after(page)
            if mark is None:
                return
            parameters = {"$skiptoken": mark}
        raise Unreachable(parsing.UNREADABLE)
