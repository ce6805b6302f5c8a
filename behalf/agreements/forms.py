"""What people type about service levels -> values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from behalf.agreements import rules
from behalf.agreements.models import Country, OnBreach
from behalf.web.forms import Form

TURNS = 8
_BUDGET = re.compile(r"(\d{1,4})(?::([0-5]\d))?")

WEEKDAYS = (
    gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"), gettext_lazy("Thursday"),
    gettext_lazy("Friday"), gettext_lazy("Saturday"), gettext_lazy("Sunday"),
)  # fmt: skip
PROMISED = {
    "first": gettext_lazy("First response"),
    "update": gettext_lazy("Next update"),
    "resolution": pgettext_lazy("promise", "Solution"),
}
Choices = Iterable[tuple[Any, Any]]


class WindowsField(forms.Field):
    """Hours of a day as people write them; empty: closed."""

    def to_python(self, value: Any) -> Any:
        """The windows."""
        try:
            return rules.read(str(value or ""))
        except ValueError:
            raise ValidationError(_("Write hours like 09:00-12:00, 13:00-18:00.")) from None


class BudgetField(forms.Field):
    """A length of time in hours, or hours and minutes; empty: not promised."""

    def to_python(self, value: Any) -> Any:
        """The length, or None."""
        text = str(value or "").strip()
        if not text:
            return None
        found = _BUDGET.fullmatch(text)
        if found is None:
            raise ValidationError(_("Write hours like 4, or 1:30."))
        return timedelta(hours=int(found[1]), minutes=int(found[2] or 0))


def choices(field: forms.Field, given: Choices) -> None:
    """Give a field its choices."""
    cast(forms.ChoiceField, field).choices = list(given)


class Calendar(Form):
    """A calendar: its week, a line for each day."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    zone = forms.CharField(
        label=gettext_lazy("Time zone"), max_length=40, help_text=gettext_lazy("For example Asia/Shanghai"),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "off"}),
    )  # fmt: skip
    country = forms.ChoiceField(label=gettext_lazy("Public holidays"), choices=Country.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, label in enumerate(WEEKDAYS):
            self.fields[f"day_{number}"] = WindowsField(label=label, required=False)

    @property
    def asked(self) -> dict[str, Any]:
        """What the action is handed."""
        given = self.values
        week = [given.get(f"day_{number}", ()) for number in range(7)]
        return {"name": given.get("name"), "zone": given.get("zone"), "country": given.get("country"), "week": week}


class Date(Form):
    """Days with hours of their own."""

    since = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("Last day"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    windows = WindowsField(label=gettext_lazy("Hours"), required=False, help_text=gettext_lazy("Empty: closed"))
    why = forms.CharField(label=gettext_lazy("Why"), max_length=200)


class Agreement(Form):
    """An agreement's next version: for each severity and promise a time and its calendar."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    customer = forms.CharField(
        label=gettext_lazy("Customer"), max_length=253, required=False,
        help_text=gettext_lazy("Company or domain; empty: every customer"),
    )  # fmt: skip
    service_id = forms.TypedChoiceField(label=gettext_lazy("Service"), coerce=int, empty_value=None, required=False)
    warns_at = forms.IntegerField(
        label=gettext_lazy("Warn when so much of the time is used"), min_value=1, max_value=99, initial=rules.WARNS_AT,
        help_text=gettext_lazy("Percent"),
    )  # fmt: skip
    valid_from = forms.DateTimeField(
        label=gettext_lazy("Valid from"), required=False, help_text=gettext_lazy("Empty: from now on"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    why = forms.CharField(label=gettext_lazy("Why"), max_length=300, required=False)

    def __init__(
        self, *args: Any, calendars: Choices, services: Choices = (), scoped: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices(self.fields["service_id"], [("", _("Every service")), *services])
        if not scoped:
            del self.fields["customer"], self.fields["service_id"]
        known = list(calendars)
        for severity in rules.SEVERITIES:
            for promise in rules.PROMISES:
                name = f"{severity}_{promise}"
                self.fields[name] = BudgetField(label=PROMISED[promise], required=False)
                self.fields[f"{name}_in"] = forms.TypedChoiceField(
                    label=_("Calendar"), coerce=int, choices=known, empty_value=None, required=False
                )

    @property
    def targets(self) -> dict[tuple[str, str], tuple[timedelta, int]]:
        """What is promised, by severity and promise."""
        given = self.values
        return {
            (severity, promise): (budget, given.get(f"{severity}_{promise}_in") or 0)
            for severity in rules.SEVERITIES
            for promise in rules.PROMISES
            if (budget := given.get(f"{severity}_{promise}")) is not None
        }


class Which(Form):
    """For whom, what and how urgent a promise is looked up."""

    customer = forms.CharField(max_length=253, required=False)
    service = forms.IntegerField(min_value=1, required=False)
    severity = forms.ChoiceField(choices=[(each, each) for each in rules.SEVERITIES], required=False)


class Duty(Form):
    """Who takes turns, and what happens when a promise is broken."""

    since = forms.DateField(
        label=gettext_lazy("The first turn begins in the week of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Turns change on Mondays at 09:00"),
    )
    on_breach = forms.ChoiceField(
        label=gettext_lazy("When a promise is broken"), choices=OnBreach.choices, widget=forms.RadioSelect
    )
    lead_id = forms.TypedChoiceField(
        label=gettext_lazy("Lead"), coerce=int, empty_value=None, required=False,
        help_text=gettext_lazy("Who is told when a case is raised"),
    )  # fmt: skip
    calendar_id = forms.TypedChoiceField(
        label=gettext_lazy("Hours in which people are told"), coerce=int, empty_value=None, required=False,
        help_text=gettext_lazy("On each person's own clock; severity A is told at once"),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Choices, calendars: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(people)
        choices(self.fields["lead_id"], [("", _("Nobody")), *known])
        choices(self.fields["calendar_id"], [("", _("At any hour")), *calendars])
        for number in range(1, TURNS + 1):
            self.fields[f"turn_{number}"] = forms.TypedChoiceField(
                label=_("Turn %(number)s") % {"number": number}, coerce=int, empty_value=None, required=False,
                choices=[("", "–"), *known],
            )  # fmt: skip

    @property
    def asked(self) -> dict[str, Any]:
        """What the action is handed."""
        given = self.values
        turns = [given.get(f"turn_{number}") for number in range(1, TURNS + 1)]
        return {
            "people": [each for each in turns if each is not None], "since": given.get("since"),
            "on_breach": given.get("on_breach"), "lead_id": given.get("lead_id"),
            "calendar_id": given.get("calendar_id"),
        }  # fmt: skip
