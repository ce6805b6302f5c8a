"""Every change of customer accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.customers import rules
from behalf.customers.events import CustomerAdded
from behalf.customers.models import BILLING, DETAILS, Account, search_text
from behalf.customers.refusals import no_domain, taken
from behalf.identity import actions as identity
from behalf.identity.actions import NewPerson
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid, NotAllowed, NotFound
from behalf.kit.events import announce_all
from behalf.kit.rows import update_all
from behalf.kit.verbs import action, require
from behalf.partners import queries as partners


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """A customer just added; ``admin`` carries the temporary password that is shown once (P17)."""

    account_id: int
    customer_id: int
    admin: NewPerson | None


@dataclass(frozen=True, slots=True)
class Edit:
    """What ``edit_all`` changes of one account."""

    account_id: int
    values: Mapping[str, str]


@action("customers.add")
def add(
    actor: Actor,
    /,
    *,
    company: str,
    domain: str,
    admin_name: str = "",
    admin_email: str = "",
    language: str = "zh-hans",
    zone: str = "Asia/Shanghai",
    now: datetime,
    **details: str,
) -> NewCustomer:
    """A new customer organization with its account and, when an address is given, its first admin (P17).

    details: further fields of ``DETAILS`` and ``BILLING``, and ``external_id``.
    """
    partners.must_sell(actor)
    if not rules.is_domain(domain):
        raise no_domain()
    customer_id = identity.found(actor, kind="customer", name=company, language=language, zone=zone, now=now)
    values = {"company": company, "domain": domain, "language": language, **details}
    account = _open(actor, customer_id, values, brought=True, now=now)
    if not admin_email:
        return NewCustomer(account.pk, customer_id, None)
    admin = _admin(actor, account, name=admin_name or company, email=admin_email, now=now)
    return NewCustomer(account.pk, customer_id, admin)


@action("customers.add")
def add_all(actor: Actor, wanted: Sequence[Mapping[str, str]], *, now: datetime) -> list[int | Invalid]:
    """Many customers at once, none with an admin yet: for each its account's id, or why it cannot be.

    wanted: ``company``, ``domain``, and further fields as ``add`` takes them. A fixed number of statements.
    """
    partners.must_sell(actor)
    named = [place for place, values in enumerate(wanted) if rules.is_domain(values["domain"])]
    opened = _open_all(actor, [wanted[place] for place in named], now)
    found: dict[int, int | Invalid] = dict(zip(named, opened, strict=True))
    return [found.get(place) or no_domain() for place in range(len(wanted))]


@action("customers.add")
def add_admin(actor: Actor, account_id: int, *, name: str, email: str, now: datetime) -> NewPerson:
    """The first admin of a customer that was added without one; Conflict when it has people of its own."""
    return _admin(actor, _locked(actor, account_id), name=name, email=email, now=now)


@action("customers.relate")
def relate(actor: Actor, /, customer_id: int, *, brought: bool = False, now: datetime, **details: str) -> int:
    """An account with a customer organization that exists and accepted this reseller (P28); returns its id."""
    return _open(actor, customer_id, details, brought=brought, now=now).pk


@action("customers.edit")
def edit(actor: Actor, /, account_id: int, *, now: datetime, **values: str) -> None:
    """Change the company's details (P18); takes fields of ``DETAILS``."""
    _edit(actor, account_id, DETAILS, values, what="customers.edited", now=now)


@action("customers.edit_billing")
def edit_billing(actor: Actor, /, account_id: int, *, now: datetime, **values: str) -> None:
    """Change who receives the bills (P18); takes fields of ``BILLING``."""
    _edit(actor, account_id, BILLING, values, what="customers.billing_edited", now=now)


@action("customers.edit")
def edit_all(actor: Actor, edits: Sequence[Edit], *, now: datetime) -> list[NotAllowed | None]:
    """Change several accounts in order, in a fixed number of statements: for each, why it stays as it was, or None.

    An edit takes fields of ``DETAILS`` and ``BILLING``, the latter for who may edit these, and ``external_id``; not the
    domain, which another customer may have.
    """
    rows = Account.objects.visible_to(actor).select_for_update().order_by("pk")
    known = {row.pk: row for row in rows.filter(pk__in={edit.account_id for edit in edits})}
    acts: list[audit.Act] = []
    refused: list[NotAllowed | None] = []
    for edit in edits:
        account = known[edit.account_id]
        try:
            if not edit.values.keys().isdisjoint(BILLING):
                require(actor, "customers.edit_billing")
            for fields, what in (
                ((*DETAILS, "external_id"), "customers.edited"),
                (BILLING, "customers.billing_edited"),
            ):
                acts += _altered(account, fields, edit.values, what)
            refused.append(None)
        except NotAllowed as refusal:
            refused.append(refusal)
    _save_all(known.values(), {name for edit in edits for name in edit.values})
    audit.record_all(actor, acts, at=now)
    return refused


