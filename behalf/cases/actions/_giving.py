"""How a case is given to somebody: by a colleague, by whoever takes it, or by the desk's own rules."""

from __future__ import annotations

from behalf.cases import rules
from behalf.cases.actions._step import Step
from behalf.cases.events import CaseAssigned


def give(step: Step, person_id: int | None, name: str) -> None:
    """Write a person down as the owner, and announce it; nobody: back to the queue."""
    case = step.case
    before = case.assignee_name
    if case.assignee_id == person_id:
        return
    case.assignee_id, case.assignee_name = person_id, name
    if case.status == rules.NEW and person_id is not None:
        step.move(rules.IN_PROGRESS)
    taken = person_id is not None and person_id == step.actor.person_id
    kind = "taken" if taken else "assigned" if person_id is not None else "unassigned"
    step.happened(kind, public=False, name=name)
    step.save("assignee_id", "assignee_name")
    step.record("cases.assigned", shown=False, before={"assignee": before}, after={"assignee": name})
    step.announce(
        CaseAssigned(
            case_id=case.pk, org_id=case.org_id, person_id=person_id, name=name, by_id=step.actor.person_id,
            by_name=step.actor.name, at=step.now,
        )
    )  # fmt: skip
