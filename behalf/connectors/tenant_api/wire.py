"""One request to the provider: a token, a time limit, patience when asked to wait, and our own errors."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from behalf.connectors.ports import Changed, NotSupported, Refused, Throttled, Unreachable
from behalf.connectors.waiting import retry_after

TOKEN_MARGIN = 60.0
"""Seconds before its end at which a token is no longer used."""

PAUSE_BEFORE_RETRY = 0.2
USUAL_WAIT = 1.0
"""Seconds to wait when the provider throttles without saying for how long."""

_OUT_OF_ORDER = frozenset({500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the operator gave us to sign in to its interface with."""

    client_id: str
    client_secret: str

    def __repr__(self) -> str:
        return f"Credentials({self.client_id!r}, …)"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait: for a connection, for an answer, and in all, retries and waiting included."""

    connect: float = 2.0
    answer: float = 8.0
    budget: float = 12.0


class Wire:
    """Sends requests about a tenant; safe for use by several threads.

    Reading is repeated once after a failure. Writing is repeated only when the provider said that
    it did nothing (throttled, token refused), because a lost answer may hide a write that was done.
    """

    def __init__(
        self,
        base_url: str,
        credentials: Credentials,
        *,
        patience: Patience | None = None,
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._patience = patience or Patience()
        self._credentials = credentials
        self._wait = wait
        self._clock = clock
        self._tokens: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()
        self._http = httpx.Client(
            base_url=base_url,
            timeout=httpx.Timeout(self._patience.answer, connect=self._patience.connect),
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(
        self,
        method: str,
        tenant: str,
        path: str,
        *,
        parameters: Mapping[str, str] | None = None,
        body: Any = None,
        if_match: str | None = None,
    ) -> Any:
        """Send one request about a tenant and return the answer's JSON, `None` where there is none."""
        deadline = self._clock() + self._patience.budget
        request = _Request(method, f"/v1.0/tenants/{quote(tenant, safe='')}{path}", parameters or {}, body, if_match)
        failed, renewed = False, False
        while True:
            try:
                answer = self._once(request, tenant, deadline)
            except _AskedToWaitError as asked:
                if not self._fits(asked.seconds, deadline):
                    raise Throttled(asked.seconds) from asked
                self._wait(asked.seconds)
            except Unreachable:
                if failed or not request.reads or not self._fits(PAUSE_BEFORE_RETRY, deadline):
                    raise
                failed = True
                self._wait(PAUSE_BEFORE_RETRY)
            else:
                if answer.status_code != httpx.codes.UNAUTHORIZED or renewed:
                    return _content(answer)
                renewed = True
                self._forget_token(tenant)

    def _fits(self, seconds: float, deadline: float) -> bool:
        return self._clock() + seconds < deadline

    def _once(self, request: "_Request", tenant: str, deadline: float) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._token(tenant, deadline)}"}
        if request.if_match is not None:
            headers["If-Match"] = request.if_match
        return self._call(
            request.method,
            request.path,
            deadline,
            uncertain=not request.reads,
            params=request.parameters,
            headers=headers,
            json=request.body,
        )

    def _call(self, method: str, path: str, deadline: float, *, uncertain: bool, **content: Any) -> httpx.Response:
        left = max(deadline - self._clock(), 0.001)
        limit = httpx.Timeout(min(self._patience.answer, left), connect=min(self._patience.connect, left))
        try:
            answer = self._http.request(method, path, timeout=limit, **content)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Unreachable("no connection") from error
        except httpx.TimeoutException as error:
            raise Unreachable("no answer in time", uncertain=uncertain) from error
        except httpx.HTTPError as error:
            raise Unreachable("the connection broke off", uncertain=uncertain) from error
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise _AskedToWaitError(retry_after(answer, usual=USUAL_WAIT))
        if answer.status_code in _OUT_OF_ORDER:
            raise Unreachable(_message(answer), uncertain=uncertain)
        return answer

    def _token(self, tenant: str, deadline: float) -> str:
        with self._lock:
            token, expires = self._tokens.get(tenant, ("", 0.0))
        if token and self._clock() < expires:
            return token
        token, lifetime = self._new_token(tenant, deadline)
        with self._lock:
            self._tokens[tenant] = (token, self._clock() + max(lifetime - TOKEN_MARGIN, 0.0))
        return token

    def _new_token(self, tenant: str, deadline: float) -> tuple[str, float]:
        answer = self._call(
            "POST",
            f"/{quote(tenant, safe='')}/oauth2/v2.0/token",
            deadline,
            uncertain=False,
            data={
                "grant_type": "client_credentials",
                "client_id": self._credentials.client_id,
                "client_secret": self._credentials.client_secret,
            },
        )
        if answer.status_code != httpx.codes.OK:
            raise Refused(_message(answer))
        data = _json(answer)
        try:
            return str(data["access_token"]), float(data["expires_in"])
        except (KeyError, TypeError, ValueError) as error:
            raise Unreachable("the answer cannot be read") from error

    def _forget_token(self, tenant: str) -> None:
        with self._lock:
            self._tokens.pop(tenant, None)


class _AskedToWaitError(Exception):
    """The provider throttles; whether there is time to wait is decided above."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    parameters: Mapping[str, str]
    body: Any
    if_match: str | None

    @property
    def reads(self) -> bool:
        return self.method == "GET"


def _content(answer: httpx.Response) -> Any:
    """Return an answer's JSON, or raise the error that its status stands for."""
    status = answer.status_code
    if status == httpx.codes.NO_CONTENT:
        return None
    if answer.is_success:
        return _json(answer)
    if status in {httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED, httpx.codes.NOT_IMPLEMENTED}:
        raise NotSupported(_message(answer))
    if status in {httpx.codes.PRECONDITION_FAILED, httpx.codes.CONFLICT}:
        raise Changed(_message(answer))
    if answer.is_client_error:
        raise Refused(_message(answer))
    raise Unreachable(f"unexpected answer {status}")


def _json(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError as error:
        raise Unreachable("the answer cannot be read") from error


def _message(answer: httpx.Response) -> str:
    """Return what the provider says about an error, or the bare status."""
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return str(answer.status_code)
    error = body.get("error")
    text = error.get("message") if isinstance(error, dict) else body.get("error_description", error)
    return f"{answer.status_code}: {text}" if isinstance(text, str) and text else str(answer.status_code)
