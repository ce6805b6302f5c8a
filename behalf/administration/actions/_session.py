"""What the actions share about sessions: finding the open one, ending some, writing each step into the record."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from behalf.administration.models import NOBODY, Delegation, OnBehalfSession, Step
from behalf.audit import actions as audit
from behalf.catalog.models import Service
from behalf.customers import queries as customers
from behalf.customers.models import Account
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, NotFound
from behalf.subscriptions import queries as subscriptions


def end_all(
    actor: Actor,
    sessions: models.QuerySet[OnBehalfSession],
    *,
    how: OnBehalfSession.Ended,
    now: datetime,
    before: datetime | None = None,
) -> int:
    """End those that are open (with ``before``: whose time had come by then), each recorded; answers how many."""
    rows = sessions.filter(ended_at=None).select_for_update(of=("self",), no_key=True).select_related("service")
    if before is not None:
        rows = rows.filter(ends_at__lte=before)
    ended = list(rows.order_by("pk"))
    for session in ended:
        late = session.ends_at <= now
        session.ended_at = min(session.ends_at, now)
        session.ended_how = OnBehalfSession.Ended.TIME if late else how
        session.ended_by_name = "" if late or actor.is_system else actor.name
        session.save(update_fields=["ended_at", "ended_how", "ended_by_name"])
        note(actor, session, Step.Kind.ENDED, remark=session.ended_how, now=session.ended_at)
        record(actor, "administration.session_ended", session, now=now, after={"how": session.ended_how})
    return len(ended)


def open_session(actor: Actor, account_id: int, service_id: int, *, now: datetime) -> OnBehalfSession:
    """The agent's open session in a service, locked; without one, or without delegation, nothing is done."""
    customers.account(actor, account_id)
    must_be_delegated(actor, account_id, service_id)  # first: its removal locks it first, too, and ends the sessions
    found = running(actor, account_id, service_id, now=now).first()
    if found is None:
        raise Conflict(_("The session is over. Open the service again and say why."))
    return found


def service_of(actor: Actor, account: Account, service_id: int) -> Service:
    """The service, when this customer subscribes to it; NotFound otherwise."""
    if not any(each.service_id == service_id for each in subscriptions.services_of(actor, account.pk)):
        raise NotFound(_("This customer does not subscribe to that service."))
    return Service.objects.visible_to(actor).get(pk=service_id)


def must_be_delegated(actor: Actor, account_id: int, service_id: int) -> None:
    """Refuse without delegation; holds the row, so that taking it back waits for us or we for it."""
    rows = Delegation.objects.visible_to(actor).filter(account_id=account_id, service_id=service_id, removed_at=None)
    if rows.select_for_update(no_key=True).first() is None:
        raise Conflict(
            _("The customer has not delegated the administration of this service. Ask its administrator to grant it.")
        )


def note(
    actor: Actor,
    session: OnBehalfSession,
    kind: Step.Kind,
    *,
    change_id: int | None = None,
    remark: str = "",
    now: datetime,
) -> None:
    """Add a step to the record that the customer reads."""
    Step(
        reseller_id=session.reseller_id,
        customer_id=session.customer_id,
        account_id=session.account_id,
        session=session,
        service_id=session.service_id,
        change_id=change_id,
        kind=kind,
        note=remark,
        by_name="" if actor.is_system else actor.name,
        at=now,
    ).save(force_insert=True)


def mine(actor: Actor, account_id: int, service_id: int | None) -> models.QuerySet[OnBehalfSession]:
    rows = OnBehalfSession.objects.visible_to(actor).filter(account_id=account_id, agent_id=actor.person_id or NOBODY)
    return rows if service_id is None else rows.filter(service_id=service_id)


def running(
    actor: Actor, account_id: int, service_id: int | None, *, now: datetime, locked: bool = True
) -> models.QuerySet[OnBehalfSession]:
    rows = mine(actor, account_id, service_id).filter(ended_at=None, ends_at__gt=now)
    if locked:
        rows = rows.select_for_update(of=("self",), no_key=True)
    return rows.select_related("service").order_by("pk")


def record(
    actor: Actor, what: str, session: OnBehalfSession, *, now: datetime, after: dict[str, str] | None = None
) -> None:
    audit.record(
        actor,
        what,
        subject=("on_behalf_session", session.pk, session.service.name),
        customer_id=session.customer_id,
        for_customer=True,
        why=" · ".join(part for part in (session.about_label, session.reason) if part),
        after=after,
        at=now,
    )
