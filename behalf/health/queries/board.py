"""The boards: how services are now and were for ninety days, worst first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from behalf.catalog import queries as catalog
from behalf.customers import queries as customers
from behalf.health import rules, words
from behalf.health.queries.history import History
from behalf.health.queries.rows import BoardRow, RegionRow
from behalf.health.rules import Span, State
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query
from behalf.subscriptions import queries as subscriptions


@query("health.read_all")
def board(actor: Actor, service_ids: Collection[int] | None = None, *, now: datetime) -> list[BoardRow]:
    """All services of the catalogue, or these; what is worst comes first."""
    return _board(actor, service_ids, now)


@query("health.read_customer")
def board_of(actor: Actor, account_id: int, *, now: datetime) -> list[BoardRow]:
    """The services that a customer subscribes to; NotFound for a stranger."""
    customers.account(actor, account_id)
    return _board(actor, _bought(actor, [account_id]), now)


@query("health.own")
def board_of_customer(actor: Actor, *, now: datetime) -> list[BoardRow]:
    """The services that the signed-in customer subscribes to, from whichever reseller."""
    accounts = customers.accounts_of_customer(actor)
    return _board(actor, _bought(actor, [account.pk for account in accounts]), now)


@query("health.read_all")
def service(actor: Actor, service_id: int, *, now: datetime) -> BoardRow:
    """One service with its regions."""
    found = _board(actor, [service_id], now)
    if not found:
        raise NotFound(_("There is no such service."))
    return found[0]


def _bought(actor: Actor, account_ids: Sequence[int]) -> set[int]:
    return {row.service_id for account_id in account_ids for row in subscriptions.services_of(actor, account_id)}


def _board(actor: Actor, service_ids: Collection[int] | None, now: datetime) -> list[BoardRow]:
    wanted = [row for row in catalog.services(actor) if service_ids is None or row.id in service_ids]
    zone = ZoneInfo(actor.zone)
    begins = rules.midnights(now.astimezone(zone).date(), zone)
    history = History.load(actor, [row.id for row in wanted], start=begins[0], now=now)
    rows = [_row(row, history, begins) for row in wanted]
    return sorted(rows, key=lambda row: -rules.RANK[row.state])


def _row(service: catalog.ServiceRow, history: History, begins: Sequence[datetime]) -> BoardRow:
    lines: list[list[Span]] = []
    regions: list[RegionRow] = []
    for code in service.regions or ("",):
        sources = history.sources(service.id, code)
        lines.append(history.line(sources))
        regions.append(_region(code, rules.state_at(sources, history.now), lines[-1], begins, history.now))
    state = rules.worst(region.state for region in regions)
    days = tuple(rules.worst_days([region.days for region in regions]))
    hit = [region.name for region in regions if region.state is state]
    share = rules.availability(lines)
    return BoardRow(
        service_id=service.id,
        code=service.code,
        name=service.name,
        group=service.group,
        state=state,
        seen=words.seen(state),
        since=rules.since(lines, state),
        where=() if len(hit) == len(regions) else tuple(hit),
        regions=tuple(regions),
        incidents=history.running_at(service.id),
        maintenance=history.next_work(service.id),
        days=days,
        day_words=words.day_count(days),
        availability=share,
        share=words.share(share),
    )


def _region(code: str, state: State, line: Sequence[Span], begins: Sequence[datetime], now: datetime) -> RegionRow:
    days = tuple(rules.day_levels(line, begins, now))
    share = rules.availability([line])
    return RegionRow(
        code=code,
        name=words.region(code),
        state=state,
        seen=words.seen(state),
        days=days,
        day_words=words.day_count(days),
        availability=share,
        share=words.share(share),
    )
