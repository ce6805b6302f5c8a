"""What the customer's own people see of their cases: public messages and events, never a note."""

from __future__ import annotations

from django.utils.translation import gettext as _

from behalf.cases.models import OPEN, Attachment, Case
from behalf.cases.queries.thread import Conversation, Download, Entry
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query

LIMIT = 25


@query("cases.own")
def own_cases(actor: Actor, *, only_open: bool = False, before: int | None = None, limit: int = LIMIT) -> list[Case]:
    """The customer's cases at all its resellers, the newest first; one more than ``limit`` when more follow."""
    rows = Case.objects.visible_to(actor)
    if only_open:
        rows = rows.filter(OPEN)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-id")[: limit + 1])


@query("cases.own")
def own_case(actor: Actor, case_id: int) -> Case:
    """One of the customer's cases, with its service and account; NotFound for a stranger's."""
    found = Case.objects.visible_to(actor).select_related("service", "account").filter(pk=case_id).first()
    if found is None:
        raise NotFound(_("There is no such case."))
    return found


@query("cases.own")
def own_follow_ups(actor: Actor, case: Case) -> tuple[Case | None, Case | None]:
    """The case that this one follows up, and the newest that follows it up, as far as the customer sees them."""
    rows = Case.objects.visible_to(actor)
    before = None if case.follow_up_of_id is None else rows.filter(pk=case.follow_up_of_id).first()
    return before, rows.filter(follow_up_of_id=case.pk).order_by("-pk").first()


@query("cases.own")
def own_thread(actor: Actor, case_id: int) -> list[Entry]:
    """What the customer and the reseller said to each other, and what happened in the customer's sight."""
    return Conversation(actor, case_id).entries


@query("cases.own")
def own_version(actor: Actor, case_id: int) -> int:
    """A number that grows with every change of the case; what a live page asks for."""
    found = Case.objects.visible_to(actor).filter(pk=case_id).values_list("version", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such case."))
    return found


@query("cases.own")
def own_attachment(actor: Actor, case_id: int, file_id: int) -> Download:
    """A file that the customer may read; NotFound for a stranger's and for one of an internal note."""
    return Download.of(Attachment.objects.visible_to(actor).filter(pk=file_id))
