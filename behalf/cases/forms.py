"""What people type about cases -> values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from behalf.cases import rules
from behalf.cases.models import DESK_KINDS, SUPPORT_KINDS, Channel, Kind, Promise, Severity
from behalf.web.forms import FilesField, FilesInput, Form, Prose

REPORT_PARTS = ("agent", "customer", "service", "kind", "severity")
ACCEPT = ",".join(f".{ending}" for ending in rules.TYPES)

# What each severity means, in the words of domain.md 2.6 (O1): shown wherever one is chosen.
MEANINGS = {
    Severity.A: gettext_lazy(
        "Key work has stopped for many people. We work on it without a break; first answer in 2 hours."
    ),
    Severity.B: gettext_lazy("Work is hindered, or only some people are hit. First answer in 4 hours."),
    Severity.C: gettext_lazy("A small disturbance, a question or a wish. First answer in 8 hours."),
}  # fmt: skip


def files() -> FilesField:
    """The field in which files are attached."""
    hint = _("Up to %(count)d files of 10 MB") % {"count": rules.MOST}
    return FilesField(
        label=_("Attach files"), required=False, help_text=hint, widget=FilesInput(attrs={"accept": ACCEPT})
    )


class Open(Form):
    """A new case. ``services``: those of the customer, as (id, name); ``kinds``: what it may be about."""

    subject = forms.CharField(label=gettext_lazy("What is wrong, in one line"), max_length=200)
    body = Prose(label=gettext_lazy("What the customer says"), rows=6)
    service_id = forms.TypedChoiceField(label=gettext_lazy("Service"), coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("What it is about"), widget=forms.RadioSelect)
    severity = forms.ChoiceField(label=gettext_lazy("How much it hurts"), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, services: Iterable[tuple[int, str]] = (), kinds: Iterable[Kind] = SUPPORT_KINDS, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choices("service_id", [("", _("None in particular")), *services])
        self._choices("kind", [(kind.value, kind.label) for kind in kinds])
        self._choices("severity", [(each.value, f"{each.value} · {each.label}") for each in Severity])
        self.fields["files"] = files()

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # told to the type checker
        field.choices = choices


class OpenForCustomer(Open):
    """A new case that one of our people writes down: also how it reached us, and whom to answer."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How it reached us"),
        choices=[(each.value, each.label) for each in (Channel.PHONE, Channel.MAIL, Channel.DESK)],
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Contact"), max_length=200, required=False,
        help_text=gettext_lazy("Empty: the contact of the account"),
    )  # fmt: skip
    contact_email = forms.EmailField(label=gettext_lazy("E-mail of the contact"), required=False)
    contact_phone = forms.CharField(label=gettext_lazy("Phone of the contact"), max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, kinds=DESK_KINDS, **kwargs)


class Write(Form):
    """A reply or a note; each has its own text, so that a note cannot go out by a slip of the switch."""

    kind = forms.ChoiceField(choices=[("reply", ""), ("note", "")])
    body = Prose(required=False)
    note = Prose(required=False)
    wait = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"] = files()

    @property
    def is_note(self) -> bool:
        """Whether it stays inside."""
        return self.values.get("kind") == "note"


class Assign(Form):
    """To whom the case is given; empty: back to the queue."""

    person_id = forms.TypedChoiceField(
        label=gettext_lazy("Give the case to"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person_id"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # told to the type checker
        field.choices = [("", _("Nobody: back to the queue")), *people]


class ChangeSeverity(Form):
    """Another severity, and why."""

    severity = forms.ChoiceField(
        label=gettext_lazy("How much it hurts"), widget=forms.RadioSelect,
        choices=[(each.value, format_lazy("{} · {}", each.value, each.label)) for each in Severity],
    )  # fmt: skip
    why = forms.CharField(label=gettext_lazy("Why"), max_length=300, help_text=gettext_lazy("The customer reads this"))


class Resolve(Form):
    """The solution, told to the customer."""

    body = Prose(
        label=gettext_lazy("What was done"), help_text=gettext_lazy("Goes to the customer, who is asked to agree")
    )


class Confirm(Form):
    """That the customer agreed, and how we know."""

    how = forms.CharField(
        label=gettext_lazy("Who confirmed it, and how"), max_length=300,
        help_text=gettext_lazy("For example: Ms Li, by phone"),
    )  # fmt: skip


class Because(Form):
    """A reason."""

    why = forms.CharField(label=gettext_lazy("Why"), max_length=300, help_text=gettext_lazy("The customer reads this"))


class Tried(Form):
    """A step that was tried."""

    text = forms.CharField(label=gettext_lazy("What was tried, and what came of it"), max_length=500)


class Find(Form):
    """What is looked for."""

    q = forms.CharField(max_length=80, required=False)


class Asked(Form):
    """Which report is asked for; what makes no sense is left out."""

    days = forms.TypedChoiceField(choices=[(7, ""), (30, ""), (90, "")], coerce=int, required=False)
    part = forms.ChoiceField(choices=[(each, "") for each in REPORT_PARTS], required=False)
    promise = forms.ChoiceField(choices=Promise.choices, required=False)
    outcome = forms.ChoiceField(choices=[("met", ""), ("missed", "")], required=False)
    key = forms.CharField(max_length=20, required=False)
    on = forms.DateField(required=False)
    before = forms.CharField(max_length=40, required=False)


class Place(Form):
    """Which part of the queue is asked for; what makes no sense is left out."""

    view = forms.CharField(max_length=20, required=False)
    service = forms.IntegerField(min_value=1, required=False)
    before = forms.CharField(max_length=40, required=False)
    q = forms.CharField(max_length=80, required=False)


class Search(Form):
    """What is looked for in all cases; ``typing``: its last word may go on."""

    q = forms.CharField(max_length=200, required=False, strip=False)
    before = forms.CharField(max_length=60, required=False)
    typing = forms.BooleanField(required=False)
