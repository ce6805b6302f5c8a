"""Reads of accounts: a reseller's own, a customer's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Count, F, Func, Q, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from behalf.customers import rules
from behalf.customers.models import Account
from behalf.customers.refusals import no_domain, taken
from behalf.identity import queries as identity
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid, NotFound
from behalf.kit.verbs import query

LIMIT = 25


class Named(NamedTuple):
    """How a file names a customer; what is empty it does not say."""

    external_id: str = ""
    domain: str = ""
    company: str = ""


@query("customers.add")
def must_be_free(actor: Actor, domain: str) -> None:
    """Invalid for what is no domain, and for one of a customer that the actor has; another's shows on adding alone."""
    if not rules.is_domain(domain):
        raise no_domain()
    if Account.objects.visible_to(actor).filter(domain=domain.strip().lower()).exists():
        raise taken()


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


@query("customers.read")
def callers(actor: Actor, number: str) -> list[Account]:
    """The customers whose contact has this telephone number, however it is written; none for less than six digits."""
    digits = "".join(letter for letter in number if letter.isdecimal())
    if len(digits) < 6 or any(letter.isalpha() for letter in number):
        return []
    plain = Func(F("contact_phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
    rows = Account.objects.visible_to(actor).exclude(contact_phone="").annotate(digits=plain)
    return list(rows.filter(digits__endswith=digits[-11:]).order_by("-pk")[:LIMIT])


@query("customers.account")
def account(actor: Actor, account_id: int) -> Account:
    """One account; NotFound for a stranger."""
    found = Account.objects.visible_to(actor).filter(pk=account_id).first()
    if found is None:
        raise NotFound(_("There is no such customer."))
    return found


@query("customers.read")
def named(actor: Actor, words: str) -> Account:
    """The one customer that a part of its company or domain names, or all of it; Invalid for none and for several."""
    found = accounts(actor, search=words, limit=1)
    exact = [each for each in found if words.lower() in (each.company.lower(), each.domain)]
    if len(found) != 1 and not exact:
        why = _("Name one customer, by company or domain.") if found else _("There is no such customer.")
        raise Invalid(why, field="customer")
    return (exact or found)[0]


@query("customers.account")
def accounts_by_id(actor: Actor, account_ids: Iterable[int]) -> dict[int, Account]:
    """Several accounts at once, by id; strangers are left out."""
    return Account.objects.visible_to(actor).in_bulk(list(account_ids))


@query("customers.read")
def find_all(actor: Actor, wanted: Sequence[Named]) -> list[Account | None]:
    """For each the account with its id in the provider's portal, else its domain, else alone of its name."""
    rows = Account.objects.visible_to(actor)
    known: list[dict[str, list[Account]]] = []
    for place, field in enumerate(Named._fields):
        values = {each[place] for each in wanted} - {""}
        found: dict[str, list[Account]] = {}
        for row in rows.filter(**{f"{field}__in": values}).order_by("pk") if values else []:
            found.setdefault(getattr(row, field), []).append(row)
        known.append(found)
    return [_only(named, known) for named in wanted]


def _only(named: Named, known: Sequence[Mapping[str, list[Account]]]) -> Account | None:
    """What one of the names, asked for in their order, means alone."""
    ways = (found.get(name, []) for name, found in zip(named, known, strict=True) if name)
    return next((found[0] for found in ways if len(found) == 1), None)


@query("customers.read")
def has_people(actor: Actor, row: Account) -> bool:
    """Whether somebody of the customer signs in already; an imported one begins with nobody."""
    return identity.has_people(actor, row.customer_id)


@query("customers.read")
def of_address(actor: Actor, address: str) -> list[Account]:
    """The customers that an e-mail address speaks for: by contact, by a person who signs in, else by domain."""
    return of_addresses(actor, [address])[address]


@query("customers.read")
def of_addresses(actor: Actor, addresses: Collection[str]) -> dict[str, list[Account]]:
    """The same for many addresses, with as few statements as for one."""
    organizations = identity.organizations_of(actor, addresses)
    domains = {address.rpartition("@")[2].lower() for address in addresses}
    ways = Q(small_contact__in={address.lower() for address in addresses}) | Q(domain__in=domains)
    ways |= Q(customer_id__in=set().union(*organizations.values()))
    rows = Account.objects.visible_to(actor).alias(small_contact=Lower("contact_email"))
    found = list(rows.filter(ways).order_by("pk"))
    return {
        address: _speaking(found, address.lower(), organizations.get(address.lower(), set())) for address in addresses
    }


def _speaking(found: Sequence[Account], address: str, organizations: Collection[int]) -> list[Account]:
    contacts = [row for row in found if row.contact_email.lower() == address]
    people = [row for row in found if row.customer_id in organizations]
    domain = address.rpartition("@")[2]
    return contacts or people or [row for row in found if row.domain == domain]


@query("customers.account")
def count_by_reseller(actor: Actor) -> dict[int, int]:
    """How many customers each reseller has, for the operator."""
    rows = Account.objects.visible_to(actor).values_list("reseller_id").annotate(count=Count("id"))
    return dict(rows.order_by())


@query("customers.account")
def names_of(actor: Actor, customer_ids: Iterable[int]) -> dict[int, str]:
    """What the actor's organization calls some customers, by the id of their organization."""
    rows = Account.objects.visible_to(actor).filter(customer_id__in=list(customer_ids))
    return dict(rows.order_by("-pk").values_list("customer_id", "company"))


@query("customers.own")
def accounts_of_customer(actor: Actor) -> list[Account]:
    """The signed-in customer's accounts, one for each of its resellers, the oldest first."""
    return list(Account.objects.visible_to(actor).order_by("pk"))
