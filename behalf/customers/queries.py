"""Reads of accounts: a reseller's own, a customer's own."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from behalf.customers.models import Account
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query

LIMIT = 25


@query("customers.read")
def accounts(actor: Actor, *, search: str = "", before: int | None = None, limit: int = LIMIT) -> list[Account]:
    """The customers, the latest added first; ``search`` is any part of company or domain.

    Answers one more than ``limit`` when there is a next page, which begins ``before`` the last id shown.
    """
    rows = Account.objects.visible_to(actor)
    for word in search.lower().split():
        rows = rows.filter(search__contains=word)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[: limit + 1])


@query("customers.account")
def account(actor: Actor, account_id: int) -> Account:
    """One account; NotFound for a stranger."""
    found = Account.objects.visible_to(actor).filter(pk=account_id).first()
    if found is None:
        raise NotFound(_("There is no such customer."))
    return found


@query("customers.account")
def accounts_by_id(actor: Actor, account_ids: Iterable[int]) -> dict[int, Account]:
    """Several accounts at once, by id; strangers are left out."""
    return Account.objects.visible_to(actor).in_bulk(list(account_ids))


@query("customers.own")
def accounts_of_customer(actor: Actor) -> list[Account]:
    """The signed-in customer's accounts, one for each of its resellers, the oldest first."""
    return list(Account.objects.visible_to(actor).order_by("pk"))
