"""The shape of the house: doors are private, verbs are declared, foreign keys point down."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TypeGuard

import grimp
import pytest
from django.apps import apps
from django.db import models

from behalf.kit.actor import rights
from behalf.kit.tenancy import declared
from behalf.site import rooms

FLOORS = ("kit", "web", *rooms.ROOMS, "site")
PUBLIC = {"models", "queries", "actions", "events"}
ROOT = Path(rooms.__file__).resolve().parents[1]


def _rooms_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("behalf.")]


def test_every_table_declares_whose_rows_it_holds() -> None:
    assert [model.__name__ for model in _rooms_models() if declared(model) is None] == []


def test_foreign_keys_point_down() -> None:
    wrong = [
        f"{model.__name__}.{key.name}"
        for model in _rooms_models()
        for key in model._meta.concrete_fields
        if isinstance(key, models.ForeignKey)
        and key.related_model.__module__.startswith("behalf.")
        and FLOORS.index(key.related_model._meta.app_label) > FLOORS.index(model._meta.app_label)
    ]
    assert wrong == []


@pytest.mark.parametrize("room", rooms.present())
def test_every_public_action_and_query_is_a_verb(room: str) -> None:
    for file in ("actions", "queries"):
        for name in _modules(room, file):
            module = import_module(name)
            for title, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ != name or title.startswith("_") or name == "behalf.audit.actions":
                    continue
                assert hasattr(function, "verb"), f"{name}.{title} is public and no verb"
                assert function.verb.right in rights(), f"{name}.{title}: no room declares {function.verb.right}"


def _modules(room: str, file: str) -> list[str]:
    folder = ROOT / room / file
    if folder.is_dir():
        return [f"behalf.{room}.{file}.{path.stem}" for path in folder.glob("*.py") if not path.stem.startswith("_")]
    return [f"behalf.{room}.{file}"] if (ROOT / room / f"{file}.py").exists() else []


def test_doors_are_private() -> None:
    graph = grimp.build_graph("behalf", cache_dir=None)
    wrong = []
    for module in graph.modules:
        for other in graph.find_modules_directly_imported_by(module):
            room, there = module.split(".")[1:2], other.split(".")
            if len(there) < 3 or there[1] not in rooms.ROOMS or room == [there[1]] or room == ["site"]:
                continue
            if ".tests" in module or there[1] == "connectors" or there[2] in PUBLIC:
                continue
            if (there[1], there[2]) == ("identity", "directory"):
                continue
            wrong.append(f"{module} -> {other}")
    assert sorted(wrong) == []


def test_objects_are_asked_only_where_rows_are_known() -> None:
    allowed = {"models", "queries", "actions", "sealing", "directory", "middleware"}
    wrong = []
    for room in rooms.present():
        for path in (ROOT / room).rglob("*.py"):
            inner = path.relative_to(ROOT / room).parts
            if inner[0] in {"tests", "migrations"} or inner[0].removesuffix(".py") in allowed:
                continue
            if ".objects." in path.read_text():
                wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


DOORS = {"pages", "jobs", "handlers", "adapter", "listening", "fetching", "tests", "migrations"}


def test_only_doors_read_the_clock() -> None:
    wrong = []
    for path in ROOT.rglob("*.py"):
        place = path.relative_to(ROOT).parts
        file = place[1].removesuffix(".py") if len(place) > 1 else ""
        if place[0] in {"site", "web", "kit", "connectors"} or file in DOORS:
            continue
        asked = [node for node in ast.walk(ast.parse(path.read_text())) if _asks_the_clock(node)]
        wrong += [f"{path.relative_to(ROOT)}:{node.lineno}" for node in asked]
    assert wrong == []


def _asks_the_clock(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return (
        isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"clock", "datetime", "timezone", "date"}
    )


def test_every_room_says_what_it_is() -> None:
    missing = [room for room in rooms.present() if not (ROOT / room / "README.md").exists()]
    assert missing == []


def test_every_room_is_placed() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert folders == set(FLOORS) & folders
    assert find_spec("behalf.site.rooms") is not None
