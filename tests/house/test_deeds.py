"""Whatever the journal writes down has a name in people's words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from behalf.administration.deciding import Outcome
from behalf.audit import deeds, fields
from behalf.audit.models import Entry
from behalf.health.rules import Step
from behalf.kit.tenancy import acting
from behalf.site import rooms
from tests.world import World

ROOT = Path(rooms.__file__).resolve().parents[1]
DEED = re.compile(r"[a-z_]+\.[a-z_]+")

# Calls that take a name of the same shape and write nothing down.
OTHERS = {"action", "query", "page", "job", "defer", "every", "url", "redirect", "letter", "may", "require"}


def _written(path: Path) -> Iterator[str]:
    """The names of deeds in a module: what stands in a call as text, alone, in a choice or as a keyword."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or _name(node.func) in OTHERS:
            continue
        for argument in (*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "what")):
            parts = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
            yield from (part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_every_deed_has_a_name() -> None:
    named = deeds.deeds()
    subjects = {what.split(".")[0] for what in named}
    missing = set()
    for room in rooms.present():
        for path in (ROOT / room).rglob("*.py"):
            inner = path.relative_to(ROOT / room).parts[0].removesuffix(".py")
            if inner in {"actions", "handlers", "adapter", "corrections"}:
                found = {what for what in _written(path) if DEED.fullmatch(what) and what.split(".")[0] in subjects}
                missing |= {f"{path.relative_to(ROOT)}: {what}" for what in found - set(named)}
    made = {f"administration.correction_{outcome}" for outcome in Outcome} | {
        f"health.maintenance_{step}" for step in Step
    }
    assert sorted(missing | made - set(named)) == []


def _fields(path: Path) -> Iterator[str]:
    """The names of fields that a module writes into the journal as text."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and _name(node.func) in {"record", "_record"}:
            changes = [keyword.value for keyword in node.keywords if keyword.arg in {"before", "after"}]
            tables = [part for change in changes for part in ast.walk(change) if isinstance(part, ast.Dict)]
            keys = [key for table in tables for key in table.keys]
            yield from (str(key.value) for key in keys if isinstance(key, ast.Constant))


def test_every_field_has_a_name() -> None:
    missing = {
        f"{path.relative_to(ROOT)}: {field}"
        for room in rooms.present()
        for path in (ROOT / room).rglob("*.py")
        for field in _fields(path)
        if not fields.is_named(field) and "tests" not in path.parts
    }
    assert sorted(missing) == []


def test_what_the_small_world_did_has_names(world: World) -> None:
    for organization in ("operator", "alpha", "beta"):
        actor = world.actor(organization)
        with acting(actor):
            done = set(Entry.objects.visible_to(actor).values_list("what", flat=True).distinct())
        assert done - set(deeds.deeds()) - {"test.acted"} == set()
