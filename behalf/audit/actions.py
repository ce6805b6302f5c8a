"""Appending to the journal: no lock, no read, one insert."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from behalf.audit import rules
from behalf.audit.models import Entry
from behalf.kit.actor import Actor
from behalf.kit.statements import put

FACTS = (
    "org_id", "customer_id", "for_customer", "at", "person_id", "person_name", "what", "subject_kind",
    "subject_id", "subject_label", "before", "after", "why", "address",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """An act to be written down together with others; its fields are as ``record`` has them."""

    what: str
    subject: tuple[str, object, str]
    customer_id: int | None = None
    for_customer: bool = False
    before: Any = None
    after: Any = None
    why: str = ""


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
    entry = _entry(actor, Act(what, subject, customer_id, for_customer, before, after, why), at)
    put([entry])
    return entry


def record_all(actor: Actor, acts: Iterable[Act], *, at: datetime) -> None:
    """Write down many acts at once, each an entry of its own."""
    put([_entry(actor, act, at) for act in acts])


def facts(entry: Entry) -> dict[str, Any]:
    """What an entry's digest is over."""
    values = {name: getattr(entry, name) for name in FACTS}
    return {**values, "at": entry.at.isoformat(timespec="microseconds")}


def _entry(actor: Actor, act: Act, at: datetime) -> Entry:
    kind, identifier, label = act.subject
    entry = Entry(
        org_id=actor.org_id,
        customer_id=act.customer_id,
        for_customer=act.for_customer,
        at=at,
        person_id=actor.person_id,
        person_name=actor.name,
        what=act.what,
        subject_kind=kind,
        subject_id=str(identifier),
        subject_label=label[:300],
        before=act.before,
        after=act.after,
        why=act.why,
        address=actor.address,
    )
    entry.digest = rules.digest(facts(entry))
    return entry
