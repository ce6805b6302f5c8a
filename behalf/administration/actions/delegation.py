"""Giving and taking the right to administer a service of a customer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from behalf.administration.actions._session import end_all
from behalf.administration.events import DelegationGranted, DelegationRemoved
from behalf.administration.models import Delegation, OnBehalfSession
from behalf.audit import actions as audit
from behalf.customers import queries as customers
from behalf.customers.models import Account, whose
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, NotFound
from behalf.kit.events import announce
from behalf.kit.verbs import action


@action("administration.follow")
def grant(actor: Actor, account_id: int, *, service_ids: Iterable[int], now: datetime) -> list[int]:
    """Delegate services with their sale, each once in an account's life; answers the services newly delegated.

    What the customer has taken back stays taken back, whatever is sold to it afterwards.
    """
    account = customers.account(actor, account_id)
    known = Delegation.objects.visible_to(actor).filter(account_id=account_id)
    new = sorted(set(service_ids) - set(known.values_list("service_id", flat=True)))
    for service_id in new:
        delegation = _granted(account, service_id, by="", now=now)
        _record(actor, "administration.delegated", delegation, now=now)
    return new


@action("delegation.remove")
def remove(actor: Actor, delegation_id: int, *, now: datetime) -> None:
    """Take a delegation back: open sessions in that service end at once, account and support stay (P28)."""
    delegation = _own(actor, delegation_id)
    if delegation.removed_at is not None:
        raise Conflict(_("This right was removed already."))
    delegation.removed_at, delegation.removed_by_name = now, actor.name
    delegation.save(update_fields=["removed_at", "removed_by_name"])
    end_all(
        actor,
        OnBehalfSession.objects.visible_to(actor).filter(
            account_id=delegation.account_id, service_id=delegation.service_id
        ),
        how=OnBehalfSession.Ended.DELEGATION_REMOVED,
        now=now,
    )
    _record(actor, "administration.delegation_removed", delegation, now=now)
    announce(
        actor,
        DelegationRemoved(
            delegation_id=delegation.pk,
            account_id=delegation.account_id,
            service_id=delegation.service_id,
            reseller_id=delegation.reseller_id,
            customer_id=delegation.customer_id,
            at=now,
        ),
    )


@action("delegation.grant")
def grant_again(actor: Actor, delegation_id: int, *, now: datetime) -> int:
    """Give a reseller back a right that was removed; answers the new delegation's id."""
    old = _own(actor, delegation_id)
    same = Delegation.objects.visible_to(actor).filter(account_id=old.account_id, service_id=old.service_id)
    if same.filter(removed_at=None).exists():
        raise Conflict(_("This partner may administer the service already."))
    account = customers.account(actor, old.account_id)
    delegation = _granted(account, old.service_id, by=actor.name, now=now)
    _record(actor, "administration.delegated", delegation, now=now)
    announce(
        actor,
        DelegationGranted(
            delegation_id=delegation.pk,
            account_id=delegation.account_id,
            service_id=delegation.service_id,
            reseller_id=delegation.reseller_id,
            customer_id=delegation.customer_id,
            at=now,
        ),
    )
    return delegation.pk


@action("administration.follow")
def note_delegation(actor: Actor, delegation_id: int, *, now: datetime) -> None:
    """Write into the reseller's own journal what the customer decided about a delegation."""
    rows = Delegation.objects.visible_to(actor).select_related("service")
    delegation = rows.get(pk=delegation_id)
    removed = delegation.removed_at is not None
    audit.record(
        actor,
        "administration.delegation_removed" if removed else "administration.delegated",
        subject=("delegation", delegation.pk, delegation.service.name),
        customer_id=delegation.customer_id,
        after={
            "service": delegation.service.code,
            "role": delegation.role,
            "by": delegation.removed_by_name if removed else delegation.granted_by_name,
        },
        at=now,
    )


def _granted(account: Account, service_id: int, *, by: str, now: datetime) -> Delegation:
    """A new delegation; support-only where another reseller is the service's transacting partner (P28)."""
    delegation = Delegation(**whose(account), service_id=service_id, granted_at=now, granted_by_name=by)
    try:
        with transaction.atomic():
            delegation.save(force_insert=True)
    except IntegrityError:  # the other reseller's row is out of our sight, and only the constraint knows it
        delegation.role = Delegation.Role.SUPPORT
        delegation.save(force_insert=True)
    return delegation


def _own(actor: Actor, delegation_id: int) -> Delegation:
    rows = Delegation.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    delegation = rows.select_related("service").filter(pk=delegation_id).first()
    if delegation is None:
        raise NotFound(_("There is no such right."))
    return delegation


def _record(actor: Actor, what: str, delegation: Delegation, *, now: datetime) -> None:
    audit.record(
        actor,
        what,
        subject=("delegation", delegation.pk, delegation.service.name),
        customer_id=delegation.customer_id,
        for_customer=True,
        after={"service": delegation.service.code, "role": delegation.role},
        at=now,
    )
