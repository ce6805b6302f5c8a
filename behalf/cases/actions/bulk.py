"""The same act on many cases: each by itself, so that one that refuses keeps none of the others."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from behalf.cases import blocks, queries, rules
from behalf.cases.actions._moving import assign_it, change_severity, colleague, take_it
from behalf.cases.actions._reminding import instant
from behalf.cases.actions._step import Step
from behalf.cases.actions._together import together
from behalf.cases.actions.closing import close
from behalf.cases.actions.following import follow, remind
from behalf.cases.actions.merge import merge
from behalf.cases.actions.sending import send
from behalf.cases.actions.work import reopen
from behalf.cases.models import Case, TextBlock
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid, Refusal
from behalf.kit.verbs import action


@dataclass(frozen=True, slots=True)
class Result:
    """What came of the act on one case; ``refused``: the sentence that says why nothing was done.

    batch: the name under which it can be taken back with the others, while it waits to go out. follow_up: the case in
    which it goes on.
    """

    case_id: int
    refused: str = ""
    batch: str = ""
    follow_up: Case | None = None


@action("cases.work")
def assign_all(actor: Actor, ids: Collection[int], *, person_id: int | None, now: datetime) -> list[Result]:
    """Give the cases to a colleague, or put them back into the queue."""
    name = colleague(actor, person_id)
    return _together(actor, ids, lambda step: assign_it(step, person_id, name), now)


@action("cases.work")
def take_all(actor: Actor, ids: Collection[int], *, now: datetime) -> list[Result]:
    """Make them one's own."""
    return _together(actor, ids, take_it, now)


@action("cases.work")
def set_severity_all(actor: Actor, ids: Collection[int], *, severity: str, why: str, now: datetime) -> list[Result]:
    """Change how urgent they are, for one reason."""
    return _together(actor, ids, lambda step: change_severity(step, severity=severity, why=why), now)


@action("cases.work")
def reply_all(
    actor: Actor,
    ids: Collection[int],
    *,
    body: str,
    block_id: int | None = None,
    wait: bool = False,
    now: datetime,
) -> list[Result]:
    """Answer each with the same text, its places filled with what is known of that case.

    block_id: with this text block, unless something else is written; a macro does all that it does.
    """
    batch = secrets.token_hex(8)
    if block_id is not None:
        block = TextBlock.objects.visible_to(actor).filter(pk=block_id).first()
        if block is None:
            raise Invalid(_("There is no such text block."), field="block_id")
        said = body.strip() or block.body

        def use(case_id: int) -> Result:
            row = send(actor, case_id, kind="macro", block_id=block_id, body=said, wait=wait, batch=batch, now=now)
            return Result(case_id, batch=row.batch if row else "")

        return _each(ids, use)
    if wrong := blocks.unknown(body):
        raise Invalid(_("Unknown in the text: %(names)s") % {"names": ", ".join(wrong)}, field="body")
    known = queries.variables(actor, ids)

    def answer(case_id: int) -> Result:
        said = blocks.fill(body, known.get(case_id, {}))
        row = send(actor, case_id, body=said, wait=wait, batch=batch, now=now)
        return Result(case_id, batch=row.batch if row else "")

    return _each(ids, answer)


@action("cases.work")
def close_all(actor: Actor, ids: Collection[int], *, why: str, now: datetime) -> list[Result]:
    """Close them without consent, for a reason that each customer may read."""
    return _each(ids, lambda case_id: close(actor, case_id, why=why, now=now))


@action("cases.work")
def reopen_all(actor: Actor, ids: Collection[int], *, why: str, now: datetime) -> list[Result]:
    """Go on with them, for one reason; what was closed too long ago goes on in a new case each."""

    def go_on(case_id: int) -> Result:
        case = reopen(actor, case_id, why=why, now=now)
        return Result(case_id, follow_up=case if case.pk != case_id else None)

    return _each(ids, go_on)


@action("cases.work")
def follow_all(actor: Actor, ids: Collection[int], *, follows: bool = True, now: datetime) -> list[Result]:
    """Be told of what happens on them from now on, or not any more."""
    return _each(ids, lambda case_id: follow(actor, case_id, follows=follows, now=now))


@action("cases.work")
def remind_all(
    actor: Actor, ids: Collection[int], *, choice: str, at: datetime | None = None, word: str = "", now: datetime
) -> list[Result]:
    """Have a notice of each come at the same instant; Invalid for one that is not to come."""
    instant(actor, choice, at, now)

    def one(case_id: int) -> Result:
        remind(actor, case_id, choice=choice, at=at, word=word, now=now)
        return Result(case_id)

    return _each(ids, one)


@action("cases.work")
def merge_all(actor: Actor, ids: Collection[int], *, into_id: int, now: datetime) -> list[Result]:
    """Merge all of them into one of them."""
    if into_id not in ids:
        raise Invalid(_("Choose which of them goes on."), field="into_id")
    return _each(set(ids) - {into_id}, lambda case_id: merge(actor, case_id, into_id=into_id, now=now))


def _together(actor: Actor, ids: Collection[int], act: Callable[[Step], None], now: datetime) -> list[Result]:
    """Where the act only moves the case, they are written together."""
    _must_be_some(ids)
    refused = together(actor, ids, act, now=now)
    return [Result(case_id, why) for case_id, why in refused.items()]


def _each(ids: Collection[int], act: Callable[[int], object]) -> list[Result]:
    """One after the other, in one order, so that two who do the same do not wait for each other."""
    _must_be_some(ids)
    return list(_results(sorted(ids), act))


def _must_be_some(ids: Collection[int]) -> None:
    if not ids:
        raise Invalid(_("Choose at least one case."))
    if len(ids) > rules.MOST_AT_ONCE:
        raise Invalid(_("Choose at most %(count)d cases at once.") % {"count": rules.MOST_AT_ONCE})


def _results(ids: list[int], act: Callable[[int], object]) -> Iterator[Result]:
    for case_id in ids:
        try:
            with transaction.atomic():
                done = act(case_id)
        except Refusal as refusal:
            yield Result(case_id, refusal.message)
        else:
            yield done if isinstance(done, Result) else Result(case_id)
