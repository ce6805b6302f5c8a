"""Addresses of pages by their name, fast enough for every row of a list."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

# A number no address contains by itself: reversed once, then replaced in every further address of that name.
_STAND_IN = 8_190_070_000


@lru_cache(maxsize=1024)
def _pattern(name: str, count: int, names: tuple[str, ...]) -> str:
    """The address of a page with ``{0}``, ``{1}`` … where its numbers go."""
    stand_ins = [_STAND_IN + place for place in range(count + len(names))]
    keywords = dict(zip(names, stand_ins[count:], strict=True))
    address = reverse(name, args=stand_ins[:count] or None, kwargs=keywords or None)
    address = address.replace("{", "{{").replace("}", "}}")
    for place, number in enumerate(stand_ins):
        address = address.replace(str(number), f"{{{place}}}")
    return address


def url(name: str, *args: object, query: dict[str, object] | None = None, **kwargs: object) -> str:
    """The address of a named page: ``url("cases:case", account_id=7, case_id=9, query={"tab": "notes"})``."""
    values = (*args, *kwargs.values())
    if all(type(value) is int for value in values):
        address = _pattern(name, len(args), tuple(kwargs)).format(*values)
    else:
        address = reverse(name, args=args or None, kwargs=kwargs or None)
    given = {key: value for key, value in query.items() if value not in (None, "")} if query else {}
    return f"{address}?{urlencode(given, doseq=True)}" if given else address


def full(path: str) -> str:
    """The address of a path of ours as people outside type it."""
    return str(settings.BEHALF_ADDRESS).rstrip("/") + path


@lru_cache(maxsize=64)
def url_or_none(name: str) -> str | None:
    """The address of a page that a smaller installation may lack."""
    try:
        return url(name)
    except NoReverseMatch:
        return None


def back(request: HttpRequest) -> str:
    """Where the person came from, when that is one of our own pages and not this one; else nothing."""
    address = came_from(request)
    return "" if urlsplit(address).path == request.path else address


def came_from(request: HttpRequest) -> str:
    """The page on which the person was, with what its address asked for, when that is one of our own; else nothing."""
    page = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if page.netloc != request.get_host() or page.path.startswith(("//", "/\\")):  # a browser would read a host into it
        return ""
    return page._replace(scheme="", netloc="", fragment="").geturl()
