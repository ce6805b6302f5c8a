"""The services of a customer as an agent administers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Q
from django.utils.translation import gettext as _

from behalf.administration import baseline, deciding
from behalf.administration.models import NOBODY, Delegation, OnBehalfSession, SettingChange, SettingState
from behalf.catalog.models import Service
from behalf.connectors import registry
from behalf.customers import queries as customers
from behalf.customers.models import Account
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query
from behalf.subscriptions import queries as subscriptions
from behalf.subscriptions.queries import ServiceOfCustomer


@dataclass(frozen=True, slots=True)
class Tenant:
    """Whom to ask at the provider: the customer's directory domain and the service's code."""

    domain: str
    service: str


@dataclass(frozen=True, slots=True)
class LastSession:
    """Who administered a service last, or does so now."""

    id: int
    agent_id: int
    agent_name: str
    started_at: datetime
    is_open: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service of a customer: may it be administered, from where, and how its settings stood when last read."""

    service_id: int
    code: str
    name: str
    group: str
    seats: int
    active: bool
    delegated: bool
    removed_at: datetime | None
    removed_by: str
    has_settings: bool
    portal: str
    portal_host: str
    counts: Mapping[str, int] = field(default_factory=dict)
    not_verified: int = 0
    read_at: datetime | None = None
    last: LastSession | None = None

    @property
    def hindrance(self) -> deciding.Hindrance | None:
        """What keeps an agent from changing anything here."""
        return deciding.hindrance(deciding.Standing(active=self.active, delegated=self.delegated))

    @property
    def in_session(self) -> bool:
        """Whether the reader has a session open here."""
        return self.last is not None and self.last.is_open and self.last.is_mine

    @property
    def may_look(self) -> bool:
        """Whether a session may be opened."""
        return deciding.may_look(deciding.Standing(active=self.active, delegated=self.delegated))


@dataclass(frozen=True, slots=True)
class Finding:
    """A service of a customer with settings that ask for a correction."""

    account_id: int
    company: str
    service_id: int
    service: str
    missing: int
    weak: int
    read_at: datetime


@query("administration.read")
def administered(actor: Actor, account: Account, *, now: datetime) -> list[ServiceRow]:
    """What "Administer services" lists: every service of the customer's subscriptions, with what may be done."""
    delegated = _delegated(actor, account.pk)
    states = _states(actor, account.pk)
    differing = _differing(actor, account.pk)
    last = _last_sessions(actor, account.pk, now)
    return [
        _row(
            each,
            account.domain,
            delegated.get(each.service_id),
            states.get(each.service_id, ({}, None)),
            differing.get(each.service_id, 0),
            last.get(each.service_id),
        )
        for each in subscriptions.services_of(actor, account.pk)
    ]


@query("administration.read")
def service(actor: Actor, account: Account, service_id: int, *, now: datetime) -> ServiceRow:
    """One service of a customer; NotFound when the customer does not subscribe to it."""
    found = [row for row in administered(actor, account, now=now) if row.service_id == service_id]
    if not found:
        raise NotFound(_("This customer does not subscribe to that service."))
    return found[0]


@query("delegation.request")
def sold(actor: Actor, account_id: int) -> list[ServiceOfCustomer]:
    """The services that a customer subscribes to, for those who ask it for delegation."""
    customers.account(actor, account_id)
    return subscriptions.services_of(actor, account_id)


@query("administration.read")
def has_settings(actor: Actor, service_id: int) -> bool:
    """Whether settings of this service can be looked at from here at all: it has a connector and a baseline."""
    found = Service.objects.visible_to(actor).filter(pk=service_id).values_list("code", flat=True).first()
    return found is not None and _has_settings(found)


@query("administration.read")
def tenant(actor: Actor, account_id: int, service_id: int) -> Tenant:
    """Whom to ask about a service of a customer."""
    account = customers.account(actor, account_id)
    found = Service.objects.visible_to(actor).filter(pk=service_id).first()
    if found is None:
        raise NotFound(_("There is no such service."))
    return Tenant(account.domain, found.code)


@query("administration.read")
def tenant_of_change(actor: Actor, change_id: int) -> Tenant:
    """Whom to ask what became of a correction."""
    rows = SettingChange.objects.visible_to(actor).filter(pk=change_id).values_list("account__domain", "service__code")
    found = rows.first()
    if found is None:
        raise NotFound(_("There is no such correction."))
    return Tenant(*found)


