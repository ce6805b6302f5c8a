"""What lower rooms know that concerns a case."""

from __future__ import annotations

from dataclasses import dataclass

from behalf.administration.models import SettingChange
from behalf.kit.actor import Actor
from behalf.kit.verbs import query


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that was corrected for a case, in which session."""

    case_id: int
    session_id: int
    service: str


@query("cases.read")
def change_for_case(actor: Actor, change_id: int) -> Change | None:
    """The correction, when the session in which it was made was begun for a case."""
    rows = SettingChange.objects.visible_to(actor).select_related("session", "service")
    found = rows.filter(pk=change_id, session__about_kind="case").first()
    if found is None or not found.session.about_id.isdecimal():
        return None
    return Change(int(found.session.about_id), found.session_id, found.service.name)
