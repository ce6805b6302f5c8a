"""What is typed about a customer account."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from behalf.web.contact import Address, Contact
from behalf.web.forms import Form


class Details(Contact, Address):
    """The company's details (P18)."""

    company = forms.CharField(label=_("Company name"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ("company", "contact_name", "contact_email", "contact_phone", "language")


class Billing(Form):
    """Who receives the bills (P18)."""

    billing_name = forms.CharField(label=_("Name on the bill"), max_length=200, required=False)
    billing_email = forms.EmailField(label=_("E-mail address for bills"), max_length=254, required=False)


class FirstAdmin(Form):
    """The first person of a customer that has none."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    admin_email = forms.EmailField(label=_("E-mail address"), max_length=254, help_text=_("They sign in with it."))

    @property
    def person(self) -> dict[str, str]:
        """The values as the action names them."""
        return {"name": self.values.get("name", ""), "email": self.values.get("admin_email", "")}
