"""How values, states and steps are said on screen, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from behalf.administration import rules
from behalf.administration.baseline import Impact, Kind, Setting
from behalf.administration.baseline.model import Filled, OneOf, OnlyFrom, Within
from behalf.administration.deciding import Outcome
from behalf.administration.models import OnBehalfSession, Step
from behalf.administration.queries import ChangeRow, StepRow
from behalf.administration.rules import State
from behalf.connectors.ports import SettingValue


def value(setting: Setting, given: SettingValue | None) -> str:
    """A value as people read it; of a choice with the provider's own word."""
    if given is None:
        return _("nothing is set")
    if isinstance(given, bool):
        return _("yes") if given else _("no")
    if isinstance(given, tuple):
        return ", ".join(given) or _("empty list")
    if setting.kind is Kind.CHOICE:
        known = setting.choices.get(str(given))
        return f"{_(known)} ({given})" if known else str(given)
    return str(given) or _("empty")


def typed(setting: Setting, given: SettingValue | None) -> str:
    """A value as a form carries it; ``rules.parse`` reads it back."""
    if given is None:
        return ""
    if isinstance(given, bool):
        return "true" if given else "false"
    return "\n".join(given) if isinstance(given, tuple) else str(given)


def recommended(setting: Setting) -> str:
    """What the baseline asks for."""
    match setting.rule:
        case OneOf(values):
            return _(" or ").join(value(setting, each) for each in values)
        case Within(None, most):
            return _("at most %(most)s") % {"most": most}
        case Within(least, None):
            return _("at least %(least)s") % {"least": least}
        case Within(least, most):
            return _("%(least)s to %(most)s") % {"least": least, "most": most}
        case OnlyFrom(allowed) if not allowed:
            return _("empty list")
        case OnlyFrom(allowed):
            return _("nothing but %(values)s") % {"values": ", ".join(sorted(allowed))}
        case Filled():
            return _("not empty")


def impact(of: Impact) -> str:
    """How much people at the customer notice."""
    return {Impact.LOW: _("low"), Impact.MEDIUM: _("medium"), Impact.HIGH: _("high")}[of]


def state(of: str) -> tuple[str, str]:
    """A setting's state as (shape, word)."""
    return {
        State.MISSING: ("missing", _("Missing")),
        State.WEAK: ("weak", _("Weak")),
        State.FINE: ("fine", _("Fine")),
        State.COULD_NOT_READ: ("unread", _("Could not read")),
    }[State(of)]


def outcome(of: str, *, undone: bool = False) -> tuple[str, str]:
    """Where a correction stands, as (shape, word)."""
    if undone:
        return "seen", _("Undone")
    return {
        Outcome.PLANNED: ("unread", _("Outcome not known")),
        Outcome.WRITTEN: ("unverified", _("Written, not read back")),
        Outcome.VERIFIED: ("fine", _("Verified")),
        Outcome.NOT_VERIFIED: ("unverified", _("Not verified")),
        Outcome.REFUSED: ("missing", _("Nothing was written")),
        Outcome.CHANGED: ("weak", _("Changed meanwhile")),
    }[Outcome(of)]


def trouble(text: str) -> str:
    """What the provider gave instead of an answer; ``text`` is as ``corrections`` keeps it."""
    kind, _colon, detail = text.partition(": ")
    said = {
        "unreachable": _("The service did not answer."),
        "refused": _("The service refused."),
        "throttled": _("The service asked us to wait."),
        "changed": _("The value was changed meanwhile."),
        "not_supported": _("The service does not offer this for this customer."),
        "not_reported": _("The service did not mention this setting."),
    }.get(kind)
    if said is None:
        return text
    return f"{said} ({detail})" if detail else said


def step(row: StepRow) -> str:
    """One line of the on-behalf record."""
    if row.setting is not None:
        title = _(row.setting.title)
        return (
            _("Restored: %(setting)s") % {"setting": title}
            if row.kind == Step.Kind.UNDID
            else _("Changed: %(setting)s") % {"setting": title}
        )
    if row.kind == Step.Kind.ENDED:
        return ended(row.note)
    failed = row.note == "failed"
    return {
        Step.Kind.BEGAN: _("Opened the service"),
        Step.Kind.EXTENDED: _("Extended the session to 60 minutes from then"),
        Step.Kind.READ_SETTINGS: _("Tried to read the settings") if failed else _("Looked at the settings"),
        Step.Kind.READ_USERS: _("Looked at users and licences"),
        Step.Kind.HANDED_OVER: _("Went on in the provider's own portal"),
        Step.Kind.CORRECTED: _("Changed a setting"),
        Step.Kind.UNDID: _("Restored a setting"),
    }[Step.Kind(row.kind)]


def ended(how: str) -> str:
    """Why a session is over."""
    return {
        OnBehalfSession.Ended.BY_HAND: _("Ended the session"),
        OnBehalfSession.Ended.TIME: _("The session's time was over"),
        OnBehalfSession.Ended.DELEGATION_REMOVED: _("The session ended: the customer took the right back"),
        OnBehalfSession.Ended.DEACTIVATED: _("The session ended: the agent was deactivated"),
    }[OnBehalfSession.Ended(how)]


def lines(change: ChangeRow) -> list[tuple[str, str, str]]:
    """A correction as the lines of a difference: before, written and read back."""
    return difference(
        change.setting,
        Outcome(change.outcome),
        before=change.before,
        wanted=change.wanted,
        found=change.found,
        is_found=change.found_at is not None,
    )


def difference(
    setting: Setting,
    outcome: Outcome,
    *,
    before: SettingValue | None,
    wanted: SettingValue | None,
    found: SettingValue | None,
    is_found: bool,
) -> list[tuple[str, str, str]]:
    """The values of a correction as lines of sign, term and value; what came of it says which there are."""
    nothing_done = outcome in {Outcome.REFUSED, Outcome.CHANGED}
    term = _("wanted") if nothing_done or outcome is Outcome.PLANNED else _("written")
    shown = [
        ("" if nothing_done else "-", _("before"), value(setting, before)),
        ("" if nothing_done else "+", term, value(setting, wanted)),
    ]
    if is_found:
        equal = rules.same(setting, found, wanted)
        shown.append(("=" if equal else "!", _("is now") if nothing_done else _("read back"), value(setting, found)))
    return shown


def in_services(names: list[str]) -> str:
    """Where somebody acts, as the bar says it."""
    if len(names) == 1:
        return _("in %(service)s") % {"service": names[0]}
    return ngettext("in %(number)s service", "in %(number)s services", len(names)) % {"number": len(names)}
