"""A dossier's evidence as its page shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from behalf.escalation.models import Dossier
from behalf.health import queries as health


def proof(dossier: Dossier) -> dict[str, Any]:
    """The evidence with its instants as instants; empty for a request without a gate."""
    if not dossier.evidence:
        return {}
    kept = dossier.evidence
    return {
        **kept,
        "health": {**kept["health"], "at": _instant(kept["health"]["at"]), "word": word_of(kept["health"]["state"])},
        "settings": {**kept["settings"], "at": _instant(kept["settings"]["at"])},
        "tried": [{**step, "at": _instant(step["at"])} for step in kept["tried"]],
    }


def word_of(state: str) -> str:
    """A service's state in the reader's language; empty for none."""
    return str(health.seen(state).word) if state else ""


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
