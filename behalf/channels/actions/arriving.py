"""A mail is kept before it is read, and claimed before it is looked at."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_noop

from behalf.channels import rules
from behalf.channels.actions._telling import tell_held
from behalf.channels.models import Arrival, Outcome, step
from behalf.kit import jobs
from behalf.kit.actor import Actor
from behalf.kit.verbs import action

DRAIN = "channels.drain"
LOST = gettext_noop("Three looks at this mail ended with the whole process, so nobody looks at it again by itself.")


@action("channels.take")
def receive(
    actor: Actor, raw: bytes, *, address: str, envelope_from: str, came_by: str, size: int | None = None, now: datetime
) -> int:
    """Keep a mail as it came; when this returns, it cannot be lost any more.

    size: of the whole mail, when ``raw`` is its head alone.
    """
    row = Arrival(
        org_id=actor.org_id, address=address[:254], envelope_from=_plain(envelope_from)[:320], came_by=came_by, raw=raw,
        size=len(raw) if size is None else size, received_at=now,
    )  # fmt: skip
    row.save(force_insert=True)
    jobs.defer(actor, DRAIN, once=f"{DRAIN}:{actor.org_id}")
    return row.pk


@action("channels.take")
def claim(actor: Actor, *, now: datetime) -> list[int]:
    """The next mails to look at, counted as looked at before anybody does.

    One whose look ended with the process is looked at alone, and the third time it is left to a human.
    """
    rows = Arrival.objects.visible_to(actor).filter(outcome=Outcome.WAITING).order_by("pk")
    waiting = list(rows.select_for_update(skip_locked=True).values_list("pk", "attempts", "size")[: rules.BATCH])
    lost = [pk for pk, attempts, _size in waiting if attempts >= rules.ATTEMPTS]
    if lost:
        rows.filter(pk__in=lost).update(
            outcome=Outcome.HELD, why=LOST, decided_at=now, steps=[step(1, "process", Outcome.HELD, LOST)]
        )
        tell_held(actor, now=now)
    alive = [(pk, attempts) for pk, attempts, _size in waiting if attempts < rules.ATTEMPTS]
    alone = [pk for pk, attempts in alive if attempts >= rules.ALONE_AFTER]
    taken = alone[:1] or _fitting(waiting, [pk for pk, _attempts in alive])
    for attempts in range(rules.ATTEMPTS):
        same = [pk for pk, seen in alive if seen == attempts and pk in taken]
        if same:
            rows.filter(pk__in=same).update(attempts=attempts + 1)
    return taken or (claim(actor, now=now) if lost else [])


@action("channels.take")
def release(actor: Actor, arrival_ids: list[int]) -> None:
    """Take a claim back: the mails were not to blame that nobody could look at them."""
    rows = Arrival.objects.visible_to(actor).filter(pk__in=arrival_ids, outcome=Outcome.WAITING, attempts__gt=0)
    rows.update(attempts=F("attempts") - 1)


def _fitting(waiting: list[tuple[int, int, int]], wanted: list[int]) -> list[int]:
    """As many of the wanted as fit into memory together; the first always does."""
    room, taken = rules.BATCH_BYTES, list[int]()
    for pk, _attempts, size in waiting:
        if pk in wanted:
            room -= size
            if taken and room < 0:
                break
            taken.append(pk)
    return taken


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\x00", "")
