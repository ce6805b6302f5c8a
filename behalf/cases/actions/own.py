"""The customer's own steps on its case; they run in the customer's name and reach no other case."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from behalf.cases import rules
from behalf.cases.actions._files import Files, Uploads
from behalf.cases.actions._step import Step
from behalf.cases.events import CaseClosed, CaseReopened, CustomerReplied
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid
from behalf.kit.verbs import action


@action("cases.own")
def reply_own(actor: Actor, case_id: int, *, body: str, files: Uploads = (), now: datetime) -> None:
    """Write to the reseller; what waited for the customer or was resolved comes back into the reseller's hands."""
    step = Step.on(actor, case_id, follow=True, now=now)
    step.must_converse()
    if not body.strip():
        raise Invalid(_("Write something first."), field="body")
    message = step.say(body, public=True)
    Files(message).keep(files)
    step.case.last_customer_at = now
    step.move(rules.after_their_reply(step.case.status))
    step.save()
    step.record("cases.customer_replied")
    step.announce(CustomerReplied(case_id=step.case.pk, org_id=step.case.org_id, message_id=message.pk, at=now))


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
def reopen_own(actor: Actor, case_id: int, *, why: str, now: datetime) -> None:
    """Say that it is not solved; a closed case goes on within 14 days (GL), afterwards a new one is needed."""
    step = Step.on(actor, case_id, now=now)
    allowed = rules.may_reopen(step.case.status, closed_at=step.case.closed_at, now=now)
    too_late = pgettext(
        "portal", "A case reopens within 14 days of its closing. Open a new one and name this one in it."
    )
    step.must(allowed, too_late)
    if not why.strip():
        raise Invalid(_("Say what is still wrong."), field="why")
    step.case.last_customer_at = now
    step.move(rules.IN_PROGRESS, anew=True)
    step.happened("reopened", public=True, why=why.strip())
    step.save()
    step.record("cases.reopened", why=why.strip())
    step.announce(CaseReopened(case_id=step.case.pk, org_id=step.case.org_id, at=now))
