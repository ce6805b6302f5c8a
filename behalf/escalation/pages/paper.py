"""A dossier's evidence as its page shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from behalf.escalation.models import Dossier


def proof(dossier: Dossier) -> dict[str, Any]:
    """The evidence with its instants as instants; empty for a request without a gate."""
    if not dossier.evidence:
        return {}
    kept = dossier.evidence
    return {
        **kept,
        "health": {**kept["health"], "at": _instant(kept["health"]["at"])},
        "settings": {**kept["settings"], "at": _instant(kept["settings"]["at"])},
        "tried": [{**step, "at": _instant(step["at"])} for step in kept["tried"]],
    }


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
