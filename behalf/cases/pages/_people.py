"""Who may be given a case."""

from __future__ import annotations

from behalf.identity import queries as identity
from behalf.kit.actor import rights
from behalf.web.page import ActorRequest


def people(request: ActorRequest) -> list[tuple[int, str]]:
    """The colleagues who work on cases, as (id, name)."""
    working = rights()["cases.work"]
    return [(each.person_id, each.name) for each in identity.colleagues(request.actor) if each.roles & working]
