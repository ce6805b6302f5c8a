"""Reads of agreements: which one applies, and what each of their versions says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from json import loads

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from behalf.agreements import rules
from behalf.agreements.models import Agreement, AgreementVersion
from behalf.agreements.rules import terms as terms_rules
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query


@dataclass(frozen=True, slots=True)
class Applying:
    """The version of an agreement under which something falls now."""

    version_id: int
    number: int
    agreement_id: int
    name: str
    terms: rules.Terms


@dataclass(frozen=True, slots=True)
class Current:
    """An agreement with the version that is in force; None: none is yet."""

    row: Agreement
    version: AgreementVersion | None
    terms: rules.Terms | None


@query("agreements.apply")
def applying(actor: Actor, *, account_id: int | None, service_id: int | None, now: datetime) -> Applying | None:
    """The promise that covers a customer's service: the narrowest agreement in force; None on a desk without any."""
    found = (
        _in_force(actor, now)
        .filter(Q(agreement__account=None) | Q(agreement__account_id=account_id))
        .filter(Q(agreement__service=None) | Q(agreement__service_id=service_id))
        .order_by(F("agreement__account").asc(nulls_last=True), F("agreement__service").asc(nulls_last=True), "-number")
        .values_list("pk", "number", "agreement_id", "agreement__name", Cast("terms", TextField()))
        .first()
    )
    if found is None:
        return None
    version_id, number, agreement_id, name, text = found
    return Applying(version_id, number, agreement_id, name, _read(text))


@query("agreements.apply")
def terms(actor: Actor, version_ids: Iterable[int]) -> dict[int, rules.Terms]:
    """What some versions say, by id; what one says never changes, so each is read once."""
    wanted = set(version_ids)
    known = {pk: said for pk in wanted if (said := _said.get((actor.org_id, pk))) is not None}
    if unknown := wanted - known.keys():
        rows = AgreementVersion.objects.visible_to(actor).filter(pk__in=unknown)
        fresh = {pk: _read(text) for pk, text in rows.values_list("pk", Cast("terms", TextField()))}
        if len(_said) > MOST_KNOWN:
            _said.clear()
        _said.update({(actor.org_id, pk): said for pk, said in fresh.items()})
        known |= fresh
    return known


@query("agreements.apply")
def version(actor: Actor, version_id: int) -> AgreementVersion:
    """One version with its agreement; NotFound for a stranger."""
    found = AgreementVersion.objects.visible_to(actor).select_related("agreement").filter(pk=version_id).first()
    if found is None:
        raise NotFound(_("There is no such agreement."))
    return found


@query("agreements.read")
def agreements(actor: Actor, *, now: datetime) -> list[Current]:
    """The desk's agreements that are not retired, the widest first, each with the version in force."""
    rows = Agreement.objects.visible_to(actor).filter(retired_at=None).select_related("account", "service")
    latest = _in_force(actor, now).order_by("agreement_id", "-number").distinct("agreement_id")
    in_force = {each.agreement_id: each for each in latest}
    ordered = sorted(rows, key=lambda row: (_specificity(row), row.name))
    return [_current(row, in_force.get(row.pk)) for row in ordered]


@query("agreements.read")
def agreement(actor: Actor, agreement_id: int, *, now: datetime) -> Current:
    """One agreement; NotFound for a stranger."""
    row = Agreement.objects.visible_to(actor).select_related("account", "service").filter(pk=agreement_id).first()
    if row is None:
        raise NotFound(_("There is no such agreement."))
    rows = AgreementVersion.objects.visible_to(actor).filter(agreement_id=agreement_id, valid_from__lte=now)
    return _current(row, rows.order_by("-number").first())


@query("agreements.read")
def versions(actor: Actor, agreement_id: int, *, limit: int = 50) -> list[AgreementVersion]:
    """What an agreement has said, the latest first."""
    rows = AgreementVersion.objects.visible_to(actor).filter(agreement_id=agreement_id)
    return list(rows.order_by("-number").defer("terms")[:limit])


def _in_force(actor: Actor, now: datetime) -> QuerySet[AgreementVersion]:
    rows = AgreementVersion.objects.visible_to(actor)
    return rows.filter(agreement__retired_at=None, valid_from__lte=now)


def _specificity(row: Agreement) -> int:
    return rules.specificity(account=row.account_id is not None, service=row.service_id is not None)


def _current(row: Agreement, found: AgreementVersion | None) -> Current:
    return Current(row, found, terms_rules.from_data(found.terms) if found else None)


MOST_KNOWN = 1000
_said: dict[tuple[int, int], rules.Terms] = {}  # by desk and version


@lru_cache(maxsize=256)
def _read(text: str) -> rules.Terms:
    """Kept by what is written, so that calendars keep their tables from case to case."""
    return terms_rules.from_data(loads(text))