@query("administration.read")
def findings(actor: Actor, *, limit: int = 10) -> list[Finding]:
    """Services of our customers with settings that ask for a correction, most missing ones first."""
    rows = list(
        SettingState.objects.visible_to(actor)
        .filter(state__in=["missing", "weak"])
        .values("account_id", "service_id")
        .annotate(
            missing=Count("state", filter=Q(state="missing")),
            weak=Count("state", filter=Q(state="weak")),
            read_at=Max("read_at"),
        )
        .order_by("-missing", "-weak", "account_id", "service_id")[:limit]
    )
    services = {row.pk: row.named(actor.language) for row in Service.objects.visible_to(actor)}
    accounts = Account.objects.visible_to(actor).filter(pk__in={row["account_id"] for row in rows})
    companies = dict(accounts.values_list("pk", "company"))
    return [Finding(**row, company=companies[row["account_id"]], service=services[row["service_id"]]) for row in rows]


def _row(
    each: ServiceOfCustomer,
    domain: str,
    delegation: Delegation | None,
    states: tuple[Mapping[str, int], datetime | None],
    differing: int,
    last: LastSession | None,
) -> ServiceRow:
    portal = registry.cloud().portal(each.code)
    address = portal.url(domain) if portal else ""
    return ServiceRow(
        service_id=each.service_id,
        code=each.code,
        name=each.name,
        group=each.group,
        seats=each.seats,
        active=each.state == "active",
        delegated=delegation is not None and delegation.removed_at is None,
        removed_at=delegation.removed_at if delegation else None,
        removed_by=delegation.removed_by_name if delegation else "",
        has_settings=_has_settings(each.code),
        portal=address,
        portal_host=address.split("/")[2] if address else "",
        counts=states[0],
        not_verified=differing,
        read_at=states[1],
        last=last,
    )


def _has_settings(code: str) -> bool:
    return bool(baseline.settings_of(code)) and registry.settings_port(code) is not None


def _delegated(actor: Actor, account_id: int) -> dict[int, Delegation]:
    rows = Delegation.objects.visible_to(actor).filter(account_id=account_id).order_by("pk")
    return {row.service_id: row for row in rows}


def _states(actor: Actor, account_id: int) -> dict[int, tuple[dict[str, int], datetime | None]]:
    rows = (
        SettingState.objects.visible_to(actor)
        .filter(account_id=account_id)
        .values_list("service_id", "state")
        .annotate(number=Count("id"), at=Max("read_at"))
    )
    found: dict[int, tuple[dict[str, int], datetime | None]] = {}
    for service_id, state, number, at in rows:
        counts, latest = found.get(service_id, ({}, None))
        found[service_id] = ({**counts, state: number}, max(at, latest) if latest else at)
    return found


def _differing(actor: Actor, account_id: int) -> dict[int, int]:
    """How many settings of each service answer something else than was last written."""
    rows = SettingChange.objects.visible_to(actor).filter(account_id=account_id)
    latest = rows.order_by("service_id", "key", "-pk").distinct("service_id", "key")
    found: dict[int, int] = {}
    for service_id, outcome in latest.values_list("service_id", "outcome"):
        found[service_id] = found.get(service_id, 0) + (outcome == deciding.Outcome.NOT_VERIFIED)
    return found


def _last_sessions(actor: Actor, account_id: int, now: datetime) -> dict[int, LastSession]:
    """The last session of each service, the actor's own open one before any other."""
    mine = Q(agent_id=actor.person_id or NOBODY, ended_at=None, ends_at__gt=now)
    rows = (
        OnBehalfSession.objects.visible_to(actor)
        .filter(account_id=account_id)
        .annotate(is_mine=ExpressionWrapper(mine, BooleanField()))
    )
    latest = rows.order_by("service_id", "-is_mine", "-started_at").distinct("service_id")
    return {
        row.service_id: LastSession(
            id=row.pk,
            agent_id=row.agent_id,
            agent_name=row.agent_name,
            started_at=row.started_at,
            is_open=deciding.is_open(row.ended_at, row.ends_at, now),
            is_mine=row.agent_id == actor.person_id,
        )
        for row in latest
    }
