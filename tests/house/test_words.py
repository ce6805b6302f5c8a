"""The catalogs say menus, states, roles, kinds and severities exactly as docs/words.md has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

WORDS = Path(__file__).resolve().parents[2] / "docs" / "words.md"
CHECKED = ("## Menu", "## States", "## Roles", "## The seven kinds of support", "## Severities")


def _rows() -> Iterator[tuple[str, str, str, str]]:
    """(context, English, Chinese, Japanese) of every row of the checked sections."""
    for section in WORDS.read_text().split("\n## "):
        if f"## {section.splitlines()[0].removeprefix('## ')}" not in CHECKED:
            continue
        for part in section.split("\n### "):
            context = "portal" if part.startswith("Customer portal") else ""
            lines = [line for line in part.splitlines() if line.startswith("|")]
            if not lines:
                continue
            place = [cell.strip() for cell in lines[0].strip("|").split("|")].index("English")
            for line in lines[2:]:
                cells = [cell.strip().strip("*") for cell in line.strip("|").split("|")]
                yield context, cells[place], cells[place + 1], cells[place + 2]


def _said(context: str, text: str) -> str:
    """As this context says it, or as everybody does."""
    said = translation.pgettext(context, text) if context else text
    return said if said != text else translation.gettext(text)


@pytest.mark.parametrize(("language", "column"), [("zh-hans", 2), ("ja", 3)])
def test_the_catalogs_keep_to_the_words(language: str, column: int) -> None:
    rows = list(_rows())
    assert len(rows) > 60
    with translation.override(language):
        differs = [
            f"{row[1]}: {_said(row[0], row[1])}, not {row[column]}"
            for row in rows
            if _said(row[0], row[1]) != row[column]
        ]
    assert not differs, "\n".join(differs)
