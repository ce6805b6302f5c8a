"""Preparing: the agent's words for the gate of one case, kept until it goes up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.cases import actions as case_actions
from behalf.cases.models import EvidenceKind
from behalf.escalation import queries, rules
from behalf.escalation.actions._crossing import hold
from behalf.escalation.models import Draft
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid
from behalf.kit.verbs import action


@action("escalation.send")
def prepare(
    actor: Actor,
    case_id: int,
    *,
    topic: str,
    lack: str = "",
    lack_words: str = "",
    impact: str = "",
    settings_not_applicable: str = "",
    now: datetime,
) -> None:
    """Keep what the agent wrote so far; nothing goes up by it."""
    if topic not in rules.TOPICS:
        raise Invalid(_("Choose what the request is about."), field="topic")
    values = {
        "topic": topic, "lack": lack, "lack_words": lack_words.strip(), "impact": impact.strip(),
        "settings_not_applicable": settings_not_applicable.strip(),
    }  # fmt: skip
    hold(actor, case_id)
    draft = queries.readiness(actor, case_id, now=now).draft
    before = {name: getattr(draft, name) for name in values}
    kept = _keep(actor, case_id, values, now=now)
    _record(actor, "escalation.prepared", kept, before=before, after=values, now=now)


@action("escalation.send")
def override(actor: Actor, case_id: int, *, item: str, reason: str, now: datetime) -> None:
    """Go up without one item, for a reason that the operator and our own admins read; an empty reason takes it back."""
    if item not in rules.ITEMS:
        raise Invalid(_("There is no such item."), field="item")
    hold(actor, case_id)
    draft = queries.readiness(actor, case_id, now=now).draft
    before = dict(draft.overrides)
    after = {**before, item: reason.strip()} if reason.strip() else {key: before[key] for key in before if key != item}
    _keep(actor, case_id, {"overrides": after}, now=now)
    _record(actor, "escalation.overridden", draft, before=before, after=after, why=reason.strip(), now=now)


@action("escalation.send")
def answer_incident(
    actor: Actor, case_id: int, *, incident_id: int, stance: str, reason: str = "", now: datetime
) -> None:
    """Say what a published incident has to do with the case: the cause, not the cause (and why), or still there."""
    hold(actor, case_id)
    ready = queries.readiness(actor, case_id, now=now)
    row = next((each for each in ready.incidents if each.id == incident_id), None)
    if row is None:
        raise Invalid(_("This incident is not on the service of the case."), field="incident_id")
    if stance == "denied" and not reason.strip():
        raise Invalid(_("Say why the incident is not the cause: the operator reads it."), field="reason")
    if stance not in (("cause", "denied") if row.is_open else ("persists",)):
        raise Invalid(_("Choose what the incident has to do with the case."), field="stance")
    said = {**ready.draft.incidents, str(incident_id): {"stance": stance, "reason": reason.strip()}}
    _keep(actor, case_id, {"incidents": said}, now=now)
    after = {"incident": row.code, "stance": stance}
    before = {"incident": row.code, "stance": row.stance}
    _record(actor, "escalation.incident_answered", ready.draft, before=before, after=after, why=reason.strip(), now=now)
    _on_the_case(actor, case_id, row, stance, reason.strip(), now)


def _on_the_case(actor: Actor, case_id: int, row: Any, stance: str, reason: str, now: datetime) -> None:
    facts = {"code": row.code, "title": row.title, "why": reason}
    if stance == "cause":
        label = f"{row.code} {row.title}"
        case_actions.link(actor, case_id, kind=EvidenceKind.INCIDENT, about_id=row.id, label=label, now=now)
        case_actions.note_event(actor, case_id, kind="incident_attached", facts=facts, public=True, now=now)
    elif stance == "denied":
        case_actions.note_event(actor, case_id, kind="incident_denied", facts=facts, now=now)


def _keep(actor: Actor, case_id: int, values: dict[str, Any], *, now: datetime) -> Draft:
    draft = queries.readiness(actor, case_id, now=now).draft
    for name, value in values.items():
        setattr(draft, name, value)
    draft.changed_at, draft.changed_by_name = now, actor.name
    draft.save()
    return draft


def _record(actor: Actor, what: str, draft: Draft, *, before: Any, after: Any, why: str = "", now: datetime) -> None:
    case = draft.case
    audit.record(
        actor, what, subject=case.ref, customer_id=case.customer_id, before=before, after=after, why=why, at=now
    )
