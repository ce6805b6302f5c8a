"""What escalation puts into the pages of cases at once, without a statement."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.translation import gettext as _

from behalf.kit.actor import Actor
from behalf.web.addresses import url
from behalf.web.icons import icon


def escalate_button(actor: Actor, *, case_id: int) -> str | None:
    """The way up, for those who may raise requests; the page behind it says what is missing."""
    if actor.tier != "reseller":
        return None
    address = url("escalation:escalate", case_id=case_id)
    return format_html('<a class="btn" href="{}" data-key="e">{}{}</a>', address, icon("escalate"), _("Escalate…"))
