"""What follows when somebody leaves: they take no more turns on duty."""

from __future__ import annotations

from behalf.agreements import actions
from behalf.identity.events import PersonDeactivated
from behalf.kit.actor import Actor


def person_deactivated(actor: Actor, event: PersonDeactivated) -> None:
    """Take the person out of the rota of the desk (a customer has none)."""
    if actor.tier != "customer":
        actions.leave_duty(actor, person_id=event.person_id, now=event.at)
