"""How a case arrives: opened by our people, by the customer, or from what another tier sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from behalf.cases import rules
from behalf.cases.actions._enter import begin, enter, next_number
from behalf.cases.actions._files import Uploads
from behalf.cases.actions._people_hit import must_be_people
from behalf.cases.actions._step import Step
from behalf.cases.calls import Call
from behalf.cases.models import DESK_KINDS, SUPPORT_KINDS, Case, Channel, Kind, Severity
from behalf.catalog import queries as catalog
from behalf.customers import queries as customers
from behalf.customers.models import Account
from behalf.identity import queries as identity
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid
from behalf.kit.verbs import action


@action("cases.open")
def open(  # noqa: A001  # a case is opened, as people say
    actor: Actor,
    *,
    account_id: int,
    kind: str,
    severity: str,
    subject: str,
    body: str,
    service_id: int | None = None,
    channel: str = Channel.PHONE,
    contact_name: str = "",
    contact_email: str = "",
    contact_phone: str = "",
    call: Call | None = None,
    affected: int | None = None,
    hidden_because: str = "",
    files: Uploads = (),
    now: datetime,
) -> Case:
    """Open a case for a customer, with what it told us; the contact is the account's unless another is named.

    call: the telephone call in which it did. hidden_because: why the customer is not to see it, which hides it.
    """
    account = customers.account(actor, account_id)
    own_contact = not contact_name.strip()
    step = _new(
        actor, account, kinds=DESK_KINDS, now=now, kind=kind, severity=severity, subject=subject,
        service_id=service_id, channel=channel,
        contact_name=account.contact_name if own_contact else contact_name.strip(),
        contact_email=account.contact_email if own_contact else contact_email.strip(),
        contact_phone=account.contact_phone if own_contact else contact_phone.strip(),
        contact_language=account.language, affected=affected, is_shown=not hidden_because.strip(),
    )  # fmt: skip
    step.party = rules.CUSTOMER  # what we write down here is what the customer said
    if call is not None and not call.who:
        call = replace(call, who=step.case.contact_name, number=step.case.contact_phone)
    begin(step, body, author=step.case.contact_name or account.company, call=call, files=files)
    if not step.case.is_shown:
        step.happened("hidden", public=False, party=rules.US, why=hidden_because.strip())
        step.record("cases.hidden", shown=False, why=hidden_because.strip())
    return step.case


@action("cases.own")
def open_own(
    actor: Actor,
    *,
    account_id: int,
    kind: str,
    severity: str,
    subject: str,
    body: str,
    service_id: int | None = None,
    contact_name: str = "",
    contact_phone: str = "",
    affected: int | None = None,
    files: Uploads = (),
    now: datetime,
) -> Case:
    """The customer's admin opens a case at one of its resellers, and may name who is to be called back, and where."""
    account = customers.account(actor, account_id)
    step = _new(
        actor, account, kinds=SUPPORT_KINDS, now=now, kind=kind, severity=severity, subject=subject,
        service_id=service_id, channel=Channel.PORTAL, contact_name=contact_name.strip()[:200] or actor.name,
        contact_email=_email(actor), contact_phone=contact_phone.strip()[:40] or account.contact_phone,
        contact_language=actor.language, affected=affected,
    )  # fmt: skip
    begin(step, body, author=actor.name, files=files)
    return step.case


@action("cases.work")
def open_linked(
    actor: Actor,
    *,
    counterpart_org_id: int,
    counterpart_name: str,
    company: str,
    kind: str,
    severity: str,
    subject: str,
    body: str,
    exchange_id: int,
    number_of_other: str = "",
    service_id: int | None = None,
    contact_name: str = "",
    contact_email: str = "",
    contact_phone: str = "",
    contact_language: str = "zh-hans",
    now: datetime,
) -> Case:
    """Open the operator's own case from what a reseller sent; the same exchange opens one case, however often it comes.

    The contact is the reseller's (GL). Nothing of the customer comes along but its company's name.
    """
    known = Case.objects.visible_to(actor).filter(exchange_id=exchange_id).first()
    if known is not None:
        return known
    case = Case(
        org_id=actor.org_id, company=company[:200], counterpart_org_id=counterpart_org_id,
        counterpart_name=counterpart_name, exchange_id=exchange_id, other_number=number_of_other, kind=kind,
        service_id=service_id, severity=severity, subject=subject[:200], channel=Channel.PARTNER,
        contact_name=contact_name, contact_email=contact_email, contact_phone=contact_phone,
        contact_language=contact_language,
    )  # fmt: skip
    step = enter(actor, case, now=now)
    step.party = rules.CUSTOMER
    begin(step, body, author=contact_name or counterpart_name)
    return case


@action("cases.work")
def reserve_number(actor: Actor) -> str:
    """The next number of the desk, for what is counted with its cases and is none (a request about the portal)."""
    return next_number(actor.org_id)


def _new(actor: Actor, account: Account, *, kinds: Sequence[Kind], now: datetime, **values: Any) -> Step:
    if values["kind"] not in kinds:
        raise Invalid(_("Choose what it is about."), field="kind")
    if values["severity"] not in Severity.values:
        raise Invalid(_("Choose how much it hurts."), field="severity")
    if not values["subject"].strip():
        raise Invalid(_("Say in one line what is wrong."), field="subject")
    if values["service_id"] is not None:
        catalog.service(actor, values["service_id"])
    must_be_people(values["affected"])
    values["subject"] = values["subject"].strip()[:200]
    case = Case(
        org_id=account.reseller_id, customer_id=account.customer_id, account=account, company=account.company, **values
    )
    return enter(actor, case, now=now)


def _email(actor: Actor) -> str:
    return "" if actor.is_system else identity.me(actor).email
