"""What is typed about resellers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from behalf.partners.models import Reseller
from behalf.web.contact import Address, Contact
from behalf.web.forms import Form

KINDS = (
    (Reseller.Kind.DIRECT, _("Direct reseller")),
    (Reseller.Kind.INDIRECT_PROVIDER, _("Indirect provider")),
    (Reseller.Kind.INDIRECT_RESELLER, _("Reseller of an indirect provider")),
)
STATUSES = ((Reseller.Status.ACTIVE, _("Active")), (Reseller.Status.SUSPENDED, _("Suspended")))


class Enrolment(Form):
    """A reseller to enrol with its first global admin (P03)."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    mpn_id = forms.CharField(label=_("MPN ID"), max_length=20, required=False)
    premium = forms.BooleanField(
        label=_("Premium agreement: its requests may have severity A at our desk"), required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    admin_name = forms.CharField(label=_("Name of its first global admin"), max_length=200)
    admin_email = forms.EmailField(
        label=_("E-mail address of its first global admin"), max_length=254, help_text=_("They sign in with it.")
    )
    field_order = ("name", "prefix")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prefix"] = forms.RegexField(  # no class attribute: a form has one of this name
            "^[A-Z]{2,4}$",
            label=_("Letters before its case numbers"),
            help_text=_("Two to four capital letters, such as SH in SH-10482."),
            error_messages={"invalid": _("Two to four capital letters, such as SH.")},
        )
        self.order_fields(self.field_order)


class Standing(Form):
    """What the operator decides about a reseller (P10)."""

    status = forms.ChoiceField(label=_("Status"), choices=STATUSES, widget=forms.RadioSelect)
    premium = forms.BooleanField(
        label=_("Premium agreement: its requests may have severity A at our desk"), required=False
    )
    why = forms.CharField(label=_("Reason"), max_length=500, help_text=_("It stands in the audit journal."))


class PartnerProfile(Contact, Address):
    """The legal business profile (P05)."""

    legal_name = forms.CharField(label=_("Legal name"), max_length=200)
    field_order = ("legal_name", "address", "city", "province", "postal_code")


class OrganizationProfile(Form):
    """The directory account billed for the reseller's own purchases (P05)."""

    directory_domain = forms.CharField(label=_("Domain of your directory"), max_length=253, required=False)
    directory_contact = forms.CharField(label=_("Technical contact"), max_length=200, required=False)
    directory_email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)


class SupportProfile(Form):
    """How customers reach the reseller's support (P03)."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    phone = forms.CharField(label=_("Phone"), max_length=40)
    website = forms.URLField(label=_("Website"), max_length=300, required=False, assume_scheme="https")
    hours = forms.CharField(
        label=_("Hours"), max_length=200, help_text=_("Such as 24 × 7, or what holds outside of office hours.")
    )
    languages = forms.CharField(label=_("Languages"), max_length=200, required=False)
