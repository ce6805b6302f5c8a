"""What lower rooms know that concerns a case."""

from __future__ import annotations

from dataclasses import dataclass

from behalf.administration.models import SettingChange
from behalf.cases.models import Case
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
    """The correction, when the session in which it was made was begun for a case of the same customer.

    What a session is about came from an address: a case that is not there, or another customer's, is none.
    """
    rows = SettingChange.objects.visible_to(actor).select_related("session", "service")
    found = rows.filter(pk=change_id, session__about_kind="case").first()
    if found is None:
        return None
    case_id = of_customer(actor, found.session.about_id, account_id=found.account_id)
    return Change(case_id, found.session_id, found.service.name) if case_id is not None else None


@query("cases.read")
def of_customer(actor: Actor, about_id: str, *, account_id: int) -> int | None:
    """The case that an opaque link names, when it is one of this customer's; None when it is not."""
    if not about_id.isdecimal():
        return None
    cases = Case.objects.visible_to(actor).filter(pk=int(about_id), account_id=account_id)
    return cases.values_list("pk", flat=True).first()
