"""Views of the queue that are kept under a name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.cases import rules
from behalf.cases.models import SavedView
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotFound
from behalf.kit.verbs import action


@action("cases.work")
def save_view(actor: Actor, *, name: str, wanted: Mapping[str, Any], shared: bool = False, now: datetime) -> SavedView:
    """Keep a view under a name, one's own or the desk's; the same name again replaces it."""
    if not name.strip():
        raise Invalid(_("Give the view a name."), field="name")
    whose = None if shared else actor.person
    kept = SavedView.objects.visible_to(actor).filter(person_id=whose)
    row = kept.filter(name=name.strip()).first()
    if row is None:
        if kept.count() >= rules.MOST_VIEWS:
            raise Conflict(_("There are %(count)d views already. Remove one first.") % {"count": rules.MOST_VIEWS})
        row = SavedView(org_id=actor.org_id, person_id=whose, name=name.strip()[:60])
    row.wanted = {key: value for key, value in wanted.items() if value not in (None, "")}
    row.at, row.by_name = now, actor.name
    row.save()
    if shared:
        audit.record(actor, "cases.view_shared", subject=("case_view", row.pk, row.name), after=row.wanted, at=now)
    return row


@action("cases.work")
def drop_view(actor: Actor, view_id: int, *, now: datetime) -> None:
    """Remove a view of one's own, or one of the desk's."""
    row = SavedView.objects.visible_to(actor).filter(pk=view_id).first()
    if row is None or row.person_id not in (None, actor.person_id):
        raise NotFound(_("There is no such view."))
    if row.person_id is None:
        audit.record(actor, "cases.view_removed", subject=("case_view", row.pk, row.name), before=row.wanted, at=now)
    row.delete()
