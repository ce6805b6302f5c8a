"""The customer's own steps on its case; they run in the customer's name and reach no other case."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from behalf.cases import rules
from behalf.cases.actions._files import Files, Uploads
from behalf.cases.actions._follow_up import follow_up, led_on
from behalf.cases.actions._hearing import heard
from behalf.cases.actions._reopening import go_on
from behalf.cases.actions._step import Step
from behalf.cases.events import CaseClosed
from behalf.cases.models import Case, Channel
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid
from behalf.kit.verbs import action


@action("cases.own")
def reply_own(actor: Actor, case_id: int, *, body: str, files: Uploads = (), now: datetime) -> Case:
    """Write to the reseller; what waited, was resolved or closed of late comes back into the reseller's hands.

    What was closed before that goes on in a new case (GL). The case that goes on.
    """
    step = led_on(Step.on(actor, case_id, follow=True, now=now))
    if not body.strip():
        raise Invalid(_("Write something first."), field="body")
    if step.case.needs_follow_up(now):
        return follow_up(step, body, author=actor.name, channel=Channel.PORTAL, files=files).case
    message = step.say(body, public=True)
    Files(message).keep(files)
    heard(step, message)
    return step.case


@action("cases.own")
def confirm_own(actor: Actor, case_id: int, *, now: datetime) -> None:
    """Agree that it is solved: the loop is closed."""
    step = Step.on(actor, case_id, now=now)
    step.must(rules.may_confirm(step.case.status), _("There is nothing to confirm yet."))
    step.case.last_customer_at = now
    step.move(rules.CLOSED)
    step.happened("confirmed", public=True)
    step.save()
    step.record("cases.closed", after={"confirmed": True})
    step.announce(CaseClosed(case_id=step.case.pk, org_id=step.case.org_id, confirmed=True, at=now))


@action("cases.own")
def reopen_own(actor: Actor, case_id: int, *, why: str, now: datetime) -> Case:
    """Say that it is not solved: the case goes on, or after 14 days a new one that follows it up (GL); which one."""
    return go_on(actor, case_id, why=why, now=now)
