"""What is kept of a text that is not sent yet. Plain Python: values in, values out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

WRITE, RESOLVE = "write", "resolve"

# The texts of each form on a case's page. The id of a macro goes along, or its words would be sent without its deeds.
FORMS: dict[str, tuple[str, ...]] = {WRITE: ("body", "note", "macro"), RESOLVE: ("body",)}

LONGEST = 20_000
KEPT = timedelta(days=30)


def worth_keeping(form: str, texts: Mapping[str, str]) -> dict[str, str]:
    """What a form has to keep: its own texts that say something; the macro alone says nothing."""
    said = {name: texts[name][:LONGEST] for name in FORMS[form] if texts.get(name, "").strip()}
    return {} if set(said) == {"macro"} else said


def given_back(kept: Mapping[str, str], taken_back: str) -> dict[str, str]:
    """A text that came back joins what was begun since; the older stands above."""
    begun = kept.get("body", "")
    return {**kept, "body": f"{taken_back}\n\n{begun}" if begun.strip() else taken_back}
