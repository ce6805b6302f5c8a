"""What is typed about satisfaction."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from behalf.cases.models import ANSWERS
from behalf.cases.queries import SORTS
from behalf.web.forms import Form, Prose


class Rate(Form):
    """The answer by the link of a letter."""

    good = forms.TypedChoiceField(
        label=_("How did we handle it?"), choices=ANSWERS, coerce="yes".__eq__, widget=forms.RadioSelect
    )
    comment = Prose(label=_("What should we know about it?"), rows=4, max_length=2000, required=False)
    again = forms.BooleanField(label=_("It is not solved: go on with it"), required=False)


class AskedVoices(Form):
    """Which answers are asked for; what makes no sense is left out."""

    key = forms.CharField(max_length=20, required=False)
    answer = forms.ChoiceField(choices=[(each, "") for each in SORTS], required=False)
    before = forms.IntegerField(min_value=1, max_value=2**53, required=False)


class ChooseAsking(Form):
    """Whether and how often the desk asks."""

    is_on = forms.BooleanField(label=_("Ask customers after a case was closed"), required=False)
    every = forms.IntegerField(
        label=_("One question per how many closed cases"),
        min_value=1,
        max_value=100,
        help_text=_("1: after every case"),
    )
    rest_days = forms.IntegerField(
        label=_("Days during which one person is not asked again"), min_value=0, max_value=365
    )
