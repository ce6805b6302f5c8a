"""Reads of what customers bought."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q, Sum
from django.utils.translation import gettext as _

from behalf.catalog import queries as catalog
from behalf.connectors.registry import cloud
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query
from behalf.subscriptions import rules
from behalf.subscriptions.models import Subscription

LIVE = (Subscription.Status.ACTIVE, Subscription.Status.SUSPENDED)


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    """A subscription with its offer; ``name`` is the nickname, else the offer's name (P12)."""

    id: int
    account_id: int
    name: str
    offer_id: int
    offer: str
    min_seats: int
    max_seats: int
    is_metered: bool
    is_addon: bool
    parent_id: int | None
    nickname: str
    seats: int
    status: str
    reason: str
    suspended_at: datetime | None
    delete_at: datetime | None
    deleted_at: datetime | None
    starts_on: date
    ends_on: date | None
    external_id: str

    def days_left(self, now: datetime) -> int | None:
        """The days until its data is deleted, 0 on the last one; None unless it counts down."""
        over = self._over_at
        return rules.days_left(over, now, cloud().zone) if over else None

    @property
    def last_day(self) -> date | None:
        """The last day on which it can be reactivated; None unless it counts down."""
        over = self._over_at
        return rules.last_day_of(over, cloud().zone) if over else None

    @property
    def _over_at(self) -> datetime | None:
        return self.delete_at if self.status == "suspended" else None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a customer has, in one line: live subscriptions, active seats, and the nearest deletion."""

    live: int
    seats: int
    suspended: int
    delete_at: datetime | None


@dataclass(frozen=True, slots=True)
class ServiceOfCustomer:
    """A service that a customer subscribes to, by one subscription or several; active if one of them is."""

    service_id: int
    code: str
    name: str
    group: str
    subscription_ids: tuple[int, ...]
    state: str
    seats: int


@dataclass(frozen=True, slots=True)
class CustomerOfService:
    """A customer that subscribes to a service."""

    account_id: int
    reseller_id: int
    customer_id: int
    company: str
    domain: str
    state: str


@dataclass(frozen=True, slots=True)
class DeletedSoon:
    """A suspended subscription on its way to deletion."""

    id: int
    account_id: int
    company: str
    name: str
    seats: int
    delete_at: datetime


@query("subscriptions.services")
def of_account(actor: Actor, account_id: int) -> list[SubscriptionRow]:
    """What a customer bought, add-ons below what they belong to, the deleted last."""
    rows = Subscription.objects.visible_to(actor).filter(account_id=account_id).select_related("offer")
    found = [_row(row, actor) for row in rows.order_by("id")]
    return sorted(found, key=lambda row: (row.status == "deleted", row.parent_id or row.id, row.is_addon, row.id))


@query("subscriptions.services")
def subscription(actor: Actor, subscription_id: int) -> SubscriptionRow:
    """One subscription; NotFound for a stranger."""
    rows = Subscription.objects.visible_to(actor).select_related("offer")
    found = rows.filter(pk=subscription_id).first()
    if found is None:
        raise NotFound(_("There is no such subscription."))
    return _row(found, actor)


@query("subscriptions.services")
def services_of(actor: Actor, account_id: int) -> list[ServiceOfCustomer]:
    """The services that a customer subscribes to, in the catalogue's order; deleted subscriptions count no more."""
    rows = Subscription.objects.visible_to(actor).filter(account_id=account_id, status__in=LIVE).order_by("id")
    bought = list(rows.values_list("id", "offer_id", "status", "seats"))
    contained = catalog.services_of_offers(actor, {offer_id for _id, offer_id, _status, _seats in bought})
    of_service: dict[catalog.ServiceRow, list[tuple[int, str, int]]] = {}
    for subscription_id, offer_id, status, seats in bought:
        for service in contained.get(offer_id, []):
            of_service.setdefault(service, []).append((subscription_id, status, seats))
    order = {service.id: place for place, service in enumerate(catalog.services(actor))}
    return [
        ServiceOfCustomer(
            service_id=service.id,
            code=service.code,
            name=service.name,
            group=service.group,
            subscription_ids=tuple(subscription_id for subscription_id, _status, _seats in of_service[service]),
            state=_state(status for _id, status, _seats in of_service[service]),
            seats=sum(seats for _id, status, seats in of_service[service] if status == "active"),
        )
        for service in sorted(of_service, key=lambda service: order[service.id])
    ]