def _admin(actor: Actor, account: Account, *, name: str, email: str, now: datetime) -> NewPerson:
    try:
        new = identity.add_first_admin(
            actor, account.customer_id, name=name, email=email, language=account.language, now=now
        )
    except Invalid as refusal:
        raise Invalid(refusal.message, field="admin_email") from None
    _record(actor, account, "customers.admin_added", after={"name": name, "email": new.email}, now=now)
    return new


def _open(actor: Actor, customer_id: int, values: dict[str, str], *, brought: bool, now: datetime) -> Account:
    account = _account(actor, customer_id, values, brought=brought, now=now)
    _save(account)
    _tell_added(actor, [account], now)
    return account


def _open_all(actor: Actor, wanted: Sequence[Mapping[str, str]], now: datetime) -> list[int | Invalid]:
    """The accounts' ids, each with an organization of its own; Invalid where somebody has the domain.

    Only the index knows whose domain is taken, since policies hide other resellers' rows: all are tried, and, so that
    no organization is left without an account, tried again without those that did not get in.
    """
    with transaction.atomic():
        accounts = _written(actor, wanted, now)
        free = [account.pk is not None for account in accounts]
        transaction.set_rollback(not all(free))
    if not all(free):
        accounts = _written(actor, [values for values, is_free in zip(wanted, free, strict=True) if is_free], now)
    _tell_added(actor, accounts, now)
    ids = iter(accounts)
    return [next(ids).pk if is_free else taken() for is_free in free]


def _written(actor: Actor, wanted: Sequence[Mapping[str, str]], now: datetime) -> list[Account]:
    """New accounts with their organizations; one without an id was refused by the index."""
    language = {"language": "zh-hans"}
    companies = [{"kind": "customer", "name": each["company"], **language} for each in wanted]
    ids = identity.found_all(actor, companies, now=now)
    accounts = [
        _account(actor, customer_id, {**language, **values}, brought=True, now=now)
        for customer_id, values in zip(ids, wanted, strict=True)
    ]
    for account in accounts:
        _tidy(account)
    Account.objects.visible_to(actor).bulk_create(accounts, ignore_conflicts=True)
    known = dict(Account.objects.visible_to(actor).filter(customer_id__in=ids).values_list("customer_id", "pk"))
    for account in accounts:
        account.pk = known.get(account.customer_id)
    return accounts


def _account(actor: Actor, customer_id: int, values: Mapping[str, str], *, brought: bool, now: datetime) -> Account:
    return Account(reseller_id=actor.org_id, customer_id=customer_id, brought=brought, created_at=now, **values)


def _tell_added(actor: Actor, accounts: Sequence[Account], now: datetime) -> None:
    acts = [
        _act(account, "customers.added", after={"company": account.company, "domain": account.domain})
        for account in accounts
    ]
    audit.record_all(actor, acts, at=now)
    announce_all(actor, [CustomerAdded(each.pk, each.reseller_id, each.customer_id, at=now) for each in accounts])


def _edit(
    actor: Actor, account_id: int, fields: tuple[str, ...], values: dict[str, str], *, what: str, now: datetime
) -> None:
    account = _locked(actor, account_id)
    if acts := _altered(account, fields, values, what):
        _save(account)
        audit.record_all(actor, acts, at=now)


def _altered(account: Account, fields: tuple[str, ...], values: Mapping[str, str], what: str) -> list[audit.Act]:
    """Give the account in hand the values of these fields; the act that says so, or none when nothing is otherwise."""
    changed = [name for name in fields if name in values and getattr(account, name) != values[name]]
    before = {name: getattr(account, name) for name in changed}
    for name in changed:
        setattr(account, name, values[name])
    return [_act(account, what, before=before, after={name: values[name] for name in changed})] if changed else []


def _locked(actor: Actor, account_id: int) -> Account:
    account = Account.objects.visible_to(actor).select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotFound(_("There is no such customer."))
    return account


def _save(account: Account) -> None:
    """Write the account in its one stored form; a taken domain is Invalid, whoever has it."""
    _tidy(account)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        if "customers_domain_once" not in str(error):
            raise
        raise taken() from None


def _save_all(accounts: Iterable[Account], fields: Iterable[str]) -> None:
    """Write these fields of many accounts, none of them the domain."""
    rows = list(accounts)
    for account in rows:
        _tidy(account)
    update_all(rows, sorted({*fields, "search"}))


def _tidy(account: Account) -> None:
    account.domain = account.domain.strip().lower()
    account.search = search_text(account.company, account.domain)


def _record(actor: Actor, account: Account, what: str, *, now: datetime, before: Any = None, after: Any = None) -> None:
    audit.record_all(actor, [_act(account, what, before=before, after=after)], at=now)


def _act(account: Account, what: str, *, before: Any = None, after: Any = None) -> audit.Act:
    """An act that the customer reads in its own journal, too."""
    subject = ("account", account.pk, account.company)
    return audit.Act(what, subject, account.customer_id, for_customer=True, before=before, after=after)
