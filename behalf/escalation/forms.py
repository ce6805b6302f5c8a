"""What people type on the way up."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from behalf.escalation import words
from behalf.web.forms import Form, Prose


def _choices(known: Mapping[str, object], *, none: object = "") -> list[tuple[str, object]]:
    return ([("", none)] if none else []) + list(known.items())


class Prepare(Form):
    """The agent's own words for the gate."""

    topic = forms.ChoiceField(label=_("What it is about"), choices=_choices(words.TOPICS))
    impact = forms.CharField(label=_("Business impact"), required=False, max_length=500)
    settings_not_applicable = forms.CharField(label=_("Settings do not apply, because"), required=False, max_length=500)
    lack = forms.ChoiceField(
        label=_("What do we lack?"), required=False, widget=forms.RadioSelect, choices=_choices(words.LACKS)
    )
    lack_words = forms.CharField(label=_("In one sentence"), required=False, max_length=500)


class Override(Form):
    """Going up without one item."""

    item = forms.ChoiceField(widget=forms.HiddenInput, choices=_choices(words.ITEMS))
    reason = forms.CharField(label=_("Reason, which the operator reads"), required=False, max_length=500)


class Incident(Form):
    """What a published incident has to do with the case."""

    incident_id = forms.IntegerField(widget=forms.HiddenInput)
    stance = forms.ChoiceField(choices=[("cause", _("cause")), ("denied", _("denied")), ("persists", _("persists"))])
    reason = forms.CharField(label=_("Why not"), required=False, max_length=500)


class Tried(Form):
    """A step that was tried."""

    text = forms.CharField(label=_("What was tried, and what came of it"), max_length=500)


class Say(Form):
    """A word to the other side."""

    body = Prose(label=_("Message"))


class Judge(Form):
    """Why an escalation is inappropriate, and what should have been done."""

    reason = forms.ChoiceField(label=_("Reason"), choices=_choices(words.INAPPROPRIATE, none=_("Choose a reason")))
    body = Prose(label=_("What the reseller should have done"))


class PortalRequest(Form):
    """A problem of our own with the portal."""

    topic = forms.ChoiceField(
        label=_("What it is about"),
        choices=[(key, words.TOPICS[key]) for key in ("technical", "billing", "subscription")],
    )
    severity = forms.ChoiceField(
        label=_("How much it hurts"),
        choices=[("C", _("C, minimal impact")), ("B", _("B, moderate impact")), ("A", _("A, critical impact"))],
    )
    subject = forms.CharField(label=_("In one line"), max_length=200)
    body = Prose(label=_("What you did, and what happened"))
