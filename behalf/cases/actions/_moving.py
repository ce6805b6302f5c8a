"""What taking, giving and ranking do with a case: alone, or together with others."""

from __future__ import annotations

from django.utils.translation import gettext as _

from behalf.cases.actions._giving import give
from behalf.cases.actions._step import Step
from behalf.cases.events import CaseRanked
from behalf.cases.models import Severity
from behalf.identity import queries as identity
from behalf.kit.actor import Actor, rights
from behalf.kit.errors import Invalid


def take_it(step: Step) -> None:
    """What taking does with the case."""
    step.must_converse()
    give(step, step.actor.person_id, step.actor.name)


def assign_it(step: Step, person_id: int | None, name: str) -> None:
    """What giving it to somebody does with the case."""
    step.must_converse()
    give(step, person_id, name)


def colleague(actor: Actor, person_id: int | None) -> str:
    """The name of who is to work on a case, nobody's being empty; Invalid for a stranger and who may not."""
    if person_id is None:
        return ""
    named = [each for each in identity.colleagues(actor) if each.person_id == person_id]
    if not named or named[0].roles.isdisjoint(rights()["cases.work"]):
        raise Invalid(_("Choose a colleague who works on cases."), field="person_id")
    return named[0].name


def change_severity(step: Step, *, severity: str, why: str) -> None:
    """What another severity does with the case."""
    step.must_converse()
    if severity not in Severity.values:
        raise Invalid(_("Choose how much it hurts."), field="severity")
    if not why.strip():
        raise Invalid(_("Say why."), field="why")
    before, step.case.severity = step.case.severity, severity
    if before == severity:
        return
    step.happened("severity", public=True, before=before, after=severity, why=why.strip())
    step.save("severity")
    step.record("cases.severity_changed", before={"severity": before}, after={"severity": severity}, why=why.strip())
    step.announce(
        CaseRanked(
            case_id=step.case.pk, org_id=step.case.org_id, severity=severity, by_id=step.actor.person_id,
            by_name=step.actor.name, at=step.now,
        )
    )  # fmt: skip
