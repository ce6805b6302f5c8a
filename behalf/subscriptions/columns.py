"""What this room adds to the list of customers."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from behalf.connectors.registry import cloud
from behalf.subscriptions import rules
from behalf.subscriptions.queries import Summary
from behalf.web.place import here
from behalf.web.plate import Cell


def seats(summary: Summary) -> Cell:
    """The active seats of a customer."""
    return Cell(summary.seats)


def state(summary: Summary) -> Cell:
    """How a customer's subscriptions are; a countdown says how many days are left."""
    if summary.suspended == 0 or summary.delete_at is None:
        return Cell(ngettext("%(count)s active", "%(count)s active", summary.live) % {"count": summary.live}, "fine")
    left = rules.days_left(summary.delete_at, here().now, cloud().zone)
    facts = {"suspended": summary.suspended, "live": summary.live, "days": left}
    return Cell(_said(left, all_of_them=summary.suspended == summary.live) % facts, "paused")


def _said(left: int, *, all_of_them: bool) -> str:
    if all_of_them:
        if left == 0:
            return _("Suspended, last day")
        return ngettext("Suspended, %(days)s day left", "Suspended, %(days)s days left", left)
    if left == 0:
        return _("%(suspended)s of %(live)s suspended, last day")
    return ngettext(
        "%(suspended)s of %(live)s suspended, %(days)s day left",
        "%(suspended)s of %(live)s suspended, %(days)s days left",
        left,
    )
