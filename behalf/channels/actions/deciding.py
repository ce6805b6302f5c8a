"""What a human decides about a mail that was held: a case, a place on one, away with it, or another look."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from behalf.audit import actions as audit
from behalf.channels import queries
from behalf.channels.actions._desk import Desk
from behalf.channels.actions._following import Following
from behalf.channels.actions.arriving import DRAIN
from behalf.channels.actions.taking import DECIDED
from behalf.channels.models import Arrival, Outcome
from behalf.channels.reading.reader import read
from behalf.customers import queries as customers
from behalf.kit import jobs
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotFound
from behalf.kit.verbs import action


@action("channels.decide")
def accept(actor: Actor, arrival_id: int, *, account_id: int, now: datetime) -> int:
    """Open a case for this customer from a mail that was held; answers the case."""
    row, following = _held(actor, arrival_id, now)
    if not row.sender:
        raise Invalid(_("The mail names no sender, so there is nobody to answer. Attach it to a case."), field=None)
    case_id = following.open(customers.account(actor, account_id))
    _keep(actor, row, "mail.accepted", now)
    return case_id


@action("channels.decide")
def attach(actor: Actor, arrival_id: int, *, number: str, now: datetime) -> int:
    """Put a mail that was held onto a case, by its number; answers the case."""
    row, following = _held(actor, arrival_id, now)
    case_id = queries.case_of_number(actor, [number.strip().upper()])
    if case_id is None:
        raise Invalid(_("There is no case with this number."), field="number")
    following.join(case_id)
    _keep(actor, row, "mail.attached", now)
    return int(row.case_id or case_id)


@action("channels.decide")
def discard(actor: Actor, arrival_id: int, *, now: datetime) -> None:
    """Do nothing with a mail that was held; it stays in the list of what came."""
    row, following = _held(actor, arrival_id, now)
    following.end(Outcome.DISCARDED, "by hand", gettext_noop("discarded by hand"))
    _keep(actor, row, "mail.discarded", now)


@action("channels.decide")
def replay(actor: Actor, arrival_id: int, *, now: datetime) -> None:
    """Have the chain look again at a mail that opened and joined nothing, as things stand now."""
    row = _locked(actor, arrival_id)
    if row.outcome not in (Outcome.HELD, Outcome.DROPPED, Outcome.DISCARDED):
        raise Conflict(_("Only a mail that came to nothing can be looked at again."))
    row.outcome, row.why, row.key, row.attempts, row.case_id = Outcome.WAITING, "", None, 0, None
    _keep(actor, row, "mail.replayed", now)
    jobs.defer(actor, DRAIN, once=f"{DRAIN}:{actor.org_id}")


def _held(actor: Actor, arrival_id: int, now: datetime) -> tuple[Arrival, Following]:
    row = _locked(actor, arrival_id)
    if row.outcome != Outcome.HELD:
        raise Conflict(_("Somebody decided about this mail already."))
    look = 1 + max((int(each["look"]) for each in row.steps), default=0)
    following = Following(Desk(actor), row, read(bytes(row.raw)), look=look, now=now)
    following.note("by hand", "", gettext_noop("%(name)s decided"), {"name": actor.name})
    return row, following


def _locked(actor: Actor, arrival_id: int) -> Arrival:
    row = Arrival.objects.visible_to(actor).select_for_update().filter(pk=arrival_id).first()
    if row is None:
        raise NotFound(_("There is no such mail."))
    return row


def _keep(actor: Actor, row: Arrival, what: str, now: datetime) -> None:
    row.decided_at, row.decided_by = now, actor.name[:200]
    row.save(update_fields=(*DECIDED, "attempts", "decided_by"))
    audit.record(actor, what, subject=row.ref, after={"outcome": row.outcome}, at=now)
