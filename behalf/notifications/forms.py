"""What a person chose in the outbox and in the list of notices."""

from __future__ import annotations

from typing import Any

from django import forms

from behalf.notifications.models import Mail
from behalf.web.forms import Form


class Wanted(Form):
    """Which mails to list; what makes no sense is left out."""

    state = forms.ChoiceField(choices=Mail.State, required=False)
    before = forms.IntegerField(required=False, min_value=1)

    def clean_or_nothing(self) -> dict[str, Any]:
        """Values for the query, whatever stood in the address."""
        self.is_valid()
        return {"state": self.values.get("state", ""), "before": self.values.get("before")}


class Shown(Form):
    """The newest notice that was on the page."""

    upto = forms.IntegerField(required=False, min_value=1)

    def newest(self) -> int | None:
        """Its id, or None for all."""
        self.is_valid()
        return self.values.get("upto")
