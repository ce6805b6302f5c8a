"""The rooms, bottom to top. A new room is a folder and a line here (and its word in the import contract)."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

ROOMS = (
    "audit",
    "identity",
    "connectors",
    "notifications",
    "partners",
    "customers",
    "catalog",
    "subscriptions",
    "agreements",
    "health",
    "administration",
    "cases",
    "channels",
    "escalation",
    "portal",
    "console",
)


def present() -> list[str]:
    """The rooms of this installation, bottom to top."""
    return [room for room in ROOMS if find_spec(f"behalf.{room}") is not None]


def plates() -> list[ModuleType]:
    """Each room's name plate (``room.py``), bottom to top."""
    return modules("room")


def modules(name: str) -> list[ModuleType]:
    """The module of this name in every room that has one, bottom to top."""
    return [import_module(f"behalf.{room}.{name}") for room in ROOMS if _has(room, name)]


def url_modules() -> list[tuple[str, str]]:
    """(prefix, module) of every room with pages. A room says its prefix in ``room.py``, else it has none."""
    return [
        (str(getattr(import_module(f"behalf.{room}.room"), "PREFIX", "")), f"behalf.{room}.urls")
        for room in ROOMS
        if _has(room, "urls")
    ]


def _has(room: str, module: str) -> bool:
    return find_spec(f"behalf.{room}") is not None and find_spec(f"behalf.{room}.{module}") is not None
