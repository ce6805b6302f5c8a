"""What this room adds to the list of customers."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from behalf.connectors.registry import cloud
from behalf.kit.actor import Actor
from behalf.subscriptions import queries, rules
from behalf.subscriptions.queries import Summary
from behalf.web.place import here
from behalf.web.plate import Cell


def seats(actor: Actor, ids: Sequence[int]) -> dict[int, Cell]:
    """The active seats of each customer."""
    return {pk: Cell(summary.seats) for pk, summary in queries.summaries(actor, ids).items()}


def state(actor: Actor, ids: Sequence[int]) -> dict[int, Cell]:
    """How each customer's subscriptions are; a countdown says how many days are left."""
    return {pk: _state(summary) for pk, summary in queries.summaries(actor, ids).items()}


def _state(summary: Summary) -> Cell:
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
