"""How the portal says things to the customer: what a case waits for, how much it hurts, how its services are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from behalf.cases.models import Case, Severity, Status
from behalf.health.queries import BoardRow

# What each severity means to who is hit (domain.md 2.6).
SEVERITIES = {
    Severity.A: lazy("Key work has stopped for many people. We work on it without a break."),
    Severity.B: lazy("Work is hindered, or only some people are hit."),
    Severity.C: lazy("A small disturbance, a question or a wish."),
}

_STANDS = {
    Status.NEW: lazy("We have it and prepare the first answer"),
    Status.IN_PROGRESS: lazy("We work on it"),
    Status.WAITING_CUSTOMER: lazy("Please answer our question"),
    Status.WITH_OPERATOR: lazy("We work on it together with the operator of the cloud"),
    Status.RESOLVED: lazy("Please tell us whether it works again"),
    Status.CLOSED: lazy("Done"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands for the customer; ``party``: whose turn it is, ``who`` in words."""

    says: Any
    party: str
    who: str


def standing(case: Case) -> Standing:
    """Where a case stands, in the customer's words."""
    status = Status(case.status)
    if status in (Status.WAITING_CUSTOMER, Status.RESOLVED):
        return Standing(_STANDS[status], "cust", _("Your turn"))
    if status is Status.CLOSED:
        return Standing(_STANDS[status], "", _("Closed"))
    return Standing(_STANDS[status], "us", _("In our hands"))


def summed_up(rows: Sequence[BoardRow]) -> list[str]:
    """How the customer's services are, in one or two sentences: the disturbed ones by name."""
    bad = [row for row in rows if row.incidents or row.state not in ("normal", "maintenance")]
    fine = len(rows) - len(bad)
    said = [_("%(service)s: %(state)s.") % {"service": row.name, "state": row.seen.word} for row in bad[:2]]
    if len(bad) > 2:
        more = len(bad) - 2
        said.append(ngettext("%(count)s more is disturbed.", "%(count)s more are disturbed.", more) % {"count": more})
    if bad and fine:
        said.append(
            ngettext("%(count)s other service is normal.", "%(count)s other services are normal.", fine)
            % {"count": fine}
        )
    if rows and not bad:
        said.append(_("All your services are normal."))
    return said or [_("You have no service yet.")]
