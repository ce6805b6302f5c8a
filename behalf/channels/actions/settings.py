"""A desk's own addresses."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.cases.models import DESK_KINDS, Severity
from behalf.channels.models import Inbox
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid, NotFound
from behalf.kit.verbs import action


@action("channels.settings")
def add_inbox(actor: Actor, *, address: str, kind: str, severity: str, now: datetime) -> int:
    """Receive mail at an address; a case from it begins with this kind and severity."""
    try:
        validate_email(address)
    except ValidationError as error:
        raise Invalid(_("This is no e-mail address."), field="address") from error
    if kind not in DESK_KINDS or severity not in Severity.values:
        raise Invalid(_("Choose what it is about."), field="kind")
    row = Inbox(org_id=actor.org_id, address=address.strip().lower(), kind=kind, severity=severity, created_at=now)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(_("A desk receives mail at this address already."), field="address") from error
    audit.record(actor, "mail.address_added", subject=("inbox", row.pk, row.address), at=now)
    return row.pk


@action("channels.settings")
def remove_inbox(actor: Actor, inbox_id: int, *, now: datetime) -> None:
    """Receive no more mail at an address; what came stays."""
    row = Inbox.objects.visible_to(actor).filter(pk=inbox_id).first()
    if row is None:
        raise NotFound(_("There is no such address."))
    audit.record(actor, "mail.address_removed", subject=("inbox", row.pk, row.address), at=now)
    row.delete()
