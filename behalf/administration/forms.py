"""What an agent typed -> values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from behalf.administration import rules, wording
from behalf.administration.baseline import Kind, Setting
from behalf.administration.deciding import must_tell
from behalf.connectors.ports import SettingValue
from behalf.kit import references
from behalf.web.forms import Form

LONGEST = 2000  # of an address to go on to


class Begin(Form):
    """Why somebody acts for a customer: in words, or by a case that was given out for it (``about``)."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you act for this customer?"),
        help_text=gettext_lazy("The customer reads this."),
        max_length=300,
        required=False,
    )
    about = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    then = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, account_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reference = references.read(self["about"].value() or "", account_id)
        reason = self.fields["reason"]
        reason.required = self.reference is None
        reason.error_messages["required"] = _("Say why you act for this customer, or name the case.")

    @property
    def values(self) -> dict[str, Any]:
        """Reason, and the case as a triple."""
        return {"reason": super().values["reason"], "about": self.reference}

    def after(self, service: str) -> str:
        """Where to go on once it has begun: the page of this service that was asked for, else the service's own."""
        wanted = str(self.cleaned_data.get("then", ""))
        return wanted if _is_address(wanted) and wanted.startswith(service) else service


class Value(Form):
    """The value that a setting is to have, in the control that fits its kind."""

    def __init__(self, setting: Setting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.setting = setting
        self.fields["value"] = _control(setting)

    def clean_value(self) -> SettingValue:
        """The typed text as a value of this setting."""
        try:
            return rules.parse(self.setting, str(self.cleaned_data["value"]))
        except rules.NotAValue:
            raise forms.ValidationError(_hint(self.setting) or _("This value does not fit the setting.")) from None


class Write(Value):
    """The value as its difference was shown, with the mark of the reading that it was shown against."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    told = forms.BooleanField(required=False, label=gettext_lazy("I have told the customer"))

    def __init__(self, setting: Setting, *args: Any, **kwargs: Any) -> None:
        super().__init__(setting, *args, **kwargs)
        self.fields["value"].widget = forms.HiddenInput()
        if not must_tell(setting.impact):
            del self.fields["told"]

    @property
    def values(self) -> dict[str, Any]:
        """Ready for ``corrections.correct``."""
        given = super().values
        return {"wanted": given["value"], "seen": given["seen"], "told": given.get("told", False)}


def _is_address(text: str) -> bool:
    return text.isascii() and text.isprintable() and len(text) <= LONGEST


def _control(setting: Setting) -> forms.Field:
    label, hint = _("New value"), _hint(setting)
    if setting.kind is Kind.BOOL:
        pairs = [("true", wording.value(setting, given=True)), ("false", wording.value(setting, given=False))]
        return forms.ChoiceField(label=label, choices=pairs, widget=forms.RadioSelect)
    if setting.kind is Kind.CHOICE:
        pairs = [(each, wording.value(setting, each)) for each in setting.choices]
        return forms.ChoiceField(label=label, choices=pairs, widget=forms.RadioSelect)
    if setting.kind is Kind.LIST:
        area = forms.Textarea(attrs={"rows": 4})
        return forms.CharField(label=label, help_text=_("One a line."), required=False, widget=area)
    return forms.CharField(label=label, help_text=hint, max_length=1000)


def _hint(setting: Setting) -> str:
    bounds = setting.bounds
    if bounds is None:
        return ""
    return _("A number from %(least)s to %(most)s.") % {"least": bounds.at_least, "most": bounds.at_most}
