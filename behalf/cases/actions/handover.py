"""Handing the desk over to the next shift."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from behalf.audit import actions as audit
from behalf.cases import queries
from behalf.cases.events import DeskHandedOver
from behalf.cases.models import Handover
from behalf.identity import queries as identity
from behalf.kit.actor import Actor, rights
from behalf.kit.errors import Invalid
from behalf.kit.events import announce
from behalf.kit.verbs import action
from behalf.notifications import actions as notifications
from behalf.web.addresses import url

HANDED = gettext_noop("%(by)s handed the desk over to you: %(count)s cases")


@action("cases.work")
def hand_over(actor: Actor, *, to_id: int, hours: int, word: str = "", now: datetime) -> Handover:
    """Write down that the desk goes to a colleague with the list as it is now, and tell them."""
    colleague = identity.contact(actor, to_id)
    if colleague is None or to_id == actor.person_id or colleague.roles.isdisjoint(rights()["cases.work"]):
        raise Invalid(_("Choose another colleague who works on cases."), field="to_id")
    if hours not in queries.SHIFTS:
        raise Invalid(_("Choose how long the shift is."), field="hours")
    ids = queries.brief(actor, hours=hours, now=now).ids
    row = Handover(
        org_id=actor.org_id, at=now, by_id=actor.person, by_name=actor.name, to_id=to_id, to_name=colleague.name,
        hours=hours, word=word.strip()[:1000], cases=ids,
    )  # fmt: skip
    row.save(force_insert=True)
    ref = ("handover", row.pk, colleague.name)
    audit.record(actor, "cases.handed_over", subject=ref, after={"to": colleague.name, "cases": len(ids)}, at=now)
    notifications.tell(
        actor, to_id, text=HANDED, url=url("cases:handover", query={"hours": hours}), kind="desk_handed_over",
        about=ref, facts={"by": actor.name, "count": len(ids)}, key=f"handover:{row.pk}", now=now,
    )  # fmt: skip
    announce(actor, DeskHandedOver(handover_id=row.pk, org_id=actor.org_id, at=now))
    return row
