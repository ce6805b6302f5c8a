"""What a word of the customer does to its case, by whatever way it came."""

from __future__ import annotations

from behalf.cases import rules
from behalf.cases.actions._step import Step
from behalf.cases.events import CaseReopened, CustomerReplied
from behalf.cases.models import Message


def heard(step: Step, message: Message) -> None:
    """What waited, was resolved or closed of late comes back into our hands."""
    case, closed = step.case, step.case.status == rules.CLOSED
    case.last_customer_at = step.now
    step.move(rules.IN_PROGRESS if closed else rules.after_their_reply(case.status), anew=closed)
    if closed:
        step.happened("reopened", public=True, by_name=message.author_name, why="")
        step.announce(CaseReopened(case_id=case.pk, org_id=case.org_id, at=step.now))
    step.save()
    step.record("cases.customer_replied")
    step.announce(CustomerReplied(case_id=case.pk, org_id=case.org_id, message_id=message.pk, at=step.now))
