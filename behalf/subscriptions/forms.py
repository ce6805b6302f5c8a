"""What is typed about customers to add, subscriptions and files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from behalf.catalog.queries import OfferRow
from behalf.subscriptions.models import Subscription
from behalf.web.asked import whole
from behalf.web.contact import Address, Contact
from behalf.web.forms import Form

REASONS = (
    (Subscription.Reason.CUSTOMER_REQUEST, _("The customer asked for it")),
    (Subscription.Reason.NON_PAYMENT, _("Non-payment")),
    (Subscription.Reason.FRAUD, _("Fraud or misuse")),
)
KINDS = {"customers": _("Customers"), "subscriptions": _("Subscriptions"), "people": _("People")}


class AccountInfo(Contact, Address):
    """The first step of adding a customer (P17): the company, its contact and its first admin."""

    company = forms.CharField(label=_("Company name"), max_length=200)
    domain = forms.CharField(
        label=_("Domain"),
        max_length=253,
        help_text=_("The customer's own, or its first one below the provider's. It cannot be changed later."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    admin_name = forms.CharField(label=_("Name of its admin"), max_length=200)
    admin_email = forms.EmailField(
        label=_("E-mail address of its admin"), max_length=254, help_text=_("They sign in with it.")
    )
    field_order = ("company", "domain", "language", "admin_name", "admin_email")


class Orders(Form):
    """The second step: how many seats of which offers; an empty field is none."""

    def __init__(self, data: Any = None, *, offers: Sequence[OfferRow]) -> None:
        super().__init__(data)
        self.offers = [offer for offer in offers if not offer.is_addon]
        for offer in self.offers:
            self.fields[seats_name(offer.id)] = forms.IntegerField(
                label=offer.name, required=False, min_value=offer.min_seats, max_value=offer.max_seats
            )

    @property
    def lines(self) -> list[tuple[OfferRow, int]]:
        """What was ordered."""
        seats = [(offer, self.values.get(seats_name(offer.id))) for offer in self.offers]
        return [(offer, count) for offer, count in seats if count]


def seats_name(offer_id: int) -> str:
    """The name of an offer's field for seats."""
    return f"seats_{offer_id}"


def ordered(data: Any) -> dict[int, int]:
    """The orders that the review carries, offer id -> seats; what is no number is left to the order's own form."""
    found = {}
    for name, value in data.items():
        offer_id, seats = whole(name.removeprefix("seats_")), whole(str(value).strip())
        if name.startswith("seats_") and offer_id is not None and seats:
            found[offer_id] = seats
    return found


class NewSubscription(Form):
    """An offer to buy for a customer that is here already (P20)."""

    offer_id = forms.IntegerField(label=_("Offer"), widget=forms.Select)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, initial=1)
    parent_id = forms.IntegerField(
        label=_("Belongs to"),
        required=False,
        widget=forms.Select,
        help_text=_("Only for an add-on, when several subscriptions fit."),
    )
    nickname = forms.CharField(label=_("Nickname"), max_length=200, required=False)

    def offering(self, offers: Sequence[OfferRow], parents: Sequence[tuple[int, str]]) -> NewSubscription:
        """The same form with what can be chosen; only showing it needs that, the action decides."""
        choices: dict[str, Any] = {
            "offer_id": [("", _("Choose an offer")), *_grouped(offers)],
            "parent_id": [("", _("The one that fits")), *parents],
        }
        for name, values in choices.items():
            self.fields[name].widget.choices = values
        return self


def _grouped(offers: Sequence[OfferRow]) -> list[tuple[Any, list[tuple[int, str]]]]:
    groups = (
        (_("Pinned"), [offer for offer in offers if offer.pin]),
        (_("Offers"), [offer for offer in offers if not offer.pin and not offer.is_addon]),
        (_("Add-ons"), [offer for offer in offers if not offer.pin and offer.is_addon]),
    )
    return [(label, [(offer.id, offer.name) for offer in some]) for label, some in groups if some]


class Seats(Form):
    """A new number of seats."""

    seats = forms.IntegerField(label=_("Seats"), min_value=1)


class Nickname(Form):
    """A name of the reseller's own."""

    nickname = forms.CharField(label=_("Nickname"), max_length=200, required=False)


class Suspension(Form):
    """Why a subscription is suspended (P22)."""

    reason = forms.ChoiceField(label=_("Reason"), choices=REASONS, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, help_text=_("The customer reads it in its record.")
    )


class Upload(Form):
    """A file to import."""

    kind = forms.ChoiceField(label=_("What is in it"), widget=forms.RadioSelect)
    file = forms.FileField(label=_("CSV file"), help_text=_("UTF-8, UTF-16 or GB18030; at most 5 MB and 5,000 lines."))

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind, KINDS[kind]) for kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField
        if len(choices) == 1:
            self.fields["kind"].initial = choices[0][0]
