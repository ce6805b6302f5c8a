"""Fields that every form about an organization has: whom to reach, and where."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from behalf.web.forms import Form


class Contact(Form):
    """The person to reach."""

    contact_name = forms.CharField(label=_("Primary contact"), max_length=200, required=False)
    contact_email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    contact_phone = forms.CharField(label=_("Phone"), max_length=40, required=False)


class Address(Form):
    """A postal address, as an envelope has it."""

    address = forms.CharField(label=_("Street address"), max_length=300, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    province = forms.CharField(label=_("Province"), max_length=100, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)
