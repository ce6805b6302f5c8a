"""On-behalf sessions: those that run, and those that were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from behalf.administration import deciding
from behalf.administration.models import NOBODY, OnBehalfSession
from behalf.catalog.models import Service
from behalf.kit.actor import Actor
from behalf.kit.statements import asked, made, selecting, width
from behalf.kit.verbs import query


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as its pages show it; ``ended_how`` is empty while it runs."""

    id: int
    account_id: int
    service_id: int
    service: str
    agent_id: int
    agent_name: str
    reason: str
    about: tuple[str, str, str]
    started_at: datetime
    ends_at: datetime
    extended: int
    ended_at: datetime | None
    ended_how: str
    ended_by: str

    @property
    def why(self) -> str:
        """The case, else the reason given."""
        return self.about[2] or self.reason

    def is_open(self, now: datetime) -> bool:
        """Whether it still runs."""
        return deciding.is_open(self.ended_at, self.ends_at, now)


@query("administration.read")
def sessions(
    actor: Actor, account_id: int, *, service_id: int | None = None, before: int | None = None, limit: int = 25
) -> list[SessionRow]:
    """The reseller's sessions at one customer, the latest first."""
    rows = OnBehalfSession.objects.visible_to(actor).filter(account_id=account_id)
    if service_id is not None:
        rows = rows.filter(service_id=service_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_row(row, actor) for row in rows.select_related("service").order_by("-pk")[:limit]]


@query("administration.read")
def open_sessions(actor: Actor, account_id: int, *, now: datetime) -> list[SessionRow]:
    """The actor's own running sessions with one customer, the first to end on top."""
    found = asked(_running(), [actor.org_id, account_id, actor.person_id or NOBODY, now])
    return [_row(_with_service(values), actor) for values in found]


@query("administration.read")
def open_session(actor: Actor, account_id: int, service_id: int, *, now: datetime) -> SessionRow | None:
    """The actor's own running session in one service, if there is one."""
    found = (row for row in open_sessions(actor, account_id, now=now) if row.service_id == service_id)
    return next(found, None)


@cache
def _running() -> str:
    """Asked on every page of a customer."""
    return (
        f"{selecting(OnBehalfSession, Service)} "
        "join catalog_service on catalog_service.id = service_id "
        "where reseller_id = %s and account_id = %s and agent_id = %s and ended_at is null and ends_at > %s "
        "order by ends_at, administration_onbehalfsession.id"
    )


def _with_service(values: Sequence[Any]) -> OnBehalfSession:
    row = made(OnBehalfSession, values[: width(OnBehalfSession)])
    row.service = made(Service, values[width(OnBehalfSession) :])
    return row


def _row(row: OnBehalfSession, actor: Actor) -> SessionRow:
    return SessionRow(
        id=row.pk,
        account_id=row.account_id,
        service_id=row.service_id,
        service=row.service.named(actor.language),
        agent_id=row.agent_id,
        agent_name=row.agent_name,
        reason=row.reason,
        about=(row.about_kind, row.about_id, row.about_label),
        started_at=row.started_at,
        ends_at=row.ends_at,
        extended=row.extended,
        ended_at=row.ended_at,
        ended_how=row.ended_how,
        ended_by=row.ended_by_name,
    )
