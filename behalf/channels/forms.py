"""What people choose and type about incoming mail -> values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from behalf.cases.models import DESK_KINDS, Kind, Severity
from behalf.channels.models import Mailbox as Box
from behalf.channels.models import Outcome
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
