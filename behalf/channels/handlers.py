"""What groups are told of when something happened to a case or to the desk; the actor is the desk's own system."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from behalf.cases import queries as cases
from behalf.cases.actions.alarms import LATE, SOON
from behalf.cases.events import CaseNoted, CaseOpened, DeskHandedOver, PromiseBroken, PromiseDue
from behalf.cases.models import Case
from behalf.channels import actions
from behalf.channels.models import Occasion
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from behalf.web.addresses import url

OPENED = gettext_noop("%(number)s was opened: %(subject)s")
NOBODYS = gettext_noop("Nobody has %(number)s, and it is due soon: %(subject)s")
ANSWERED = gettext_noop("The operator answered on %(number)s: %(subject)s")
HANDED = gettext_noop("%(by)s handed the desk over to %(to)s: %(count)s cases")
OPERATOR = "oper"

About = CaseOpened | CaseNoted | PromiseDue | PromiseBroken


def case_opened(actor: Actor, event: CaseOpened) -> None:
    """A new case, of severity A or another."""
    case = _case(actor, event)
    _tell(actor, Occasion.OPENED_A if case.severity == "A" else Occasion.OPENED, case, OPENED, "opened", event)


def case_noted(actor: Actor, event: CaseNoted) -> None:
    """A word of the operator; what colleagues note for each other is for nobody else."""
    with acting(actor):
        message = cases.message(actor, event.message_id)
    if message.party == OPERATOR:
        _tell(actor, Occasion.OPERATOR, _case(actor, event), ANSWERED, f"noted:{event.message_id}", event)


def promise_due(actor: Actor, event: PromiseDue) -> None:
    """A promise is due soon, on a case that somebody has or that is nobody's."""
    case = _case(actor, event)
    occasion, text = (Occasion.UNASSIGNED, NOBODYS) if case.assignee_id is None else (Occasion.DUE, SOON[event.promise])
    _tell(actor, occasion, case, text, f"due:{event.promise}:{event.period}", event)


def promise_broken(actor: Actor, event: PromiseBroken) -> None:
    """A promise is late."""
    key = f"broken:{event.promise}:{event.period}"
    _tell(actor, Occasion.BROKEN, _case(actor, event), LATE[event.promise], key, event)


def desk_handed_over(actor: Actor, event: DeskHandedOver) -> None:
    """Who has the desk from now on."""
    with acting(actor):
        row = cases.handed_over(actor, event.handover_id)
    actions.tell_groups(
        actor, Occasion.HANDOVER, case=None, text=HANDED, address=url("cases:handover", query={"hours": row.hours}),
        facts={"by": row.by_name, "to": row.to_name, "count": len(row.cases)}, key=f"handover:{row.pk}", now=event.at,
    )  # fmt: skip


def _case(actor: Actor, event: About) -> Case:
    with acting(actor):
        return cases.case(actor, event.case_id)


def _tell(actor: Actor, occasion: str, case: Case, text: str, what: str, event: About) -> None:
    facts: Mapping[str, str] = {"number": case.number, "subject": case.subject}
    actions.tell_groups(
        actor, occasion, case=case, text=text, facts=facts, address=url("cases:case", case_id=case.pk),
        key=f"{case.pk}:{what}", now=event.at,
    )  # fmt: skip
