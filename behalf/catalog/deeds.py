"""What entries of the journal about the catalogue are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from behalf.catalog import queries
from behalf.kit.actor import Actor

DEEDS = {
    "catalog.service_published": _("Service published"),
    "catalog.offer_published": _("Offer published"),
    "catalog.offer_sold": _("Offer put on sale"),
    "catalog.offer_withdrawn": _("Offer taken off sale"),
    "catalog.pinned": _("Offer pinned"),
    "catalog.unpinned": _("Offer unpinned"),
}


def NAMES(actor: Actor) -> dict[int | str, str]:  # noqa: N802  (as every room names it)
    """What services are called, for those who may know."""
    return queries.service_names(actor) if actor.may("catalog.names") else {}