@query("subscriptions.read")
def summaries(actor: Actor, account_ids: Iterable[int]) -> dict[int, Summary]:
    """What each of these customers has; those without a live subscription are left out."""
    rows = Subscription.objects.visible_to(actor).filter(account_id__in=list(account_ids), status__in=LIVE)
    active = Q(status=Subscription.Status.ACTIVE)
    counted = rows.values("account_id").annotate(
        live=Count("id"),
        active_seats=Sum("seats", filter=active & Q(offer__is_metered=False), default=0),
        suspended=Count("id", filter=~active),
        nearest=Min("delete_at"),
    )
    return {
        row["account_id"]: Summary(row["live"], row["active_seats"], row["suspended"], row["nearest"])
        for row in counted.order_by()
    }


@query("subscriptions.read")
def deleted_soon(actor: Actor, *, limit: int) -> list[DeletedSoon]:
    """Our customers' suspended subscriptions, the next to be deleted first."""
    rows = Subscription.objects.visible_to(actor).filter(status=Subscription.Status.SUSPENDED, delete_at__isnull=False)
    return [
        DeletedSoon(
            row.pk,
            row.account_id,
            row.account.company,
            row.nickname or row.offer.named(actor.language),
            row.seats,
            row.delete_at,
        )
        for row in rows.select_related("offer", "account").order_by("delete_at", "id")[:limit]
        if row.delete_at is not None
    ]


@query("subscriptions.count_down")
def counting_down(actor: Actor, *, before: datetime) -> list[int]:
    """The suspended subscriptions that are deleted before this instant, the nearest first."""
    rows = Subscription.objects.visible_to(actor).filter(status=Subscription.Status.SUSPENDED, delete_at__lte=before)
    return list(rows.order_by("delete_at").values_list("id", flat=True))


@query("subscriptions.services")
def customers_of_service(actor: Actor, service_id: int) -> list[CustomerOfService]:
    """The customers that subscribe to a service; for the operator, those of all resellers."""
    rows = Subscription.objects.visible_to(actor).filter(
        offer_id__in=catalog.offers_with(actor, service_id), status__in=LIVE
    )
    states: dict[int, list[str]] = {}
    accounts: dict[int, tuple[int, int, str, str]] = {}
    for account_id, reseller_id, customer_id, company, domain, status in rows.order_by("account_id").values_list(
        "account_id", "reseller_id", "customer_id", "account__company", "account__domain", "status"
    ):
        accounts[account_id] = (reseller_id, customer_id, company, domain)
        states.setdefault(account_id, []).append(status)
    return [CustomerOfService(pk, *accounts[pk], state=_state(states[pk])) for pk in accounts]


def _state(statuses: Iterable[str]) -> str:
    return "active" if "active" in set(statuses) else "suspended"


def _row(row: Subscription, actor: Actor) -> SubscriptionRow:
    offer = row.offer.named(actor.language)
    return SubscriptionRow(
        id=row.pk,
        account_id=row.account_id,
        name=row.nickname or offer,
        offer_id=row.offer_id,
        offer=offer,
        min_seats=row.offer.min_seats,
        max_seats=row.offer.max_seats,
        is_metered=row.offer.is_metered,
        is_addon=row.offer.is_addon,
        parent_id=row.parent_id,
        nickname=row.nickname,
        seats=row.seats,
        status=row.status,
        reason=row.reason,
        suspended_at=row.suspended_at,
        delete_at=row.delete_at,
        deleted_at=row.deleted_at,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        external_id=row.external_id,
    )
