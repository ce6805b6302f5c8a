"""Changes of agreements: each is a new version, and cases keep the one under which they were opened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from behalf.agreements import rules
from behalf.agreements.actions._versions import LEARNT, hours_of, publish, renewed
from behalf.agreements.models import Agreement
from behalf.audit import actions as audit
from behalf.catalog import queries as catalog
from behalf.customers import queries as customers
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotFound
from behalf.kit.verbs import action

# severity and promise -> (budget, calendar)
Wanted = Mapping[tuple[str, str], tuple[timedelta, int]]


@action("agreements.edit")
def save_agreement(
    actor: Actor,
    agreement_id: int | None = None,
    *,
    name: str,
    targets: Wanted,
    account_id: int | None = None,
    service_id: int | None = None,
    warns_at: int = rules.WARNS_AT,
    valid_from: datetime | None = None,
    why: str = "",
    now: datetime,
) -> int:
    """Add an agreement, or give one its next version, and return its id.

    account_id, service_id: whom and what a new one is for; an agreement keeps its scope. valid_from: not in the past.
    """
    terms = _terms(actor, targets, warns_at, now)
    begins = valid_from or now
    if begins < now:
        raise Invalid(_("A new version begins now or later: what was promised stays as it was."), field="valid_from")
    row = _added(actor, name, account_id, service_id, now) if agreement_id is None else _locked(actor, agreement_id)
    if agreement_id is not None and name.strip() not in (row.name, row.title):
        row.name = name.strip()
        row.save(update_fields=["name"])
    publish(actor, row, terms, valid_from=begins, why=why.strip(), now=now)
    return row.pk


@action("agreements.edit")
def retire(actor: Actor, agreement_id: int, *, now: datetime) -> None:
    """End an agreement: new cases fall under the next wider one; the desk's widest stays."""
    row = _locked(actor, agreement_id)
    if row.account_id is None and row.service_id is None:
        raise Conflict(_("The agreement for everything else cannot be ended, only changed."))
    row.retired_at = now
    row.save(update_fields=["retired_at"])
    audit.record(actor, "agreements.agreement_retired", subject=("agreement", row.pk, row.name), at=now)


@action("agreements.edit")
def renew(actor: Actor, *, now: datetime) -> int:
    """Give agreements a new version where holidays became known; answers how many."""
    return renewed(actor, why=LEARNT, now=now)


def _terms(actor: Actor, targets: Wanted, warns_at: int, now: datetime) -> rules.Terms:
    hours = hours_of(actor, now=now)
    if not 0 < warns_at < 100:
        raise Invalid(_("Between 1 and 99 percent."), field="warns_at")
    if not targets:
        raise Invalid(_("Promise something: at least one time."))
    for (severity, promise), (budget, calendar_id) in targets.items():
        if budget <= timedelta() or calendar_id not in hours:
            raise Invalid(_("Give a time and its calendar."), field=f"{severity}_{promise}")
    return rules.Terms(
        {key: rules.Target(budget, hours[calendar_id]) for key, (budget, calendar_id) in targets.items()}, warns_at
    )


def _added(actor: Actor, name: str, account_id: int | None, service_id: int | None, now: datetime) -> Agreement:
    if account_id is None and service_id is None:
        raise Invalid(_("Choose a customer, a service, or both: for everything else there is an agreement."))
    if account_id is not None:
        customers.account(actor, account_id)
    if service_id is not None:
        catalog.service(actor, service_id)
    row = Agreement(org_id=actor.org_id, name=name.strip(), account_id=account_id, service_id=service_id)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Invalid(_("There is an agreement for this customer and service already. Change that one.")) from None
    audit.record(actor, "agreements.agreement_added", subject=("agreement", row.pk, row.name), at=now)
    return row


def _locked(actor: Actor, agreement_id: int) -> Agreement:
    row = Agreement.objects.visible_to(actor).select_for_update().filter(pk=agreement_id, retired_at=None).first()
    if row is None:
        raise NotFound(_("There is no such agreement."))
    return row
