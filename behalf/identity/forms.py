"""What is typed about people."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from behalf.identity import rules, words
from behalf.kit.actor import Actor
from behalf.web.forms import Form

AREAS = ("Asia", "Europe", "America", "Africa", "Australia", "Pacific", "Atlantic", "Indian")


def _zones() -> list[tuple[str, str]]:
    known = [zone for zone in available_timezones() if zone.split("/")[0] in AREAS]
    ordered = sorted(known, key=lambda zone: (AREAS.index(zone.split("/")[0]), zone))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in ordered)]


def _choices(described: dict[str, tuple[Any, Any]], values: Any = None) -> list[tuple[str, Any]]:
    return [(value, name) for value, (name, _gives) in described.items() if values is None or value in values]


class Roles(Form):
    """The two settings of a reseller's person (P06), or the one role of an operator's or customer's.

    Who may not give admin roles is not asked for one.
    """

    agent = forms.ChoiceField(label=_("Agent role"), choices=_choices(words.AGENTS), widget=forms.RadioSelect)
    admin = forms.ChoiceField(label=_("Admin role"), choices=_choices(words.ADMINS), widget=forms.RadioSelect)
    role = forms.ChoiceField(label=_("Role"), choices=_choices(words.ROLES), widget=forms.RadioSelect)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor.tier == "reseller":
            del self.fields["role"]
        else:
            del self.fields["agent"], self.fields["admin"]
            own = _choices(words.ROLES, rules.ROLES_OF_TIER[actor.tier])
            self.fields["role"].choices = own  # type: ignore[attr-defined]  # it is a ChoiceField
        if "admin" in self.fields and not rules.may_grant_admin(actor.roles):
            del self.fields["admin"]


class NewPerson(Roles):
    """A person to add."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), max_length=254, help_text=_("They sign in with it."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ("name", "email", "language")


class Deactivation(Form):
    """Why a person's work ends."""

    why = forms.CharField(label=_("Reason"), max_length=500, help_text=_("It stands in the audit journal."))


class Profile(Form):
    """One's own profile."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    zone = forms.ChoiceField(label=_("Time zone"), choices=_zones)
    theme = forms.ChoiceField(label=pgettext_lazy("theme", "Look"), choices=list(words.THEMES.items()))

    def clean_theme(self) -> str:
        """Empty where the device decides."""
        theme = str(self.cleaned_data["theme"])
        return "" if theme == "device" else theme


class FirstPassword(Form):
    """The password in place of the temporary one, typed twice."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters, and none of the common ones."),
    )
    again = forms.CharField(
        label=_("The same once more"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_again(self) -> str:
        """Typed twice the same."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("The two are not the same."))
        return again


class Choice(Form):
    """Which organization to work in."""

    organization = forms.IntegerField(min_value=1)


class Language(Form):
    """Which language, chosen at the foot of a page."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)
