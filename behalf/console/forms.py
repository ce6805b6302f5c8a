"""What a person asked the journal and the palette for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator

from behalf.web.forms import Form

LAST_DAY = date.max - timedelta(days=2)  # the end of a later one is no instant any more


class Words(Form):
    """What is looked for."""

    q = forms.CharField(max_length=80, required=False)


class JournalFilter(Form):
    """Which entries of the journal to show; what makes no sense is left out."""

    what = forms.CharField(max_length=80, required=False)
    person = forms.IntegerField(min_value=1, required=False)
    customer = forms.IntegerField(min_value=1, required=False)
    kind = forms.CharField(max_length=60, required=False)
    about = forms.CharField(max_length=60, required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False, validators=[MaxValueValidator(LAST_DAY)])
    before = forms.IntegerField(min_value=1, required=False)

    def chosen(self) -> dict[str, Any]:
        """What was chosen, for the page's links (None: everything); without the place in the list."""
        return {name: self.values.get(name) or None for name in self.fields if name != "before"}

    def wanted(self, zone: str) -> dict[str, Any]:
        """The same for the query: days are whole days where the reader is."""
        chosen, there = self.chosen(), ZoneInfo(zone)
        since, until = chosen["since"], chosen["until"]
        return {
            "what": chosen["what"] or "",
            "person_id": chosen["person"],
            "customer_id": chosen["customer"],
            "subject": (chosen["kind"], chosen["about"]) if chosen["kind"] and chosen["about"] else None,
            "since": datetime.combine(since, time(), there) if since else None,
            "until": datetime.combine(until + timedelta(days=1), time(), there) if until else None,
        }
