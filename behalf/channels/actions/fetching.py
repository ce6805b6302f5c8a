"""A mailbox on somebody's server: how it is reached, and how far its mail was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from behalf.audit import actions as audit
from behalf.channels import rules
from behalf.channels.actions.arriving import receive
from behalf.channels.models import Inbox, Mailbox
from behalf.channels.reaching import account_of, purpose
from behalf.connectors.imap import Account, Trouble
from behalf.identity import queries as identity
from behalf.kit import secrets
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid, NotFound
from behalf.kit.verbs import action
from behalf.notifications import actions as notifications
from behalf.web.addresses import url

NOT_FETCHED = gettext_noop("Mail to %(address)s cannot be fetched any more.")


@dataclass(frozen=True, slots=True)
class Fetching:
    """What one look into a mailbox needs to know."""

    account: Account
    validity: int
    last_uid: int
    settled_uid: int
    with_old: bool
    polled_at: datetime | None
    moved_to: str


@action("channels.settings")
def connect_mailbox(
    actor: Actor, inbox_id: int, *, host: str, port: int, security: str, user: str, password: str, folder: str,
    after: str, moved_to: str, with_old: bool = False, now: datetime,
) -> None:  # fmt: skip
    """Fetch the mail of an address from a mailbox; without a password the one that is kept goes on to be used.

    Who names another server or account must know its password: else a kept one could be sent anywhere.
    """
    inbox = Inbox.objects.visible_to(actor).filter(pk=inbox_id).first()
    if inbox is None:
        raise NotFound(_("There is no such address."))
    row = Mailbox.objects.visible_to(actor).select_for_update().filter(inbox=inbox).first()
    place = (host.strip().lower(), port, user.strip())
    is_same = row is not None and (row.host, row.port, row.user) == place
    if not password and not is_same:
        raise Invalid(_("Enter the password."), field="password")
    if after == Mailbox.After.MOVE and moved_to.strip() in ("", folder.strip()):
        raise Invalid(_("Name another folder to which mail is moved."), field="moved_to")
    if row is None:
        row = Mailbox(org_id=actor.org_id, inbox=inbox)
    if not is_same or row.folder != folder.strip():
        row.validity = row.last_uid = row.settled_uid = 0
        row.polled_at = row.taken_at = None
        row.with_old = with_old
    row.host, row.port, row.user = place
    row.security, row.folder, row.after, row.moved_to = security, folder.strip(), after, moved_to.strip()
    row.next_at, row.failures, row.failing_since, row.trouble, row.trouble_words = now, 0, None, "", ""
    if password:
        row.secret = secrets.kept(password, purpose=purpose(inbox_id))
    row.save()
    facts = {"host": row.host, "user": row.user, "folder": row.folder, "security": row.security}
    audit.record(actor, "mail.mailbox_connected", subject=_subject(inbox), after=facts, at=now)


@action("channels.settings")
def disconnect_mailbox(actor: Actor, inbox_id: int, *, now: datetime) -> None:
    """Fetch no more; what came stays, and what lies on the server stays there."""
    row = Mailbox.objects.visible_to(actor).select_related("inbox").filter(inbox_id=inbox_id).first()
    if row is None:
        raise NotFound(_("There is no such address."))
    audit.record(actor, "mail.mailbox_disconnected", subject=_subject(row.inbox), at=now)
    row.delete()


@action("channels.settings")
def fetch_now(actor: Actor, inbox_id: int, *, now: datetime) -> None:
    """Look into the mailbox at the next opportunity, however often it failed."""
    Mailbox.objects.visible_to(actor).filter(inbox_id=inbox_id).update(next_at=now)


@action("channels.take")
def begin_fetch(actor: Actor, mailbox_id: int, *, now: datetime) -> Fetching | None:
    """What is to be fetched now, and not by anybody else within the time that it may take; None: not now.

    Raises Trouble when the kept password cannot be read.
    """
    row = _locked(actor, mailbox_id)
    if row is None or row.next_at > now:
        return None
    row.next_at = now + rules.FETCH_EVERY
    row.save(update_fields=["next_at"])
    return Fetching(
        account_of(row), row.validity, row.last_uid, row.settled_uid, row.with_old, row.polled_at,
        row.moved_to if row.after == Mailbox.After.MOVE else "",
    )  # fmt: skip


@action("channels.take")
def start_at(actor: Actor, mailbox_id: int, *, validity: int, uid: int) -> None:
    """The folder's numbers mean other mails than before: what stands behind this one is still to be kept."""
    row = _locked(actor, mailbox_id)
    if row is not None and row.validity != validity:
        row.validity, row.last_uid, row.settled_uid = validity, uid, uid
        row.save(update_fields=["validity", "last_uid", "settled_uid"])


@action("channels.take")
def keep_fetched(
    actor: Actor, mailbox_id: int, *, validity: int, uid: int, raw: bytes | None, size: int, now: datetime
) -> bool:
    """Keep a mail of the folder and how far we are, in one transaction; whether it was not kept before.

    raw: None for a mail that is gone, by which only the count moves on.
    """
    row = _locked(actor, mailbox_id)
    if row is None or row.validity != validity or uid <= row.last_uid:
        return False
    row.last_uid = uid
    if raw is not None:
        row.taken_at = now
        receive(actor, raw, address=row.inbox.address, envelope_from="", came_by="imap", size=size, now=now)
    row.save(update_fields=["last_uid", "taken_at"])
    return raw is not None


@action("channels.take")
def settle(actor: Actor, mailbox_id: int, *, validity: int, uid: int) -> None:
    """The server was told about the mails up to this one."""
    rows = Mailbox.objects.visible_to(actor).filter(pk=mailbox_id, validity=validity, settled_uid__lt=uid)
    rows.update(settled_uid=uid)


@action("channels.take")
def end_fetch(actor: Actor, mailbox_id: int, *, more: bool, now: datetime) -> None:
    """It worked; more: it ended before everything was kept."""
    rows = Mailbox.objects.visible_to(actor).filter(pk=mailbox_id)
    rows.update(
        polled_at=now, failures=0, failing_since=None, trouble="", trouble_words="",
        next_at=now if more else rules.next_fetch(0, now),
    )  # fmt: skip


@action("channels.take")
def fail_fetch(actor: Actor, mailbox_id: int, *, trouble: Trouble, now: datetime) -> None:
    """It did not work: later again; the third time in a row those who can mend it are told."""
    row = _locked(actor, mailbox_id)
    if row is None:
        return
    row.failures += 1
    row.failing_since = row.failing_since or now
    row.trouble, row.trouble_words = trouble.why, trouble.words[:200]
    row.next_at = rules.next_fetch(row.failures, now)
    row.save(update_fields=["failures", "failing_since", "trouble", "trouble_words", "next_at"])
    if row.failures == rules.FETCH_TOLD_AT:
        for person in identity.colleagues(actor, role="global_admin"):
            notifications.tell(
                actor, person.person_id, text=NOT_FETCHED, url=url("channels:mailbox", inbox_id=row.inbox_id),
                kind="mailbox_failing", about=_subject(row.inbox), facts={"address": row.inbox.address},
                key=f"mailbox:{row.pk}:{row.failing_since.isoformat()}", by_mail=True, now=now,
            )  # fmt: skip


def _locked(actor: Actor, mailbox_id: int) -> Mailbox | None:
    rows = Mailbox.objects.visible_to(actor).select_related("inbox").select_for_update(of=("self",))
    return rows.filter(pk=mailbox_id).first()


def _subject(inbox: Inbox) -> tuple[str, int, str]:
    return ("inbox", inbox.pk, inbox.address)
