"""What people choose and type about incoming mail and about robots -> values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from behalf.cases.models import DESK_KINDS, Kind, Severity
from behalf.channels.models import Mailbox as Box
from behalf.channels.models import Occasion, Outcome
from behalf.channels.models import Robot as RobotRow
from behalf.web.forms import Form


class Wanted(Form):
    """Which mails to list; what makes no sense is left out."""

    outcome = forms.ChoiceField(choices=Outcome.choices, required=False)
    before = forms.IntegerField(required=False, min_value=1)

    def clean_or_nothing(self) -> dict[str, Any]:
        """Values for the query, whatever stood in the address."""
        self.is_valid()
        return {"outcome": self.values.get("outcome", ""), "before": self.values.get("before")}


class Find(Form):
    """Which customer a mail may be of."""

    search = forms.CharField(max_length=100, required=False)


class Accept(Form):
    """The customer whose case a held mail becomes."""

    account_id = forms.IntegerField(min_value=1)


class Attach(Form):
    """The case onto which a held mail goes."""

    number = forms.CharField(label=_("Number of the case"), max_length=20)


class Inbox(Form):
    """An address that receives, and what a case from it begins as."""

    address = forms.EmailField(label=_("Address"), max_length=254)
    kind = forms.ChoiceField(
        label=_("A case from it begins as"), choices=[(kind.value, kind.label) for kind in DESK_KINDS],
        initial=Kind.HOW_TO,
    )  # fmt: skip
    severity = forms.ChoiceField(
        label=_("Severity"),
        initial=Severity.B,
        choices=[(one.value, format_lazy("{} · {}", one.value, one.label)) for one in Severity],
    )


class Mailbox(Form):
    """How the mail of an address is fetched."""

    host = forms.RegexField(r"^[A-Za-z0-9.:-]+$", label=_("Mail server"), max_length=253)
    security = forms.ChoiceField(label=_("Encryption"), choices=Box.Security.choices, initial=Box.Security.TLS)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    user = forms.CharField(label=_("Account"), max_length=254)
    password = forms.CharField(
        label=_("Password"), max_length=500, required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    folder = forms.CharField(label=_("Folder"), max_length=200, initial="INBOX")
    after = forms.ChoiceField(label=_("What becomes of taken mail"), choices=Box.After.choices, initial=Box.After.SEEN)
    moved_to = forms.CharField(label=_("Moved to the folder"), max_length=200, required=False)
    with_old = forms.BooleanField(label=_("Take the mail that lies there already, too"), required=False)


class Robot(Form):
    """A robot of a chat group: by what it is reached, and what it tells."""

    name = forms.CharField(label=pgettext_lazy("chat", "Group"), max_length=80)
    provider = forms.ChoiceField(label=_("Provider"), choices=RobotRow.Provider.choices)
    webhook = forms.CharField(
        label=_("Webhook"), max_length=500, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
    secret = forms.CharField(
        label=_("Signature secret"), max_length=200, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    keyword = forms.CharField(label=_("Keyword"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="zh-hans")
    occasions = forms.MultipleChoiceField(
        label=_("It tells"), choices=Occasion.choices, widget=forms.CheckboxSelectMultiple,
        initial=[Occasion.OPENED_A, Occasion.UNASSIGNED, Occasion.BROKEN, Occasion.OPERATOR],
    )  # fmt: skip
    severities = forms.ChoiceField(
        label=_("Of which severity"), choices=RobotRow.Severities.choices, initial=RobotRow.Severities.ALL
    )
    customer = forms.CharField(label=_("Customer"), max_length=253, required=False)
    service_id = forms.TypedChoiceField(label=_("Service"), coerce=int, empty_value=None, required=False)
    calendar_id = forms.TypedChoiceField(
        label=pgettext_lazy("robot", "Its hours"), coerce=int, empty_value=None, required=False
    )

    def __init__(
        self, *args: Any, services: Iterable[tuple[int, str]], calendars: Iterable[tuple[int, str]],
        has_customers: bool, is_new: bool, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.give_choices("service_id", [("", _("Every service")), *services])
        self.give_choices("calendar_id", [("", _("Around the clock")), *calendars])
        self.fields["webhook"].required = is_new
        if not has_customers:
            del self.fields["customer"]
