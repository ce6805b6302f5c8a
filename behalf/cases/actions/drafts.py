"""Drafts: kept as one writes, gone in the transaction in which the text is sent, forgotten after 30 days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from behalf.cases import drafts
from behalf.cases.actions._drafts import leave, locked, put
from behalf.cases.models import Case, Draft
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import action


@action("cases.work")
def keep_draft(
    actor: Actor, case_id: int, *, form: str, texts: Mapping[str, str], key: str = "", now: datetime
) -> None:
    """Keep what a form of the case holds now; nothing in it: nothing is kept.

    key: the form as the page made it; one that was sent in the meantime is not kept again.
    """
    case = Case.objects.visible_to(actor).filter(pk=case_id).first()
    if case is None or form not in drafts.FORMS:
        raise NotFound(_("There is no such case."))
    said = drafts.worth_keeping(form, texts)
    row = locked(actor, case_id, form)
    if row is None:
        if said:
            put(actor, case, form, said, key="", now=now)
    elif not key or row.sent_key != key:
        row.texts, row.at = said, now
        row.save(update_fields=["texts", "at"])


@action("cases.work")
def drop_draft(actor: Actor, case_id: int, *, form: str, key: str = "", now: datetime) -> None:
    """Throw away what was begun on the case, and on those merged into it."""
    case = Case.objects.visible_to(actor).filter(pk=case_id).first()
    if case is None or form not in drafts.FORMS:
        raise NotFound(_("There is no such case."))
    leave(actor, case_id, form, {}, key=key, now=now)


@action("cases.sweep")
def forget_drafts(actor: Actor, *, now: datetime) -> int:
    """Remove the desk's drafts that nobody touched for long, and say how many."""
    gone, _of = Draft.objects.visible_to(actor).filter(at__lt=now - drafts.KEPT).delete()
    return gone
