"""What the outbox does when something happened below: it invites."""

from __future__ import annotations

from behalf.identity import queries as identity
from behalf.identity.events import PersonAdded
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from behalf.notifications import actions


def invite(actor: Actor, event: PersonAdded) -> None:
    """Write to a person who was added; the temporary password is never in it."""
    with acting(actor):
        person = identity.contact(actor, event.person_id)
        if person is None:
            return
        actions.write(
            actor,
            to=person.email,
            to_name=person.name,
            letter="notifications/letters/invitation.txt",
            context={"by": event.by, "has_password": not person.must_change_password},
            language=person.language,
            about=("person", person.person_id, person.name),
            key=f"invitation:{person.membership_id}",
            now=event.at,
        )
