"""The sixty days of a suspended subscription: notices on the way, deletion at the end (P22)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from behalf.connectors.registry import cloud
from behalf.customers import queries as customers
from behalf.customers.models import Account, whose
from behalf.identity import queries as identity
from behalf.kit.actor import Actor
from behalf.kit.events import announce
from behalf.kit.verbs import action
from behalf.notifications import actions as notifications
from behalf.subscriptions import rules
from behalf.subscriptions.actions._row import locked, record
from behalf.subscriptions.events import SubscriptionDeleted
from behalf.subscriptions.models import DeletionNotice, Subscription
from behalf.web.addresses import url

TOLD = frozenset({"admin_agent", "sales_agent", "global_admin"})
LETTER = "subscriptions/letters/deletion.txt"
DAYS = gettext_noop("%(company)s: the data of %(subscription)s is deleted in %(days)s days.")
TOMORROW = gettext_noop("%(company)s: the data of %(subscription)s is deleted tomorrow.")
TODAY = gettext_noop("%(company)s: the data of %(subscription)s is deleted at the end of today.")


@action("subscriptions.count_down")
def count_down(actor: Actor, subscription_id: int, *, now: datetime) -> str:
    """Do what is due: ``deleted``, ``told`` or nothing (empty). Safe to ask at any time, and twice."""
    row, _addons = locked(actor, subscription_id)
    if row.status != Subscription.Status.SUSPENDED or row.delete_at is None or row.suspended_at is None:
        return ""
    if rules.is_over(row.delete_at, now):
        _delete(actor, row, now)
        return "deleted"
    rows = DeletionNotice.objects.visible_to(actor).filter(subscription_id=row.pk, suspended_at=row.suspended_at)
    days = rules.notice_due(row.delete_at, now, list(rows.values_list("days", flat=True)), cloud().zone)
    if days is None:
        return ""
    _tell(actor, row, row.suspended_at, days, rules.days_left(row.delete_at, now, cloud().zone), now)
    return "told"


def _delete(actor: Actor, row: Subscription, now: datetime) -> None:
    row.status, row.deleted_at = Subscription.Status.DELETED, now
    row.save(update_fields=["status", "deleted_at"])
    record(actor, row, "subscriptions.deleted", after={"deleted_at": now.isoformat()}, now=now)
    announce(actor, SubscriptionDeleted(row.account_id, row.pk, at=now))


def _tell(actor: Actor, row: Subscription, suspended_at: datetime, days: int, left: int, now: datetime) -> None:
    """Tell those who can still prevent it: the reseller's sellers and the customer's contact.

    days: which notice it is; left: the days that are really left, fewer when the notice comes late.
    """
    account = customers.account(actor, row.account_id)
    key = f"deletion:{row.pk}:{suspended_at:%Y%m%d%H%M%S}:{days}"
    DeletionNotice(**whose(account), subscription=row, suspended_at=suspended_at, days=days, sent_at=now).save(
        force_insert=True
    )
    _tell_sellers(actor, row, account, left, key, now)
    if account.contact_email:
        _write_to_customer(actor, row, account, left, key, now)
    record(actor, row, "subscriptions.deletion_noticed", after={"days": days}, now=now)


def _tell_sellers(actor: Actor, row: Subscription, account: Account, left: int, key: str, now: datetime) -> None:
    for colleague in identity.colleagues(actor):
        if TOLD.isdisjoint(colleague.roles):
            continue
        name = row.nickname or row.offer.named(colleague.language)
        notifications.tell(
            actor,
            colleague.person_id,
            text={0: TODAY, 1: TOMORROW}.get(left, DAYS),
            facts={"company": account.company, "subscription": name, "days": left},
            url=url("subscriptions:subscription", account_id=account.pk, subscription_id=row.pk),
            kind="subscriptions.deletion",
            about=("subscription", row.pk, name),
            key=key,
            by_mail=True,
            now=now,
        )


def _write_to_customer(actor: Actor, row: Subscription, account: Account, left: int, key: str, now: datetime) -> None:
    name = row.nickname or row.offer.named(account.language)
    notifications.write(
        actor,
        to=account.contact_email,
        to_name=account.contact_name or account.company,
        letter=LETTER,
        context={"subscription": name, "days": left, "delete_at": row.delete_at},
        language=account.language,
        about=("subscription", row.pk, name),
        key=key,
        now=now,
    )
