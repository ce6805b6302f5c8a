"""Every template compiles, names only parts and icons that exist, and keeps to the content policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import engines

from behalf.web.icons import NAMES

ROOT = Path(__file__).resolve().parents[2]
OURS = sorted(ROOT.glob("behalf/*/templates/**/*.html"))
MAILS = {"letter.html"}  # read in a mail program, which knows no style sheet and no content policy
PAGES = [
    path for path in (*OURS, *sorted(ROOT.glob("behalf/web/templates_django/**/*.html"))) if path.name not in MAILS
]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", OURS, ids=_name)
def test_it_compiles_and_names_only_what_exists(path: Path) -> None:
    env = engines["jinja2"].env  # type: ignore[attr-defined]  # the stubs know no Jinja engine
    env.get_template(path.as_posix().split("/templates/")[1])
    text = path.read_text(encoding="utf-8")
    parts = set(re.findall(r"\bui\.(\w+)", text))
    assert parts <= set(dir(env.globals["ui"])), parts - set(dir(env.globals["ui"]))
    icons = set(re.findall(r'\bicon\("([^"]+)"', text))
    assert icons <= NAMES, icons - NAMES


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_it_keeps_to_the_content_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\son[a-z]+=", text), "an inline handler"
    assert not re.search(r"<script(?![^>]*(\ssrc=|application/json))", text), "an inline script"
    assert "<style" not in text
    for style in re.findall(r'\sstyle="([^"]*)"', text):
        assert style.startswith(("--", "{{")), f"style that is not data: {style}"
