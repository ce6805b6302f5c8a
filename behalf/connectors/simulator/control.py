"""The other door, for tests and demonstrations: how tenants behave, what they hold, what was asked."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from behalf.connectors.simulator import schema
from behalf.connectors.simulator.behaviour import Behaviour
from behalf.connectors.simulator.messages import Answer, Request, problem
from behalf.connectors.simulator.provider import Provider
from behalf.connectors.simulator.robots import Robots
from behalf.connectors.simulator.store import EVERY_TENANT, Store

PREFIX = "/_control/"

_BEHAVIOUR = re.compile(r"tenants/(?P<domain>[^/]+)/behaviour")
_SETTINGS = re.compile(r"tenants/(?P<domain>[^/]+)/settings/(?P<service>[^/]+)")
_PEOPLE = re.compile(r"tenants/(?P<domain>[^/]+)/people")
_TENANT = re.compile(r"tenants/(?P<domain>[^/]+)")
_TENANTS = re.compile(r"tenants")
_REQUESTS = re.compile(r"requests")
_TOKENS = re.compile(r"tokens")
_ROBOTS = re.compile(r"robots")
_ROBOT = re.compile(r"robots/(?P<token>[A-Za-z0-9_-]+)")

Parts = Mapping[str, str]


class Control:
    """Answers control requests; the server lets them in from this machine only."""

    def __init__(self, store: Store, provider: Provider, robots: Robots) -> None:
        self._store = store
        self._provider = provider
        self._robots = robots
        self._routes: tuple[tuple[str, re.Pattern[str], Callable[[Request, Parts], Answer]], ...] = (
            ("GET", _BEHAVIOUR, self._show_behaviour),
            ("PUT", _BEHAVIOUR, self._behave),
            ("DELETE", _BEHAVIOUR, self._behave_well),
            ("PUT", _SETTINGS, self._seed_settings),
            ("PUT", _PEOPLE, self._seed_people),
            ("DELETE", _TENANT, self._forget),
            ("GET", _TENANTS, self._tenants),
            ("GET", _REQUESTS, self._requests),
            ("DELETE", _REQUESTS, self._forget_requests),
            ("DELETE", _TOKENS, self._forget_tokens),
            ("GET", _ROBOTS, self._said),
            ("PUT", _ROBOT, self._guard),
        )

    def answer(self, request: Request) -> Answer:
        """Do what the path says."""
        rest = request.path.removeprefix(PREFIX)
        for method, pattern, handler in self._routes:
            match = pattern.fullmatch(rest)
            if match and method == request.method:
                parts = {name: unquote(value).lower() for name, value in match.groupdict().items()}
                try:
                    return handler(request, parts)
                except ValueError as error:
                    return problem(400, "BadRequest", str(error))
        return problem(404, "ResourceNotFound", "There is no such control.")

    def _show_behaviour(self, _: Request, parts: Parts) -> Answer:
        return Answer(200, self._store.behaviour(parts["domain"]).as_dict())

    def _behave(self, request: Request, parts: Parts) -> Answer:
        self._store.behave(parts["domain"], Behaviour.parse(request.json()))
        return Answer(204)

    def _behave_well(self, _: Request, parts: Parts) -> Answer:
        self._store.behave(parts["domain"], None)
        return Answer(204)

    def _seed_settings(self, request: Request, parts: Parts) -> Answer:
        values = _object(request)
        offered = schema.services().get(parts["service"], {})
        wrong = [key for key, value in values.items() if key not in offered or not offered[key].accepts(value)]
        if wrong or parts["domain"] == EVERY_TENANT:
            return problem(400, "BadRequest", f"not a setting or not its value: {', '.join(wrong)}")
        self._store.open_tenant(parts["domain"])
        self._store.seed_settings(parts["domain"], parts["service"], values)
        return Answer(204)

    def _seed_people(self, request: Request, parts: Parts) -> Answer:
        """Take `{"count": 12, "licences": {"ENTERPRISEPACK": 15}}`, each of which may be left out."""
        wanted = _object(request)
        count, licences = wanted.get("count"), wanted.get("licences")
        if not (count is None or type(count) is int) or not (licences is None or _is_seats(licences)):
            return problem(400, "BadRequest", "count is a number, licences are numbers by product")
        self._store.open_tenant(parts["domain"])
        self._store.seed_people(parts["domain"], count, licences)
        return Answer(204)

    def _forget(self, _: Request, parts: Parts) -> Answer:
        self._store.forget_tenant(parts["domain"])
        return Answer(204)

    def _tenants(self, _request: Request, _parts: Parts) -> Answer:
        return Answer(200, {"value": self._store.tenants()})

    def _requests(self, request: Request, _: Parts) -> Answer:
        return Answer(200, {"value": self._store.requests(request.parameter("tenant"))})

    def _forget_requests(self, _request: Request, _parts: Parts) -> Answer:
        self._store.forget_requests()
        return Answer(204)

    def _forget_tokens(self, _request: Request, _parts: Parts) -> Answer:
        self._provider.forget_tokens()
        return Answer(204)

    def _said(self, _request: Request, _parts: Parts) -> Answer:
        return Answer(200, self._robots.said())

    def _guard(self, request: Request, _: Parts) -> Answer:
        self._robots.guard(request.path.rpartition("/")[2], request.json())  # its letters' case counts
        return Answer(204)


def _object(request: Request) -> dict[str, Any]:
    data = request.json()
    if not isinstance(data, dict):
        raise ValueError("an object is expected")  # noqa: TRY004 - the same answer as for other bad JSON
    return data


def _is_seats(licences: Any) -> bool:
    return isinstance(licences, dict) and all(type(seats) is int and seats >= 0 for seats in licences.values())
