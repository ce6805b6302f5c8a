"""Keeping what the provider said of a customer's settings, and that an agent looked."""

from __future__ import annotations

from datetime import datetime

from behalf.administration.actions._session import note, open_session
from behalf.administration.actions._state import Readings, store
from behalf.administration.models import Step
from behalf.audit import actions as audit
from behalf.kit.actor import Actor
from behalf.kit.verbs import action


@action("administration.act")
def keep_reading(
    actor: Actor, account_id: int, service_id: int, *, readings: Readings | None, trouble: str = "", now: datetime
) -> None:
    """Keep a reading of all settings of a service, made in the agent's open session.

    Without ``readings`` the provider gave none and ``trouble`` says why: every setting is then one that could not be
    read, which is no finding, and the record says that the look failed.
    """
    session = open_session(actor, account_id, service_id, now=now)
    store(session, session.service.code, readings, trouble=trouble, now=now)
    note(actor, session, Step.Kind.READ_SETTINGS, remark="" if readings is not None else "failed", now=now)
    audit.record(
        actor,
        "administration.settings_read",
        subject=("service", service_id, session.service.name),
        customer_id=session.customer_id,
        for_customer=True,
        after={"trouble": trouble} if trouble else None,
        why=session.why,
        at=now,
    )


@action("administration.act")
def read_users(actor: Actor, account_id: int, service_id: int, *, now: datetime) -> None:
    """Record, once in a session, that the agent looks at the customer's users and licences."""
    session = open_session(actor, account_id, service_id, now=now)
    steps = Step.objects.visible_to(actor).filter(session=session, kind=Step.Kind.READ_USERS)
    if steps.exists():
        return
    note(actor, session, Step.Kind.READ_USERS, now=now)
    audit.record(
        actor,
        "administration.users_read",
        subject=("service", service_id, session.service.name),
        customer_id=session.customer_id,
        for_customer=True,
        why=session.why,
        at=now,
    )
