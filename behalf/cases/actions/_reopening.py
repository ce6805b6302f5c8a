"""Going on with what was resolved or closed, for the desk and for the customer alike."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from behalf.cases import rules
from behalf.cases.actions._follow_up import follow_up, led_on
from behalf.cases.actions._step import Step
from behalf.cases.events import CaseReopened
from behalf.cases.models import Case, Channel
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid


def go_on(actor: Actor, case_id: int, *, why: str, now: datetime) -> Case:
    """Reopen the case, or open its follow-up when it was closed too long ago (GL); the case that goes on."""
    step = led_on(Step.on(actor, case_id, now=now))
    case, own = step.case, actor.tier == "customer"
    late = case.needs_follow_up(now)
    if case.pk != case_id and rules.may_converse(case.status):
        raise Conflict(_("It goes on in %(number)s. Write there.") % {"number": case.number})
    step.must(late or case.may_reopen(now), _("Only what was resolved, or closed in the last 14 days, is reopened."))
    if not why.strip():
        raise Invalid(_("Say what is still wrong."), field="why")
    if late:
        author = actor.name if own else case.contact_name or case.company
        channel = Channel.PORTAL if own else Channel.DESK
        return follow_up(step, why, author=author, channel=channel).case
    if own:
        case.last_customer_at = now
    step.move(rules.IN_PROGRESS, anew=True)
    step.happened("reopened", public=True, why=why.strip())
    step.save()
    step.record("cases.reopened", why=why.strip())
    step.announce(CaseReopened(case_id=case.pk, org_id=case.org_id, at=now, by_id=actor.person_id))
    return case
