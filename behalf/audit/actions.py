"""Appending to the journal: no lock, no read, one insert."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from behalf.audit import rules
from behalf.audit.models import Entry
from behalf.kit.actor import Actor

FACTS = (
    "org_id", "customer_id", "for_customer", "at", "person_id", "person_name", "what", "subject_kind",
    "subject_id", "subject_label", "before", "after", "why", "address",
)  # fmt: skip


def record(
    actor: Actor,
    what: str,
    *,
    subject: tuple[str, object, str],
    at: datetime,
    customer_id: int | None = None,
    for_customer: bool = False,
    before: Any = None,
    after: Any = None,
    why: str = "",
) -> Entry:
    """Write down an act inside the transaction that does it.

    what: the verb in the past tense, ``cases.replied``; subject: (kind, id, label frozen as it is now);
    customer_id: the customer organization it was for; for_customer: whether that customer sees this entry.
    """
    kind, identifier, label = subject
    entry = Entry(
        org_id=actor.org_id,
        customer_id=customer_id,
        for_customer=for_customer,
        at=at,
        person_id=actor.person_id,
        person_name=actor.name,
        what=what,
        subject_kind=kind,
        subject_id=str(identifier),
        subject_label=label[:300],
        before=before,
        after=after,
        why=why,
        address=actor.address,
    )
    entry.digest = rules.digest(facts(entry))
    entry.save(force_insert=True)
    return entry


def facts(entry: Entry) -> dict[str, Any]:
    """What an entry's digest is over."""
    values = {name: getattr(entry, name) for name in FACTS}
    return {**values, "at": entry.at.isoformat(timespec="microseconds")}
