"""Every change of resellers: the operator enrols and keeps their standing, a reseller keeps its profiles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.identity import actions as identity
from behalf.identity.actions import NewPerson
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid, NotFound
from behalf.kit.verbs import action
from behalf.partners.models import ORGANIZATION_PROFILE, PARTNER_PROFILE, SUPPORT_PROFILE, Reseller, SupportProfile


@dataclass(frozen=True, slots=True)
class NewReseller:
    """A reseller just enrolled, with its first global admin, whose temporary password is shown once."""

    reseller_id: int
    admin: NewPerson


@action("partners.enrol")
def enrol(
    actor: Actor,
    *,
    name: str,
    prefix: str,
    admin_name: str,
    admin_email: str,
    kind: str = Reseller.Kind.DIRECT,
    premium: bool = False,
    mpn_id: str = "",
    language: str = "zh-hans",
    zone: str = "Asia/Shanghai",
    now: datetime,
) -> NewReseller:
    """Found a reseller and its first person, who is always global admin (P03)."""
    try:
        with transaction.atomic():
            organization_id = identity.found(
                actor, kind="reseller", name=name, prefix=prefix, language=language, zone=zone, now=now
            )
    except IntegrityError:
        raise Invalid(_("Another organization has these letters."), field="prefix") from None
    admin = identity.add_first_admin(
        actor, organization_id, name=admin_name, email=admin_email, language=language, now=now
    )
    enter(actor, organization_id, name=name, kind=kind, premium=premium, mpn_id=mpn_id, now=now)
    return NewReseller(organization_id, admin)


@action("partners.enrol")
def enter(
    actor: Actor,
    organization_id: int,
    *,
    name: str,
    kind: str = Reseller.Kind.DIRECT,
    premium: bool = False,
    mpn_id: str = "",
    now: datetime,
) -> None:
    """Enter an organization that exists among the operator's resellers, with empty profiles."""
    Reseller(
        organization_id=organization_id,
        operator_id=actor.org_id,
        name=name,
        kind=kind,
        premium=premium,
        mpn_id=mpn_id,
        enrolled_at=now,
    ).save(force_insert=True)
    SupportProfile(organization_id=organization_id, name=name, updated_at=now).save(force_insert=True)
    after = {"name": name, "kind": kind, "premium": premium}
    audit.record(actor, "partners.enrolled", subject=("reseller", organization_id, name), after=after, at=now)


@action("partners.enrol")
def change_standing(
    actor: Actor, reseller_id: int, *, status: str, premium: bool, why: str = "", now: datetime
) -> None:
    """Suspend or restore a reseller (P10), give or take the premium agreement."""
    row = _locked(actor, reseller_id)
    before = {"status": row.status, "premium": row.premium}
    row.status, row.premium = Reseller.Status(status), premium
    row.save(update_fields=["status", "premium"])
    after = {"status": row.status, "premium": premium}
    subject = ("reseller", reseller_id, row.name)
    audit.record(actor, "partners.standing_changed", subject=subject, before=before, after=after, why=why, at=now)


@action("partners.edit_profile")
def edit_partner_profile(actor: Actor, /, *, now: datetime, **values: str) -> None:
    """The reseller's legal business profile (P05); takes the fields of ``PARTNER_PROFILE``."""
    row = _locked(actor, actor.org_id)
    _edit(actor, row, PARTNER_PROFILE, values, what="partners.profile_changed", now=now)


@action("partners.edit_profile")
def edit_organization_profile(actor: Actor, /, *, now: datetime, **values: str) -> None:
    """The directory account billed for the reseller's own purchases (P05); fields of ``ORGANIZATION_PROFILE``."""
    row = _locked(actor, actor.org_id)
    _edit(actor, row, ORGANIZATION_PROFILE, values, what="partners.organization_changed", now=now)


@action("partners.edit_profile")
def edit_support_profile(actor: Actor, /, *, now: datetime, **values: str) -> None:
    """How customers reach the reseller's support (P03); takes the fields of ``SUPPORT_PROFILE``."""
    row = SupportProfile.objects.visible_to(actor).select_for_update().get(organization_id=actor.org_id)
    row.updated_at = now
    _edit(actor, row, SUPPORT_PROFILE, values, "updated_at", what="partners.support_changed", now=now)


def _edit(
    actor: Actor,
    row: Reseller | SupportProfile,
    fields: tuple[str, ...],
    values: dict[str, str],
    *also: str,
    what: str,
    now: datetime,
) -> None:
    before: dict[str, Any] = {field: getattr(row, field) for field in fields}
    after = {**before, **{field: values[field] for field in fields if field in values}}
    for field, value in after.items():
        setattr(row, field, value)
    row.save(update_fields=[*fields, *also])
    audit.record(actor, what, subject=("reseller", actor.org_id, row.name), before=before, after=after, at=now)


def _locked(actor: Actor, reseller_id: int) -> Reseller:
    row = Reseller.objects.visible_to(actor).select_for_update().filter(organization_id=reseller_id).first()
    if row is None:
        raise NotFound(_("There is no such reseller."))
    return row
