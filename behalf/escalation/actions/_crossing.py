"""How a word crosses the tier; the verbs around it decide whether it may."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from behalf.cases.models import Case
from behalf.escalation import rules
from behalf.escalation.events import OperatorSpoke, ResellerSpoke
from behalf.escalation.models import Escalation, ExchangeMessage, Intake
from behalf.kit import marks
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
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
    catch_up(actor, side, now=now)
    told = OperatorSpoke if isinstance(side, Intake) else ResellerSpoke
    announce(actor, told(message_id=message.pk, from_org_id=actor.org_id, to_org_id=other, at=now))
    return message


def catch_up(actor: Actor, side: Escalation | Intake, *, now: datetime) -> None:
    """Bring one side's own row, which the caller has locked, to what all words say that have crossed so far."""
    rows = ExchangeMessage.objects.visible_to(actor).filter(dossier_id=side.dossier_id).order_by("id")
    stands = rules.standing(rules.Word(*row) for row in rows.values_list("kind", "at", "reason"))
    side.state, side.inappropriate_reason = stands.state, stands.reason
    side.changed_at = max(side.changed_at, now)
    fields = ["state", "inappropriate_reason", "changed_at"]
    if isinstance(side, Escalation):
        side.ended_at = stands.ended_at
        fields.append("ended_at")
    side.save(update_fields=fields)
    if side.case_id is not None:  # its pages show the exchange, too, and not every word changes the case
        marks.mark(actor, "case", side.case_id)


def hold(actor: Actor, case_id: int) -> None:
    """Lock a case before its gate is looked at, so that two people who send it come one after the other."""
    if Case.objects.visible_to(actor).select_for_update().filter(pk=case_id).first() is None:
        raise NotFound(_("There is no such case."))
