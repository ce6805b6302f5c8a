"""How a word crosses the tier; the verbs around it decide whether it may."""

from __future__ import annotations

from datetime import datetime

from behalf.escalation import rules
from behalf.escalation.events import OperatorSpoke, ResellerSpoke
from behalf.escalation.models import Escalation, ExchangeMessage, Intake
from behalf.kit.actor import Actor
from behalf.kit.events import announce


def speak(
    actor: Actor,
    side: Escalation | Intake,
    *,
    kind: str,
    body: str,
    key: str,
    author_name: str = "",
    reason: str = "",
    now: datetime,
) -> ExchangeMessage:
    """Write a word into the exchange, move our side's state, tell the other side."""
    other = side.reseller_id if isinstance(side, Intake) else side.dossier.to_org_id
    message = ExchangeMessage(
        from_org_id=actor.org_id,
        to_org_id=other,
        dossier_id=side.dossier_id,
        kind=kind,
        reason=reason,
        body=body.strip(),
        author_name=author_name or actor.name,
        at=now,
        key=key,
    )
    message.save(force_insert=True)
    move(side, kind, reason=reason, now=now)
    told = OperatorSpoke if isinstance(side, Intake) else ResellerSpoke
    announce(actor, told(message_id=message.pk, from_org_id=actor.org_id, to_org_id=other, at=now))
    return message


def move(side: Escalation | Intake, kind: str, *, reason: str = "", now: datetime) -> None:
    """Bring one side's own row to the state after a word of this kind."""
    side.state = rules.AFTER[kind]
    side.changed_at = now
    fields = ["state", "changed_at"]
    if reason:
        side.inappropriate_reason = reason
        fields.append("inappropriate_reason")
    if isinstance(side, Escalation):
        side.ended_at = now if side.state in rules.ENDED else None
        fields.append("ended_at")
    side.save(update_fields=fields)
