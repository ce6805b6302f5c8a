"""What a publisher typed -> values. Times are typed and shown in the person's own zone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from behalf.catalog.queries import ServiceRow
from behalf.health import rules, words
from behalf.health.rules import Kind, State
from behalf.web.asked import whole
from behalf.web.forms import Form

MINUTE = "%Y-%m-%dT%H:%M"


class Moment(forms.DateTimeField):
    """An instant to the minute, by the browser's own control."""

    widget = forms.DateTimeInput(format=MINUTE, attrs={"type": "datetime-local"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=[MINUTE, f"{MINUTE}:%S"], **kwargs)


class Chosen(forms.ChoiceField):
    """One of a list that the page fills in; whether it exists is the action's to say, in its own transaction."""

    def valid_value(self, value: Any) -> bool:
        return True


class Several(forms.MultipleChoiceField):
    """Boxes to tick, filled in by the page like ``Chosen``."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        return True


def _text(label: Any, *, required: bool = True, rows: int = 4, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def _one_of(label: Any, choices: Iterable[tuple[str, Any]], **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices), widget=forms.RadioSelect, **kwargs)


def _choices(form: Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def _regions(services: Iterable[ServiceRow]) -> list[tuple[str, str]]:
    codes = dict.fromkeys(region for service in services for region in service.regions)
    return [(code, words.region(code)) for code in codes]


def _number(text: str) -> int:
    """An id as typed; what is none is nobody's."""
    return whole(text) or 0


def state_choices(states: Iterable[State]) -> list[tuple[str, Any]]:
    """States to choose from, in people's words."""
    return [(state.value, words.seen(state).word) for state in states]


class Where(Form):
    """Base of forms that ask where: services, and the regions in which, if it is not all of them."""

    services = Several(label=_("Services"))
    regions = Several(
        label=_("Only in these regions"), required=False, help_text=_("None ticked: wherever the services run.")
    )

    def offer(self, services: Iterable[ServiceRow]) -> Self:
        """Fill the boxes with what there is."""
        known = list(services)
        _choices(self, "services", [(service.id, service.name) for service in known])
        _choices(self, "regions", _regions(known))
        return self

    def clean(self) -> dict[str, Any]:
        """Services times regions, as ``places``."""
        values = dict(super().clean() or {})
        services, regions = values.pop("services", []), values.pop("regions", [])
        places = [(_number(service), region) for service in services for region in regions or [""]]
        return values | {"places": places}


class Stated(Form):
    """A statement about one service."""

    state = _one_of(_("How it is"), state_choices(rules.STATED))
    at = Moment(label=_("Since"), required=False, help_text=_("Empty: from now on."))
    note = _text(_("Note"), required=False, rows=3)

    def clean_state(self) -> State:
        return State(self.cleaned_data["state"])


class Statement(Stated):
    """A statement, with the service it is about."""

    service = Chosen(label=_("Service"))
    region = Chosen(label=_("Region"), required=False)
    field_order = ("service", "region", "state", "at", "note")

    def offer(self, services: Iterable[ServiceRow]) -> Self:
        """Fill the lists with what there is."""
        known = list(services)
        _choices(self, "service", [(service.id, service.name) for service in known])
        _choices(self, "region", [("", _("Wherever it runs")), *_regions(known)])
        return self

    def clean_service(self) -> int:
        return _number(self.cleaned_data["service"])


class StatementCorrection(Stated):
    """What should have been stated instead."""

    at = Moment(label=_("Since"))


class NewIncident(Where):
    """Everything that people must be told first."""

    kind = _one_of(_("What it is"), ((kind.value, words.KINDS[kind]) for kind in Kind))
    title = forms.CharField(label=_("Title"), max_length=200)
    impact = _text(_("What people notice"), rows=3)
    state = _one_of(_("Where it stands"), state_choices(rules.RUNNING))
    text = _text(_("What is known"))
    began_at = Moment(label=_("Began"), required=False, help_text=_("Empty: now."))
    next_update_at = Moment(label=_("Next update by"), required=False, help_text=_("Empty: in an hour."))
    field_order = ("kind", "title", "impact", "services", "regions", "state", "text", "began_at", "next_update_at")

    def clean_kind(self) -> Kind:
        return Kind(self.cleaned_data["kind"])

    def clean_state(self) -> State:
        return State(self.cleaned_data["state"])


class IncidentUpdate(Where):
    """What is new about an incident."""

    state = Chosen(label=_("Where it stands"), widget=forms.RadioSelect)
    text = _text(_("What is new"))
    at = Moment(label=_("Since"), required=False, help_text=_("Empty: from now on."))
    next_update_at = Moment(label=_("Next update by"), required=False, help_text=_("Empty: in an hour."))
    services = Several(label=_("Now felt on these services as well"), required=False)
    field_order = ("state", "text", "at", "next_update_at", "services", "regions")

    def follows(self, present: State) -> Self:
        """Offer the states that may follow where the incident stands."""
        _choices(self, "state", state_choices(rules.next_states(present)))
        return self

    def clean_state(self) -> State:
        try:
            return State(self.cleaned_data["state"])
        except ValueError as unknown:
            raise forms.ValidationError(_("Choose where it stands.")) from unknown

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        return {**values, "spreads_to": values.pop("places")}


class WordCorrection(Form):
    """What a word on an incident should have been."""

    state = _one_of(_("How it was"), state_choices(rules.CORRECTABLE))
    at = Moment(label=_("Since"))
    text = _text(_("Text"))

    def clean_state(self) -> State:
        return State(self.cleaned_data["state"])


class NewMaintenance(Where):
    """Work that is planned."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = _text(_("What people notice"))
    starts_at = Moment(label=_("From"))
    ends_at = Moment(label=_("Until"))
    short_notice = _text(
        _("Why it is announced late"),
        required=False,
        rows=2,
        help_text=_("Needed when it begins in less than five days."),
    )
    field_order = ("title", "text", "services", "regions", "starts_at", "ends_at", "short_notice")


class MovedMaintenance(Form):
    """Another window for planned work."""

    starts_at = Moment(label=_("From"))
    ends_at = Moment(label=_("Until"))
    text = _text(_("Why"), rows=2)
    short_notice = _text(
        _("Why it is announced late"),
        required=False,
        rows=2,
        help_text=_("Needed when it moves forward and begins in less than five days."),
    )


class MaintenanceMoment(Form):
    """That work began or ended."""

    at = Moment(label=_("At"), required=False, help_text=_("Empty: now."))
    text = _text(_("Note"), required=False, rows=2)


class MaintenanceWord(Form):
    """A sentence about planned work: why it is cancelled, or what should have been said."""

    text = _text(_("Text"), rows=2)


class News(Form):
    """An announcement's words."""

    category = _one_of(_("What it is"), words.CATEGORIES.items())
    title = forms.CharField(label=_("Title"), max_length=200)
    body = _text(_("Text"), rows=8)
    act_by = forms.DateField(
        label=_("Act by"),
        required=False,
        help_text=_("Needed when people must do something."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class NewNews(News, Where):
    """An announcement, with what it is about."""

    field_order = ("category", "title", "body", "act_by", "services", "regions")


class Withdrawal(Form):
    """Why an announcement is taken back."""

    why = _text(_("Why it is withdrawn"), rows=2)


class Check(Form):
    """Which services were looked at, and what for."""

    service = forms.IntegerField(required=False)
    case = forms.IntegerField(required=False, min_value=1)
    label = forms.CharField(required=False, max_length=60)

    @property
    def about(self) -> tuple[str, object, str] | None:
        """The case that it was looked at for, if any."""
        case = self.values.get("case")
        return ("case", case, self.values.get("label") or str(case)) if case else None

    @property
    def services(self) -> list[int] | None:
        """The one service, or None for all that the customer has."""
        service = self.values.get("service")
        return [service] if service else None
