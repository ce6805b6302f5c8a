"""What a customer's people type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from behalf.cases.models import ANSWERS, SUPPORT_KINDS, Notices, Severity
from behalf.web.forms import FilesField, Form, Prose

Choices = Iterable[tuple[Any, Any]]


def _files() -> FilesField:
    return FilesField(
        label=gettext_lazy("Attach files"), required=False, help_text=gettext_lazy("Up to 5 files of 10 MB")
    )


class OpenCase(Form):
    """A new case at one of the customer's resellers."""

    account_id = forms.TypedChoiceField(label=gettext_lazy("To"), coerce=int)
    subject = forms.CharField(label=gettext_lazy("What is wrong, in one line"), max_length=200)
    body = Prose(label=gettext_lazy("What happened, since when, and who is hit"), rows=7)
    service_id = forms.TypedChoiceField(label=gettext_lazy("Service"), coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is about"), choices=[(kind.value, kind.label) for kind in SUPPORT_KINDS]
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("How much it hurts"),
        widget=forms.RadioSelect,
        choices=[(each.value, format_lazy("{} · {}", each.value, each.label)) for each in Severity],
    )

    affected = forms.IntegerField(
        label=gettext_lazy("How many people it hits"), min_value=0, max_value=10_000_000, required=False
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Whom we call back"), max_length=200, required=False,
        help_text=gettext_lazy("Empty: you"),
    )  # fmt: skip
    contact_phone = forms.CharField(
        label=gettext_lazy("Call back at"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )

    def __init__(self, *args: Any, resellers: Choices = (), services: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"] = _files()
        self.resellers = list(resellers)
        self.give_choices("account_id", self.resellers)
        self.give_choices("service_id", [("", _("None in particular")), *services])


class Write(Form):
    """An answer to the reseller, with files."""

    body = Prose(label=gettext_lazy("Your answer"), rows=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"] = _files()


class Reopen(Form):
    """That it is not solved, and what is still wrong."""

    why = forms.CharField(label=gettext_lazy("What is still wrong?"), max_length=300)


class Rate(Form):
    """Whether a closed case was handled well."""

    good = forms.TypedChoiceField(
        label=gettext_lazy("How did we handle it?"), choices=ANSWERS, coerce="yes".__eq__, widget=forms.RadioSelect
    )
    comment = Prose(label=gettext_lazy("What should we know about it?"), rows=3, max_length=2000, required=False)


class ChooseMail(Form):
    """Which mail about the own cases is wanted."""

    notices = forms.ChoiceField(
        label=gettext_lazy("Which mail do you want?"), choices=Notices.choices, widget=forms.RadioSelect
    )


class Place(Form):
    """Which part of a list is asked for; what makes no sense is left out."""

    before = forms.IntegerField(min_value=1, required=False)
    view = forms.CharField(max_length=10, required=False)
