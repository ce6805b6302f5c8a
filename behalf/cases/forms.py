"""What people type about cases -> values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _

from behalf.cases import reminding, rules
from behalf.cases.models import DESK_KINDS, SUPPORT_KINDS, Channel, Kind, Promise, Severity, Status, TextBlock
from behalf.cases.queries import Promised
from behalf.web.forms import FilesField, FilesInput, Form, Prose
from behalf.web.language import NAMES
from behalf.web.times import span

REPORT_PARTS = ("agent", "customer", "service", "kind", "severity")
ACCEPT = ",".join(f".{ending}" for ending in rules.TYPES)

# What each severity means, in the words of domain.md 2.6 (O1): shown wherever one is chosen.
MEANINGS = {
    Severity.A: gettext_lazy("Key work has stopped for many people. We work on it without a break."),
    Severity.B: gettext_lazy("Work is hindered, or only some people are hit."),
    Severity.C: gettext_lazy("A small disturbance, a question or a wish."),
}


def meanings(promised: Mapping[str, Promised]) -> dict[str, str]:
    """The same with the first answer that a customer is promised; severity -> text."""
    found = {severity.value: str(text) for severity, text in MEANINGS.items()}
    for severity, promise in promised.items():
        facts = {"span": span(promise.budget), "hours": gettext(promise.hours)}
        found[severity] += " " + _("First answer within %(span)s (%(hours)s).") % facts
    return found


def files() -> FilesField:
    """The field in which files are attached."""
    hint = _("Up to %(count)d files of 10 MB") % {"count": rules.MOST}
    return FilesField(
        label=_("Attach files"), required=False, help_text=hint, widget=FilesInput(attrs={"accept": ACCEPT})
    )


class Open(Form):
    """A new case. ``services``: those of the customer, as (id, name); ``kinds``: what it may be about."""

    subject = forms.CharField(label=gettext_lazy("What is wrong, in one line"), max_length=200)
    body = Prose(label=gettext_lazy("What the customer says"), rows=6)
    service_id = forms.TypedChoiceField(label=gettext_lazy("Service"), coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("What it is about"), widget=forms.RadioSelect)
    severity = forms.ChoiceField(label=gettext_lazy("How much it hurts"), widget=forms.RadioSelect)
    affected = forms.IntegerField(
        label=gettext_lazy("How many people it hits"), min_value=0, max_value=rules.AFFECTED_AT_MOST, required=False
    )

    def __init__(
        self, *args: Any, services: Iterable[tuple[int, str]] = (), kinds: Iterable[Kind] = SUPPORT_KINDS, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.give_choices("service_id", [("", _("None in particular")), *services])
        self.give_choices("kind", [(kind.value, kind.label) for kind in kinds])
        self.give_choices("severity", [(each.value, f"{each.value} · {each.label}") for each in Severity])
        self.fields["files"] = files()


class OpenForCustomer(Open):
    """A new case that one of our people writes down: also how it reached us, and whom to answer."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How it reached us"),
        choices=[(each.value, each.label) for each in (Channel.PHONE, Channel.MAIL, Channel.DESK)],
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Contact"), max_length=200, required=False,
        help_text=gettext_lazy("Empty: the contact of the account"),
    )  # fmt: skip
    contact_email = forms.EmailField(label=gettext_lazy("E-mail of the contact"), required=False)
    contact_phone = forms.CharField(label=gettext_lazy("Phone of the contact"), max_length=40, required=False)
    hidden_because = forms.CharField(
        label=gettext_lazy("Hide it from the customer, because"), max_length=300, required=False,
        help_text=gettext_lazy("Empty: the customer sees it. Hidden, it stands in no portal and no mail goes out."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, kinds=DESK_KINDS, **kwargs)


class Write(Form):
    """A reply or a note; each has its own text, so that a note cannot go out by a slip of the switch."""

    kind = forms.ChoiceField(choices=[("reply", ""), ("note", "")])
    body = Prose(required=False)
    note = Prose(required=False)
    wait = forms.BooleanField(required=False)
    children = forms.BooleanField(required=False)
    minutes = forms.IntegerField(min_value=1, max_value=24 * 60, required=False)
    macro = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    going = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"] = files()

    @property
    def is_note(self) -> bool:
        """Whether it stays inside."""
        return self.values.get("kind") == "note"


class Assign(Form):
    """To whom the case is given; empty: back to the queue."""

    person_id = forms.TypedChoiceField(
        label=gettext_lazy("Give the case to"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.give_choices("person_id", [("", _("Nobody: back to the queue")), *people])


class ChangeSeverity(Form):
    """Another severity, and why."""

    severity = forms.ChoiceField(
        label=gettext_lazy("How much it hurts"), widget=forms.RadioSelect,
        choices=[(each.value, format_lazy("{} · {}", each.value, each.label)) for each in Severity],
    )  # fmt: skip
    why = forms.CharField(label=gettext_lazy("Why"), max_length=300, help_text=gettext_lazy("The customer reads this"))


class WithChildren(Form):
    """An act that may reach the open children, too; without any, it is not asked."""

    children = forms.BooleanField(required=False)

    def __init__(self, *args: Any, open_children: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not open_children and not self.is_bound:
            del self.fields["children"]
            return
        self.fields["children"].label = _("Also on the open children")


class Resolve(WithChildren):
    """The solution, told to the customer."""

    body = Prose(
        label=gettext_lazy("What was done"), help_text=gettext_lazy("Goes to the customer, who is asked to agree")
    )


class Confirm(WithChildren):
    """That the customer agreed, and how we know."""

    how = forms.CharField(
        label=gettext_lazy("Who confirmed it, and how"), max_length=300,
        help_text=gettext_lazy("For example: Ms Li, by phone"),
    )  # fmt: skip


class Close(WithChildren):
    """Why it is closed without consent."""

    why = forms.CharField(label=gettext_lazy("Why"), max_length=300, help_text=gettext_lazy("The customer reads this"))


class Because(Form):
    """A reason."""

    why = forms.CharField(label=gettext_lazy("Why"), max_length=300, help_text=gettext_lazy("The customer reads this"))


class Tried(Form):
    """A step that was tried."""

    text = forms.CharField(label=gettext_lazy("What was tried, and what came of it"), max_length=500)


class Merge(Form):
    """Into which case: one of those offered, or by its number."""

    into_id = forms.TypedChoiceField(
        label=gettext_lazy("Into which case?"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    number = forms.CharField(label=gettext_lazy("Or by its number"), max_length=20, required=False)

    def __init__(self, *args: Any, offered: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.give_choices("into_id", list(offered))


class Split(Open):
    """A new case for the other problem, and which messages belong to it."""

    messages = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What belongs to the other problem?"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, said: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, kinds=DESK_KINDS, **kwargs)
        del self.fields["body"], self.fields["files"], self.fields["affected"]
        self.give_choices("messages", list(said))


class Tie(Form):
    """Another case that has to do with this one."""

    number = forms.CharField(label=gettext_lazy("Number of the other case"), max_length=20)
    how = forms.ChoiceField(
        label=gettext_lazy("What it is to this one"), widget=forms.RadioSelect, initial="related",
        choices=[
            ("related", gettext_lazy("Related")),
            ("child", gettext_lazy("A child: the same cause, somebody else waits")),
            ("parent", gettext_lazy("The parent of this one")),
        ],
    )  # fmt: skip


class Remind(Form):
    """When somebody wants to hear of the case again, and of what."""

    choice = forms.ChoiceField(
        label=gettext_lazy("When"), widget=forms.RadioSelect, initial=reminding.HOUR,
        choices=[
            (reminding.HOUR, gettext_lazy("In an hour")),
            (reminding.TOMORROW, gettext_lazy("Tomorrow at 9:00")),
            (reminding.MONDAY, gettext_lazy("On Monday at 9:00")),
            (reminding.AT, gettext_lazy("At a time of my own")),
        ],
    )  # fmt: skip
    at = forms.DateTimeField(
        label=gettext_lazy("Date and time"), required=False, input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    word = forms.CharField(label=gettext_lazy("Of what"), max_length=200, required=False)


class FollowAll(Form):
    """Whether somebody wants to hear of the picked cases."""

    follows = forms.TypedChoiceField(
        label=gettext_lazy("What I want to hear"), widget=forms.RadioSelect, initial="yes",
        coerce=lambda value: value == "yes",
        choices=[("yes", gettext_lazy("Follow them")), ("no", gettext_lazy("Do not follow them any more"))],
    )  # fmt: skip


class Shift(Form):
    """How long the next shift is."""

    hours = forms.TypedChoiceField(choices=[(4, ""), (8, ""), (12, "")], coerce=int, required=False)


class HandOver(Form):
    """To whom the desk goes."""

    to_id = forms.TypedChoiceField(label=gettext_lazy("Who takes over"), coerce=int)
    word = Prose(label=gettext_lazy("A word for the shift"), rows=3, max_length=1000, required=False)
    hours = forms.TypedChoiceField(choices=[(4, ""), (8, ""), (12, "")], coerce=int, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.give_choices("to_id", [("", _("Choose a colleague")), *people])


class Word(Form):
    """What the next shift should know of a case."""

    word = Prose(max_length=1000)


class Find(Form):
    """What is looked for."""

    q = forms.CharField(max_length=80, required=False)


FILTERS = ("service", "account", "assignee", "severity", "kind", "status", "affected")


class Asked(Form):
    """Which report is asked for; what makes no sense is left out."""

    days = forms.TypedChoiceField(choices=[(7, ""), (30, ""), (90, "")], coerce=int, required=False)
    part = forms.ChoiceField(choices=[(each, "") for each in REPORT_PARTS], required=False)
    promise = forms.ChoiceField(choices=Promise.choices, required=False)
    outcome = forms.ChoiceField(choices=[("met", ""), ("missed", "")], required=False)
    key = forms.CharField(max_length=20, required=False)
    on = forms.DateField(required=False)
    before = forms.CharField(max_length=40, required=False)


class Place(Form):
    """Which part of the queue is asked for; what makes no sense is left out."""

    view = forms.CharField(max_length=20, required=False)
    service = forms.IntegerField(min_value=1, max_value=2**53, required=False)
    account = forms.IntegerField(min_value=1, max_value=2**53, required=False)
    assignee = forms.IntegerField(min_value=1, max_value=2**53, required=False)
    severity = forms.ChoiceField(choices=Severity.choices, required=False)
    kind = forms.ChoiceField(choices=Kind.choices, required=False)
    status = forms.ChoiceField(choices=Status.choices, required=False)
    affected = forms.IntegerField(min_value=rules.MANY, max_value=rules.AFFECTED_AT_MOST, required=False)
    saved = forms.IntegerField(min_value=1, max_value=2**53, required=False)
    before = forms.CharField(max_length=40, required=False)
    q = forms.CharField(max_length=80, required=False)

    @property
    def wanted(self) -> dict[str, Any]:
        """The view and the filters, as an address has them."""
        given = self.values
        return {name: given[name] for name in ("view", *FILTERS) if given.get(name) not in (None, "")}


class OfQueue(NamedTuple):
    """What an address asks of the queue: all in it that makes sense, and of that the view and the filters."""

    place: Mapping[str, Any]
    wanted: Mapping[str, Any]


@lru_cache(maxsize=256)
def asked_of_queue(query: str) -> OfQueue:
    """By the text of the address alone, so each text is read once: most ask for nothing, and a form is dear to make."""
    form = Place(QueryDict(query))
    return OfQueue(MappingProxyType(form.values), MappingProxyType(form.wanted))


class SaveView(Place):
    """A view under a name."""

    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=60)
    shared = forms.BooleanField(label=gettext_lazy("For the whole desk"), required=False)


class Chosen(Form):
    """Cases picked in a list, and what shall be done with all of them."""

    case = forms.TypedMultipleChoiceField(coerce=int, required=False)
    act = forms.ChoiceField(
        choices=[
            (name, "")
            for name in ("take", "assign", "severity", "reply", "follow", "remind", "close", "reopen", "merge")
        ]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.data.getlist("case") if hasattr(self.data, "getlist") else ()
        self.give_choices("case", [(each, "") for each in given if each.isdecimal() and len(each) < 19])


class ReplyAll(Form):
    """The same answer on many cases, of one's own or a text block."""

    block_id = forms.TypedChoiceField(label=gettext_lazy("Text block"), coerce=int, empty_value=None, required=False)
    body = Prose(label=gettext_lazy("Reply"), rows=6, required=False)
    wait = forms.BooleanField(label=gettext_lazy("then wait for the answer"), required=False)

    def __init__(self, *args: Any, blocks: Iterable[TextBlock] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.give_choices("block_id", [("", _("None: what I write")), *((row.pk, row.name) for row in blocks)])


class MergeAll(Form):
    """Which of the chosen cases goes on."""

    into_id = forms.TypedChoiceField(label=gettext_lazy("Into which case?"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, offered: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.give_choices("into_id", list(offered))


class Block(Form):
    """A text block; with anything below the text it is a macro."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    language = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    body = Prose(label=gettext_lazy("Text"), rows=6, max_length=5000)
    then = forms.ChoiceField(label=gettext_lazy("What becomes of the case"), required=False)
    takes = forms.BooleanField(label=gettext_lazy("Who uses it takes the case"), required=False)
    severity = forms.ChoiceField(label=gettext_lazy("Severity"), required=False)
    tag = forms.CharField(label=gettext_lazy("Tag"), max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        severities = [(each.value, f"{each.value} · {each.label}") for each in Severity]
        self.give_choices("language", [("", _("everybody")), *NAMES.items()])
        self.give_choices("then", [(each.value, each.label) for each in TextBlock.Then])
        self.give_choices("severity", [("", _("leave the severity")), *severities])

    @classmethod
    def of(cls, row: TextBlock | None) -> dict[str, Any]:
        """What a text block that is to be changed says now."""
        return {name: getattr(row, name) for name in cls.base_fields} if row else {}


class Check(Form):
    """A step wanted on every case of a kind."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is about"), choices=Kind.choices)
    text = forms.CharField(label=gettext_lazy("What is to be done"), max_length=200)


class Tag(Form):
    """A word on a case; ``off``: it is taken off."""

    tag = forms.CharField(label=gettext_lazy("Tag"), max_length=40)
    off = forms.BooleanField(required=False)


class Search(Form):
    """What is looked for in all cases; ``typing``: its last word may go on."""

    q = forms.CharField(max_length=200, required=False, strip=False)
    before = forms.CharField(max_length=60, required=False)
    typing = forms.BooleanField(required=False)
