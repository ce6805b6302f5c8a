"""Asking whether the customer is content with how a case was handled, and what the answer does."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from behalf.cases import rules
from behalf.cases.actions._step import Step, locked
from behalf.cases.actions.mailed import hear_mailed
from behalf.cases.events import CaseRated
from behalf.cases.models import Asking, Case, Channel, Kind, Rating
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotFound
from behalf.kit.verbs import action


@action("cases.ask")
def ask(actor: Actor, case_id: int, *, now: datetime) -> Rating | None:
    """Ask the requester of a closed case, once; None when nobody is asked, answered again for the same instant."""
    case = locked(actor, case_id)
    known = Rating.objects.visible_to(actor).filter(case_id=case_id).first()
    if known is not None:
        return known if known.asked_at == now else None
    if not _asks_about(case) or not _is_its_turn(actor, case.contact_email.lower(), now):
        return None
    row = Rating(
        **case.whose(), email=case.contact_email.lower(), name=case.contact_name, language=case.contact_language,
        agent_id=case.assignee_id, agent_name=case.assignee_name, asked_at=now, ends_at=now + rules.RATED_WITHIN,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


@action("cases.ask")
def rate(actor: Actor, rating_id: int, *, good: bool, comment: str = "", again: bool = False, now: datetime) -> Rating:
    """Answer by the key of a letter, in the requester's name; ``again``: the case goes on with the comment."""
    row = Rating.objects.visible_to(actor).filter(pk=rating_id).first()
    if row is None:
        raise NotFound(_("There is no such question."))
    step = Step(actor, locked(actor, row.case_id), now=now)
    step.party = rules.CUSTOMER
    name = row.name or step.case.company
    goes_on = again and not good and step.case.closed_at is not None
    if goes_on and not comment.strip():
        raise Invalid(_("Say what is still wrong."), field="comment")
    _answer(step, row, good=good, comment=comment, by_name=name)
    if goes_on:
        hear_mailed(actor, step.case.pk, body=comment, sender_name=name, now=now)
    return row


@action("cases.own")
def rate_own(actor: Actor, case_id: int, *, good: bool, comment: str = "", now: datetime) -> Rating:
    """Answer in the portal."""
    step = Step(actor, locked(actor, case_id), now=now)
    row = Rating.objects.visible_to(actor).filter(case_id=case_id).first()
    if row is None:
        raise NotFound(_("There is no such question."))
    _answer(step, row, good=good, comment=comment, by_name=actor.name)
    return row


@action("cases.asking")
def set_asking(actor: Actor, *, is_on: bool, every: int, rest_days: int, now: datetime) -> Asking:
    """Choose whether and how often the desk asks."""
    row = _asking(actor)
    row.is_on, row.every, row.rest_days = is_on, every, rest_days
    row.passed %= every
    row.save()
    return row


def _asks_about(case: Case) -> bool:
    """Somebody asked for it, we answered, and the customer sees it; what was noticed by us or misused has no asker."""
    theirs = case.customer_id is not None and case.is_shown and case.merged_into_id is None
    helped = case.status == rules.CLOSED and case.first_answer_at is not None
    return theirs and helped and case.channel != Channel.DESK and case.kind != Kind.FRAUD


def _is_its_turn(actor: Actor, email: str, now: datetime) -> bool:
    asking = _asking(actor)
    lately = Rating.objects.visible_to(actor).filter(asked_at__gt=now - timedelta(days=asking.rest_days))
    if not asking.is_on or (email and lately.filter(email=email).exists()):
        return False
    if asking.every > 1:
        asking.passed = (asking.passed + 1) % asking.every
        asking.save()
    return asking.passed == 0


def _asking(actor: Actor) -> Asking:
    """The desk's choice, locked."""
    known = Asking.objects.visible_to(actor).select_for_update().first()
    return known or Asking(org_id=actor.org_id)


def _answer(step: Step, row: Rating, *, good: bool, comment: str, by_name: str) -> None:
    if step.now > row.ends_at:
        raise Conflict(_("The time to answer this question is over. Thank you all the same."))
    changed = row.good is not good
    row.good, row.comment, row.answered_at = good, comment.strip()[:2000], step.now
    row.save(update_fields=["good", "comment", "answered_at"])
    if changed:
        step.happened("rated_good" if good else "rated_bad", public=True, by_name=by_name)
        case = step.case
        step.announce(CaseRated(case_id=case.pk, org_id=case.org_id, agent_id=row.agent_id, good=good, at=step.now))
    step.save()
    step.record("cases.rated", after={"good": good})
