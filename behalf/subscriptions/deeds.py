"""What entries of the journal about subscriptions and imports are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "subscriptions.added": _("Subscription added"),
    "subscriptions.renamed": _("Subscription renamed"),
    "subscriptions.seats_changed": _("Seats changed"),
    "subscriptions.suspended": _("Subscription suspended"),
    "subscriptions.reactivated": _("Subscription reactivated"),
    "subscriptions.deletion_noticed": _("Deletion announced"),
    "subscriptions.deleted": _("Subscription deleted"),
    "imports.received": _("Import received"),
    "imports.started": _("Import started"),
    "imports.done": _("Import done"),
}
