"""A case that was closed too long ago to reopen (GL) goes on in a new one, its follow-up, whoever brings the word."""

from __future__ import annotations

from behalf.cases import rules
from behalf.cases.actions._enter import begin, enter
from behalf.cases.actions._files import Uploads
from behalf.cases.actions._step import Step
from behalf.cases.models import Case, CaseEvent, Channel, Message

KEPT = (
    "org_id", "customer_id", "account_id", "company", "kind", "service_id", "severity", "subject", "contact_name",
    "contact_email", "contact_phone", "contact_language", "affected", "is_shown",
)  # fmt: skip


def led_on(step: Step) -> Step:
    """The step on the case in which this one goes on now: itself, or its newest follow-up, and that one's.

    The older case is locked first, so two words that come at once open one follow-up.
    """
    while step.case.needs_follow_up(step.now):
        rows = Case.objects.visible_to(step.actor).filter(follow_up_of_id=step.case.pk)
        newest = rows.order_by("-pk").values_list("pk", flat=True).first()
        if newest is None:
            break
        step = Step.on(step.actor, newest, follow=True, now=step.now)
    return step


def follow_up(step: Step, body: str, *, author: str, channel: Channel, files: Uploads = ()) -> Message:
    """Open the follow-up of this case with what was said, which is answered; under what is promised today."""
    before = step.case
    case = Case(**{name: getattr(before, name) for name in KEPT}, channel=channel, follow_up_of=before)
    there = enter(step.actor, case, now=step.now)
    there.party = rules.CUSTOMER
    message = begin(there, body, author=author, files=files)
    public = case.is_shown and before.is_shown
    there.happened("follow_up_of", public=public, number=before.number)
    if not case.is_shown:
        _stays_hidden(there, before)
    step.happened("followed_up", public=public, number=case.number)
    step.save()
    step.record("cases.followed_up", shown=public, after={"number": case.number})
    return message


def _stays_hidden(there: Step, before: Case) -> None:
    """For the reason for which the case before was hidden."""
    events = CaseEvent.objects.visible_to(there.actor).filter(case_id=before.pk, kind="hidden")
    why = next((event.facts["why"] for event in events.order_by("-pk")[:1]), "")
    there.happened("hidden", public=False, party=rules.US, why=why)
    there.record("cases.hidden", shown=False, why=why)
