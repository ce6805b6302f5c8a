"""What a case rests on: steps that were tried, lines that higher rooms add, links to what proves them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from behalf.cases import rules
from behalf.cases.actions._step import Step
from behalf.cases.models import CaseEvent, CaseEvidence, EvidenceKind, Tried
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid
from behalf.kit.verbs import action


@action("cases.work")
def add_tried(actor: Actor, case_id: int, *, text: str, at: datetime | None = None, now: datetime) -> None:
    """Write down a step that was tried, dated ``at`` (else now): an escalation shows these (P34)."""
    step = Step.on(actor, case_id, follow=True, now=now)
    step.must_converse()
    if not text.strip():
        raise Invalid(_("Say what was tried, and what came of it."), field="text")
    when = at or now
    if when > now:
        raise Invalid(_("A step that was tried lies in the past."), field="at")
    Tried(**step.case.whose(), at=when, text=text.strip()[:500], by_id=actor.person_id, by_name=actor.name).save(
        force_insert=True
    )
    step.save()
    step.record("cases.tried", shown=False, after={"text": text.strip()[:500]})


@action("cases.work")
def note_event(
    actor: Actor,
    case_id: int,
    *,
    kind: str,
    facts: dict[str, Any] | None = None,
    public: bool = False,
    party: str = rules.US,
    by_name: str = "",
    key: str = "",
    now: datetime,
) -> bool:
    """A line of the timeline for what another room did (kinds: ``sentences.EVENTS``). The same ``key`` comes once.

    by_name: who did it, when that is not the actor.
    """
    step = Step.on(actor, case_id, follow=True, now=now)
    if key and CaseEvent.objects.visible_to(actor).filter(key=key).exists():
        return False
    step.happened(kind, public=public, party=party, by_name=by_name, key=key, **(facts or {}))
    step.save()
    return True


@action("cases.work")
def link(
    actor: Actor, case_id: int, *, kind: EvidenceKind, about_id: int, label: str, by_name: str = "", now: datetime
) -> None:
    """Link what proves something to the case, by the id of its row. Saying it twice is once."""
    step = Step.on(actor, case_id, follow=True, now=now)
    about = {f"{kind}_id": about_id}
    if CaseEvidence.objects.visible_to(actor).filter(case_id=step.case.pk, **about).exists():
        return
    CaseEvidence(
        **step.case.whose(), **about, label=label[:300], at=now, by_name=by_name or actor.name,
    ).save(force_insert=True)  # fmt: skip
    step.save()
    step.record("cases.linked", shown=False, after={"kind": kind.value, "label": label[:300]})
