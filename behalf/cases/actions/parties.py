"""Whom a case concerns: its contact, who else has a part in it, and which mail the customer wants."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from behalf.cases import rules
from behalf.cases.actions._step import Step
from behalf.cases.models import NoticeChoice, Notices, Party, Role
from behalf.customers import queries as customers
from behalf.identity import queries as identity
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotFound
from behalf.kit.verbs import action
from behalf.web.language import NAMES


@action("cases.work")
def set_contact(
    actor: Actor, case_id: int, *, name: str, email: str = "", phone: str = "", language: str, now: datetime
) -> None:
    """Say whom we answer, at which number we call back, and in which language."""
    step = Step.on(actor, case_id, now=now)
    _must_reach(name, email, phone, language)
    case = step.case
    before = {"contact": case.contact_name}
    case.contact_name, case.contact_email = name.strip()[:200], email.strip()
    case.contact_phone, case.contact_language = phone.strip()[:40], language
    step.happened("contact", public=False, name=case.contact_name)
    step.save("contact_name", "contact_email", "contact_phone", "contact_language")
    step.record("cases.contact_changed", shown=False, before=before, after={"contact": case.contact_name})


@action("cases.work")
def keep_party(
    actor: Actor,
    case_id: int,
    *,
    name: str,
    email: str = "",
    phone: str = "",
    language: str,
    is_third: bool = False,
    role: str,
    notices: str = Notices.ALL,
    party_id: int | None = None,
    now: datetime,
) -> Party:
    """Add somebody to a case, or change what ``party_id`` says of them. Who is reached by no mail is told by phone."""
    step = Step.on(actor, case_id, now=now)
    _must_reach(name, email, phone, language)
    if role not in Role.values:
        raise Invalid(_("Choose what part they have."), field="role")
    if notices not in Notices.values:
        raise Invalid(_("Choose which mail they get."), field="notices")
    rows = Party.objects.visible_to(actor).filter(case_id=case_id)
    if email and rows.filter(email__iexact=email.strip()).exclude(pk=party_id or 0).exists():
        raise Invalid(_("This address has a part in the case already."), field="email")
    if party_id is None and rows.count() >= rules.MOST_PARTIES:
        raise Conflict(_("A case has at most %(count)d parties.") % {"count": rules.MOST_PARTIES})
    known = rows.filter(pk=party_id or 0).first()
    party = Party(**step.case.whose()) if party_id is None else known
    if party is None:
        raise NotFound(_("There is no such party."))
    party.name, party.email, party.phone = name.strip()[:200], email.strip(), phone.strip()[:40]
    party.language, party.is_third, party.role, party.notices = language, is_third, role, notices
    party.at, party.by_name = now, actor.name
    party.save()
    if party_id is None:
        step.happened("party_added", public=False, name=party.name)
    step.save()
    step.record("cases.party_kept", shown=False, after={"name": party.name, "role": role, "notices": notices})
    return party


@action("cases.work")
def drop_party(actor: Actor, case_id: int, party_id: int, *, now: datetime) -> None:
    """They have no part in the case any more, and get nothing of it."""
    step = Step.on(actor, case_id, now=now)
    party = Party.objects.visible_to(actor).filter(pk=party_id, case_id=case_id).first()
    if party is None:
        raise NotFound(_("There is no such party."))
    party.delete()
    step.happened("party_left", public=False, name=party.name)
    step.save()
    step.record("cases.party_dropped", shown=False, before={"name": party.name})


@action("cases.own")
def choose_notices(actor: Actor, *, notices: str, now: datetime) -> None:
    """Which mail the signed-in person of a customer wants about its cases, at each of its resellers."""
    if notices not in Notices.values:
        raise Invalid(_("Choose which mail you want."), field="notices")
    email = identity.me(actor).email.casefold()
    for account in customers.accounts_of_customer(actor):
        row = NoticeChoice(org_id=account.reseller_id, customer_id=actor.org_id, email=email, notices=notices, at=now)
        NoticeChoice.objects.visible_to(actor).bulk_create(
            [row], update_conflicts=True, unique_fields=["org", "customer", "email"], update_fields=["notices", "at"]
        )


def _must_reach(name: str, email: str, phone: str, language: str) -> None:
    if not name.strip():
        raise Invalid(_("Say who it is."), field="name")
    if not email.strip() and not phone.strip():
        raise Invalid(_("Give an e-mail address or a telephone number."), field="email")
    if email.strip():
        try:
            validate_email(email.strip())
        except ValidationError as wrong:
            raise Invalid(_("This is no e-mail address."), field="email") from wrong
    if language not in NAMES:
        raise Invalid(_("Choose a language."), field="language")
