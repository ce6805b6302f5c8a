"""Every change of customer accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.customers import rules
from behalf.customers.events import CustomerAdded
from behalf.customers.models import BILLING, DETAILS, Account, search_text
from behalf.identity import actions as identity
from behalf.identity.actions import NewPerson
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid, NotFound
from behalf.kit.events import announce
from behalf.kit.verbs import action
from behalf.partners import queries as partners


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """A customer just added; ``admin`` carries the temporary password that is shown once (P17)."""

    account_id: int
    customer_id: int
    admin: NewPerson | None


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
        raise Invalid(_("This is not a domain, such as contoso.cn."), field="domain")
    customer_id = identity.found(actor, kind="customer", name=company, language=language, zone=zone, now=now)
    values = {"company": company, "domain": domain, "language": language, **details}
    account = _open(actor, customer_id, values, brought=True, now=now)
    if not admin_email:
        return NewCustomer(account.pk, customer_id, None)
    admin = _admin(actor, account, name=admin_name or company, email=admin_email, now=now)
    return NewCustomer(account.pk, customer_id, admin)


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
    account = Account(reseller_id=actor.org_id, customer_id=customer_id, brought=brought, created_at=now, **values)
    _save(account)
    _record(actor, account, "customers.added", after={"company": account.company, "domain": account.domain}, now=now)
    announce(actor, CustomerAdded(account.pk, account.reseller_id, customer_id, at=now))
    return account


def _edit(
    actor: Actor, account_id: int, fields: tuple[str, ...], values: dict[str, str], *, what: str, now: datetime
) -> None:
    account = _locked(actor, account_id)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for field in fields:
        if field in values and getattr(account, field) != values[field]:
            before[field], after[field] = getattr(account, field), values[field]
            setattr(account, field, values[field])
    if after:
        _save(account)
        _record(actor, account, what, before=before, after=after, now=now)


def _locked(actor: Actor, account_id: int) -> Account:
    account = Account.objects.visible_to(actor).select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotFound(_("There is no such customer."))
    return account


def _save(account: Account) -> None:
    """Write the account in its one stored form; a taken domain is Invalid, whoever has it."""
    account.domain = account.domain.strip().lower()
    account.search = search_text(account.company, account.domain)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        if "customers_domain_once" not in str(error):
            raise
        message = _(
            "This domain belongs to a customer already. Is it with another partner? Ask it for a reseller relationship."
        )
        raise Invalid(message, field="domain") from None


def _record(actor: Actor, account: Account, what: str, *, now: datetime, before: Any = None, after: Any = None) -> None:
    audit.record(
        actor,
        what,
        subject=("account", account.pk, account.company),
        customer_id=account.customer_id,
        for_customer=True,
        before=before,
        after=after,
        at=now,
    )
