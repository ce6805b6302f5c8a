"""On-behalf sessions: begun with a reason, extended by hand, ended by hand, by time or because the right is gone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from behalf.administration import deciding
from behalf.administration.actions._session import (
    end_all,
    mine,
    must_be_delegated,
    note,
    open_session,
    record,
    running,
    service_of,
)
from behalf.administration.models import OnBehalfSession, Step
from behalf.customers import queries as customers
from behalf.customers.models import whose
from behalf.kit import jobs
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotAllowed
from behalf.kit.references import Reference
from behalf.kit.verbs import action


@action("administration.act")
def begin(
    actor: Actor, account_id: int, service_id: int, *, reason: str = "", about: Reference | None = None, now: datetime
) -> OnBehalfSession:
    """Open a session of 60 minutes in one service of one customer, for a reason or a case.

    An open one of the same agent is answered as it is: two clicks open one session.
    """
    if actor.person_id is None:
        raise NotAllowed(_("Only a person can act for a customer."))
    account = customers.account(actor, account_id)
    if not (reason.strip() or about):
        raise Invalid(_("Say why you act for this customer, or name the case."), field="reason")
    service = service_of(actor, account, service_id)
    must_be_delegated(actor, account_id, service_id)
    end_all(actor, mine(actor, account_id, service_id), how=OnBehalfSession.Ended.TIME, now=now, before=now)
    kind, identifier, label = about or ("", "", "")
    session = OnBehalfSession(
        **whose(account),
        service=service,
        agent_id=actor.person_id,
        agent_name=actor.name,
        reason=reason.strip(),
        about_kind=kind,
        about_id=identifier,
        about_label=label,
        started_at=now,
        ends_at=now + deciding.SESSION,
    )
    try:
        with transaction.atomic():
            session.save(force_insert=True)
    except IntegrityError:
        return mine(actor, account_id, service_id).get(ended_at=None)
    note(actor, session, Step.Kind.BEGAN, now=now)
    record(actor, "administration.session_began", session, now=now)
    _defer_end(actor, session)
    return session


@action("administration.act")
def extend(actor: Actor, account_id: int, *, service_id: int | None = None, now: datetime) -> int:
    """Let the agent's open sessions with this customer (or the one in a service) run 60 minutes from now."""
    customers.account(actor, account_id)
    for each in running(actor, account_id, service_id, now=now, locked=False):
        must_be_delegated(actor, account_id, each.service_id)  # locked before its sessions, as its removal does
    extended = list(running(actor, account_id, service_id, now=now))
    if not extended:
        raise Conflict(_("The session is over. Open the service again and say why."))
    for session in extended:
        session.ends_at, session.extended = now + deciding.SESSION, session.extended + 1
        session.save(update_fields=["ends_at", "extended"])
        note(actor, session, Step.Kind.EXTENDED, now=now)
        record(actor, "administration.session_extended", session, now=now)
        _defer_end(actor, session)
    return len(extended)


@action("administration.act")
def end(actor: Actor, account_id: int, *, service_id: int | None = None, now: datetime) -> int:
    """End the agent's own sessions with this customer (or the one in a service); ending twice is no harm."""
    customers.account(actor, account_id)
    return end_all(actor, mine(actor, account_id, service_id), how=OnBehalfSession.Ended.BY_HAND, now=now)


@action("administration.act")
def hand_over(actor: Actor, account_id: int, service_id: int, *, now: datetime) -> None:
    """Record that the agent goes on in the provider's own portal, where we cannot see what is done."""
    session = open_session(actor, account_id, service_id, now=now)
    note(actor, session, Step.Kind.HANDED_OVER, now=now)
    record(actor, "administration.handed_over", session, now=now)


@action("administration.follow")
def end_expired(actor: Actor, session_id: int, *, now: datetime) -> None:
    """Write down that a session's time is over; one that was extended meanwhile goes on."""
    rows = OnBehalfSession.objects.visible_to(actor).filter(pk=session_id)
    end_all(actor, rows, how=OnBehalfSession.Ended.TIME, now=now, before=now)


@action("administration.follow")
def end_of_person(actor: Actor, person_id: int, *, now: datetime) -> int:
    """End all on-behalf work of a person who was deactivated."""
    rows = OnBehalfSession.objects.visible_to(actor).filter(agent_id=person_id)
    return end_all(actor, rows, how=OnBehalfSession.Ended.DEACTIVATED, now=now)


def _defer_end(actor: Actor, session: OnBehalfSession) -> None:
    after = session.ends_at + timedelta(seconds=5)  # clocks of two machines differ a little
    jobs.defer(actor, "administration.end_expired", at=after, session_id=session.pk)
