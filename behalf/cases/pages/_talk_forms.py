"""What people type about calls and working time -> values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from behalf.cases import calls
from behalf.cases.forms import OpenForCustomer
from behalf.cases.models import Activity
from behalf.web.forms import Form, Prose

MINUTE = "%Y-%m-%dT%H:%M"


def _minutes(label: Any, *, least: int = 1, **kwargs: Any) -> forms.IntegerField:
    """So many minutes of a day."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=least, max_value=calls.LONGEST, widget=widget, **kwargs)


def _moment(label: Any, **kwargs: Any) -> forms.DateTimeField:
    """An instant to the minute, on the person's own clock."""
    widget = forms.DateTimeInput(format=MINUTE, attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, input_formats=[MINUTE, f"{MINUTE}:%S"], widget=widget, **kwargs)


class LogCall(Form):
    """A call about a case; whether it was the first response is only asked while there is none."""

    direction = forms.ChoiceField(
        label=_("Who called whom"), widget=forms.RadioSelect, initial=calls.IN,
        choices=[(calls.IN, _("They called us")), (calls.OUT, _("We called"))],
    )  # fmt: skip
    reached = forms.BooleanField(label=_("Somebody answered"), initial=True, required=False)
    who = forms.CharField(label=_("With whom"), max_length=200, required=False)
    number = forms.CharField(label=_("Number"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"}))
    body = Prose(label=_("What was said"), rows=4)
    public = forms.BooleanField(
        label=_("The customer may read this"), required=False,
        help_text=_("Stands in its portal then; no mail is sent. Otherwise only colleagues read it."),
    )  # fmt: skip
    answers = forms.BooleanField(
        label=_("This was our first response"), required=False,
        help_text=_("Only for a call of ours that reached the customer. It counts from now; otherwise no clock moves."),
    )  # fmt: skip
    minutes = _minutes(_("How long, in minutes"), least=0, required=False)
    began_at = _moment(_("Since when"), required=False, help_text=_("Empty: it has just ended"))
    booked = _minutes(_("Minutes to book"), required=False)

    def __init__(self, *args: Any, answered: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if answered and not self.is_bound:
            del self.fields["answers"]


class OpenFromCall(OpenForCustomer):
    """A new case from a call that came in."""

    minutes = _minutes(_("How long, in minutes"), least=0, required=False)
    began_at = _moment(_("Since when"), required=False, help_text=_("Empty: it has just ended"))
    booked = _minutes(_("Minutes to book"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["channel"]
        self.fields["contact_name"].label = _("Who called")
        self.fields["contact_phone"].label = _("Number")


class BookTime(Form):
    """Working time on a case."""

    minutes = _minutes(_("Minutes"))
    activity = forms.ChoiceField(label=_("What it went into"), required=False)
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"], help_text=_("Empty: today"),
    )  # fmt: skip
    note = forms.CharField(label=_("What was done"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.give_choices("activity", [("", "–"), *Activity.choices])


class CorrectTime(Form):
    """Why an entry is taken back, and what is right instead."""

    why = forms.CharField(label=_("Why"), max_length=300)
    minutes = _minutes(_("Minutes in its place"), required=False, help_text=_("Empty: nothing is booked in its place"))


class AskedTime(Form):
    """Which sums of working time are asked for; what makes no sense is left out."""

    month = forms.RegexField(r"^20\d\d-(0[1-9]|1[0-2])$", required=False)
    part = forms.ChoiceField(
        choices=[(each, "") for each in ("customer", "agent", "service", "activity")], required=False
    )
    key = forms.CharField(max_length=20, required=False)
    after = forms.CharField(max_length=40, required=False)
    before = forms.CharField(max_length=40, required=False)
