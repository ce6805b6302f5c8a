"""The sealer: binds finished entries into each organization's chain, and the check of a chain.

An entry may be sealed once no older transaction can still add one before it, so the order in the chain is the
order of ids among finished transactions. An advisory lock per organization keeps two sealers apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from django.conf import settings
from django.db import connection, transaction

from behalf.audit import actions, rules
from behalf.audit.models import Entry, Pending, Seal

BATCH = 1000
LOCK_SPACE = 7041  # advisory locks of the sealer; the second key is the organization


def seal_all(*, now: datetime) -> int:
    """Seal whatever can be sealed in every organization; returns how many entries. Runs as the worker's login."""
    orgs = Pending.objects.order_by("org_id").values_list("org_id", flat=True).distinct()
    return sum(seal(org_id, now=now) for org_id in list(orgs))


def seal(org_id: int, *, now: datetime) -> int:
    """Append one batch of an organization's finished entries to its chain; 0 when another sealer is at it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", [LOCK_SPACE, org_id])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(
            "select entry_id, digest from audit_pending where org_id = %s "
            "and xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint order by entry_id limit %s",
            [org_id, BATCH],
        )
        ready = cursor.fetchall()
        last = Seal.objects.filter(org_id=org_id).order_by("-seq").first()
        Seal.objects.bulk_create(_links(org_id, ready, last, now))
        Pending.objects.filter(entry_id__in=[entry_id for entry_id, _ in ready]).delete()
    return len(ready)


def _links(org_id: int, ready: list[tuple[int, str]], last: Seal | None, now: datetime) -> Iterator[Seal]:
    before, seq = (last.hash, last.seq) if last else (rules.START, 0)
    for entry_id, digest in ready:
        seq += 1
        before = rules.chained(key(), org_id, seq, entry_id, digest, before)
        yield Seal(org_id=org_id, seq=seq, entry_id=entry_id, digest=digest, hash=before, sealed_at=now)


def oldest_unsealed() -> datetime | None:
    """Since when the longest waiting entry waits for its seal; asked through a function, for web sees no queue."""
    with connection.cursor() as cursor:
        cursor.execute("select audit_oldest_pending()")
        return cast("datetime | None", cursor.fetchone()[0])


def forget_transactions() -> int:
    """After a restore: the waiting entries' transactions belong to another cluster, and all of them are finished."""
    return Pending.objects.update(xid=0)


def key() -> bytes:
    """The secret that the chain is keyed by; it lives outside the database."""
    return bytes(settings.BEHALF_AUDIT_KEY, "utf-8")


def heads() -> dict[int, tuple[int, str]]:
    """The newest link of each organization: org -> (seq, hash). To be exported and kept elsewhere."""
    newest = Seal.objects.order_by("org_id", "-seq").distinct("org_id")
    return {seal.org_id: (seal.seq, seal.hash) for seal in newest}


def verify(org_id: int, *, head: tuple[int, str] | None = None) -> rules.Fault | None:
    """The first fault in an organization's chain, or None. Runs as ``behalf_owner``, who sees every row.

    head: a link exported earlier; when the chain no longer reaches or contains it, its tail was cut.
    """
    with _one_moment():
        return _verified(org_id, head)


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything inside is read as it stands now: an entry sealed between two reads would look inserted."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        yield


def _verified(org_id: int, head: tuple[int, str] | None) -> rules.Fault | None:
    seals = Seal.objects.filter(org_id=org_id).order_by("seq")
    links = [rules.Link(seal.seq, seal.entry_id, seal.digest, seal.hash) for seal in seals.iterator()]
    rows = Entry.objects.everywhere(reason="the whole chain is checked").filter(org_id=org_id)
    entries = {entry.pk: rules.digest(actions.facts(entry)) for entry in rows.iterator()}
    pending = dict(Pending.objects.filter(org_id=org_id).values_list("entry_id", "digest"))
    if fault := rules.first_fault(key(), org_id, links, entries, pending):
        return fault
    if head and not any((link.seq, link.hash) == head for link in links):
        return rules.Fault(head[0], None, "the exported head is not in the chain: its tail was cut")
    return None


def organizations() -> list[int]:
    """Every organization that has a journal. Runs as ``behalf_owner``."""
    rows = Entry.objects.everywhere(reason="the whole chain is checked")
    sealed = set(Seal.objects.values_list("org_id", flat=True).distinct())
    return sorted(set(rows.values_list("org_id", flat=True).distinct()) | sealed)
