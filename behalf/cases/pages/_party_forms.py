"""What people type about the contact and the parties of a case -> values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from behalf.cases import rules
from behalf.cases.models import Case, Notices, Party, Role
from behalf.web.forms import Form
from behalf.web.language import NAMES


class Reached(Form):
    """Somebody who is reached by mail or telephone, in their language."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=list(NAMES.items()))


class SetContact(Reached):
    """Whom we answer, and at which number we call back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("Call back at")

    @classmethod
    def of(cls, case: Case) -> dict[str, Any]:
        """What the case says now."""
        return {name: getattr(case, f"contact_{name}") for name in ("name", "email", "phone", "language")}


class Inside(Form):
    """A reason that the customer does not read."""

    why = forms.CharField(label=_("Why"), max_length=300, help_text=_("Only colleagues read this"))


class Affected(Form):
    """How many people a case hits."""

    affected = forms.IntegerField(
        label=_("How many people it hits"), min_value=0, max_value=rules.AFFECTED_AT_MOST, required=False,
        help_text=_("Empty: nobody knows"),
    )  # fmt: skip


class KeepParty(Reached):
    """Somebody beside the contact, and what part they have."""

    role = forms.ChoiceField(label=_("Part"), choices=Role.choices, widget=forms.RadioSelect, initial=Role.INFORMED)
    notices = forms.ChoiceField(label=_("Mail"), choices=Notices.choices, initial=Notices.ALL)
    is_third = forms.BooleanField(label=_("Not of the customer (a third party)"), required=False)
    party_id = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, party: Party | None, *, language: str) -> dict[str, Any]:
        """What a party that is to be changed says now; a new one begins with the contact's language."""
        if party is None:
            return {"language": language, "role": Role.INFORMED, "notices": Notices.ALL}
        return {name: getattr(party, name) for name in cls.base_fields if name != "party_id"} | {"party_id": party.pk}
