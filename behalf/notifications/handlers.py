"""What the outbox does when something happened below: it invites."""

from __future__ import annotations

from behalf.identity import queries as identity
from behalf.identity.events import PersonAdded
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from behalf.notifications import actions


def invite(actor: Actor, event: PersonAdded) -> None:
    """Write to a person who was added, here or to an organization founded here.

    The temporary password is never in it: who added the person hands it on, or the person chooses one of their own.
    """
    with acting(actor):
        person = identity.newcomer(actor, event.org_id, event.person_id)
        if person is None:
            return
        elsewhere = person.organization if event.org_id != actor.org_id else ""
        actions.write(
            actor,
            to=person.email,
            to_name=person.name,
            letter="notifications/letters/invitation.txt",
            context={"by": event.by, "organization": elsewhere, "has_password": person.has_password},
            language=person.language,
            about=("person", event.person_id, person.name),
            key=f"invitation:{person.membership_id}",
            now=event.at,
        )
