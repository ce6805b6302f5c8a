"""One look at a mail that came: read it, ask the chain, and do what follows, all in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from behalf.channels import queries, rules
from behalf.channels.actions._desk import Desk
from behalf.channels.actions._following import Following
from behalf.channels.actions._telling import tell_held
from behalf.channels.models import Arrival, Outcome, step
from behalf.channels.reading import deciding
from behalf.channels.reading.deciding import Decision, Ours
from behalf.channels.reading.letter import Read
from behalf.channels.reading.reader import read
from behalf.kit.actor import Actor
from behalf.kit.verbs import action

DECIDED = (
    "outcome", "word", "why", "why_facts", "steps", "key", "message_id", "sender", "sender_name", "subject", "case",
    "decided_at",
)  # fmt: skip

TOO_LARGE = gettext_noop("it has %(size)s MB, so only its head was fetched; the whole lies on the mail server")


@action("channels.take")
def take(actor: Actor, arrival_ids: Sequence[int], *, now: datetime) -> int:
    """Look at these mails, each behind a savepoint, and say how many were still waiting."""
    ours = Ours(queries.own_addresses(actor), lambda text: rules.our_id(settings.SECRET_KEY, text) is not None)
    waiting = Arrival.objects.visible_to(actor).filter(pk__in=arrival_ids, outcome=Outcome.WAITING)
    rows, desk = list(waiting.order_by("pk").select_for_update()), Desk(actor)
    mails = [read(bytes(row.raw)) for row in rows]
    for row, mail in zip(rows, mails, strict=True):
        _describe(row, mail)
    keys = [rules.same_mail(mail.message_id, row.sender, bytes(row.raw)) for row, mail in zip(rows, mails, strict=True)]
    desk.expect(rows, keys)
    for row, mail, key in zip(rows, mails, keys, strict=True):
        with transaction.atomic():
            _look(desk, row, mail, key, ours, now)
    if any(row.outcome == Outcome.HELD for row in rows):
        tell_held(actor, now=now)
    return len(rows)


def _look(desk: Desk, row: Arrival, mail: Read, key: str, ours: Ours, now: datetime) -> None:
    decision = deciding.decide(mail, ours)
    look = 1 + max((int(each["look"]) for each in row.steps), default=0)
    row.steps = [
        *row.steps,
        *(step(look, reason.rule, reason.word, reason.why, reason.facts) for reason in decision.reasons),
    ]
    row.steps += [step(look, "reading", "", why) for why in mail.cut]
    following = Following(desk, row, mail, look=look, now=now)
    if desk.came_before(key):
        following.end(Outcome.DUPLICATE, "same mail", gettext_noop("a mail with this id came from this sender before"))
    else:
        row.key = key
        _follow(following, decision)
    row.word, row.decided_at = decision.word, now
    row.save(update_fields=DECIDED)


def _describe(row: Arrival, mail: Read) -> None:
    row.message_id = mail.message_id[:300]
    row.subject = mail.subject[:300]
    if mail.sender:
        row.sender, row.sender_name = mail.sender.address[:320], mail.sender.name[:200]


def _follow(following: Following, decision: Decision) -> None:
    last = decision.reasons[-1]
    match decision.word:
        case deciding.PERSON if following.row.size > rules.LARGEST:
            following.end(Outcome.HELD, "reading", TOO_LARGE, {"size": following.row.size // 2**20})
        case deciding.PERSON:
            following.person()
        case deciding.HELD:
            following.end(Outcome.HELD, "held", last.why, last.facts)
        case deciding.BOUNCE | deciding.TEMPORARY:
            following.returned(temporary=decision.word == deciding.TEMPORARY)
        case deciding.AUTO:
            following.automatic()
        case deciding.LIST if following.knows_sender():
            following.end(Outcome.HELD, "known sender", gettext_noop("a list brought it, but a customer wrote it"))
        case _:
            following.end(Outcome.DROPPED, last.rule, last.why, last.facts)
