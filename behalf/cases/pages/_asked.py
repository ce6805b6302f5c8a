"""What a report is asked for by its address, and the links to the same report with one thing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from behalf.cases import forms
from behalf.cases.models import Kind, Severity
from behalf.catalog import queries as catalog
from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.web.addresses import url
from behalf.web.context import Entry
from behalf.web.page import ActorRequest

DAYS = (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Asked:
    """A report as its address asks for it; ``page``: the name of that address."""

    page: str
    days: int
    part: str
    promise: str
    since: date
    until: date

    @classmethod
    def of(cls, request: ActorRequest, page: str) -> Asked:
        """What this request asks for; what makes no sense is left out."""
        given = forms.Asked(request.GET).values
        days = given.get("days") or 30
        today = clock.now().astimezone(ZoneInfo(request.actor.zone)).date()
        since = today - timedelta(days=days - 1)
        return cls(page, days, given.get("part") or "agent", given.get("promise") or "", since, today)

    @property
    def query(self) -> dict[str, Any]:
        """For links to the same report."""
        return {"days": self.days, "part": self.part, **({"promise": self.promise} if self.promise else {})}

    @property
    def parts(self) -> list[Entry]:
        """The sides by which it is seen."""
        labels = {
            "agent": _("By agent"), "customer": _("By customer"), "service": _("By service"), "kind": _("By kind"),
            "severity": _("By severity"),
        }  # fmt: skip
        return [self.with_other("part", part, labels[part]) for part in forms.REPORT_PARTS]

    @property
    def spans(self) -> list[Entry]:
        """How far it reaches back."""
        return [self.with_other("days", days, _("%(count)d days") % {"count": days}) for days in DAYS]

    def with_other(self, name: str, value: str | int, label: str) -> Entry:
        """A link to the same report with one thing else."""
        there = url(self.page, query={**self.query, name: value})
        return Entry(f"{name}-{value}", label, there, current=value == getattr(self, name))


def names(actor: Actor, part: str) -> dict[str, str]:
    """What the keys of a report are called, where their rows do not say it."""
    if part == "service":
        return {"": _("None in particular")} | {str(each.id): each.name for each in catalog.services(actor)}
    if part == "kind":
        return {value: str(label) for value, label in Kind.choices}
    return {value: f"{value} · {label}" for value, label in Severity.choices} if part == "severity" else {}
