"""What the cases room does when a lower room announced something."""

from __future__ import annotations

from behalf.cases import actions
from behalf.identity.events import PersonDeactivated
from behalf.kit.actor import Actor


def person_deactivated(actor: Actor, event: PersonDeactivated) -> None:
    """Somebody left: their open cases go back to the queue (a customer's people have none)."""
    if actor.tier != "customer":
        actions.release(actor, person_id=event.person_id, now=event.at)
