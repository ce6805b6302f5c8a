"""The order in which a run with several processes tests: what waits long begins first, what is small fills the gaps."""

from __future__ import annotations

import pytest

STORIES = ("tests.journeys.", "tests.site.")
SHARED = {"shared", "served", "behalf", "source", "kept", "server"}  # started once for a module, so kept together


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stories first; of them, those that share something started stay with one process, and in their order."""
    items.sort(key=_place)
    for item in items:
        if group := _group(item):
            item.add_marker(pytest.mark.xdist_group(group))


def _place(item: pytest.Item) -> int:
    """First what needs nothing, then what waits for the demo world, then everything small."""
    if not _is_story(item):
        return 2
    return 1 if "demo_world" in _fixtures(item) else 0


def _group(item: pytest.Item) -> str:
    if not _is_story(item):
        return ""
    if "shared" in _fixtures(item):
        return "shared"
    return _module(item) if _fixtures(item) & SHARED and "demo_world" not in _fixtures(item) else ""


def _is_story(item: pytest.Item) -> bool:
    return _module(item).startswith(STORIES)


def _module(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0].removesuffix(".py").replace("/", ".")


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))
