"""What a reading means: missing, weak or fine against the baseline, or not readable at all."""

from enum import StrEnum

from behalf.administration.baseline.model import Filled, Kind, OneOf, OnlyFrom, Rule, Setting, Within
from behalf.connectors.ports import SettingReading, SettingValue


class State(StrEnum):
    """What is to be said about one setting."""

    MISSING = "missing"
    WEAK = "weak"
    FINE = "fine"
    COULD_NOT_READ = "could_not_read"


class NotAValue(ValueError):
    """What was typed cannot be a value of this setting."""


def judge(setting: Setting, reading: SettingReading | None) -> State:
    """Judge one setting; a key the provider did not mention was not read, and is never called missing."""
    if reading is None or reading.error is not None:
        return State.COULD_NOT_READ
    value = reading.value
    if value is None:
        return State.MISSING
    if not has_type(setting, value):
        return State.COULD_NOT_READ
    if isinstance(setting.rule, Filled) and not value:
        return State.MISSING
    return State.FINE if _satisfies(setting.rule, value) else State.WEAK


def is_finding(state: State) -> bool:
    """Say whether a state asks for a correction; what could not be read is no finding."""
    return state in {State.MISSING, State.WEAK}


def same(setting: Setting, one: SettingValue | None, other: SettingValue | None) -> bool:
    """Say whether two values are equal for this setting: order in a list does not count, unset is not empty."""
    if one is None or other is None:
        return one is other
    if setting.kind is Kind.LIST and isinstance(one, tuple) and isinstance(other, tuple):
        return sorted(one) == sorted(other)
    return type(one) is type(other) and one == other


def has_type(setting: Setting, value: SettingValue) -> bool:
    """Say whether a value is of the setting's type; a choice the catalogue does not know is a value too."""
    wanted: dict[Kind, type] = {
        Kind.BOOL: bool,
        Kind.INTEGER: int,
        Kind.CHOICE: str,
        Kind.TEXT: str,
        Kind.LIST: tuple,
    }
    return type(value) is wanted[setting.kind]


def acceptable(setting: Setting, value: SettingValue | None) -> bool:
    """Say whether a correction may write this value: of the right type, offered, and within the bounds."""
    if value is None or not has_type(setting, value):
        return False
    if setting.kind is Kind.CHOICE:
        return value in setting.choices
    if setting.kind is Kind.INTEGER and setting.bounds is not None:
        return _satisfies(setting.bounds, value)
    return True


def parse(setting: Setting, text: str) -> SettingValue:
    """Turn what a person typed into a value; raises `NotAValue` when it cannot be one."""
    value = _parsed(setting.kind, text.strip())
    if value is None or not acceptable(setting, value):
        raise NotAValue(setting.key)
    return value


def _parsed(kind: Kind, text: str) -> SettingValue | None:
    if kind is Kind.BOOL:
        return {"true": True, "false": False}.get(text.lower())
    if kind is Kind.INTEGER:
        return int(text) if text.isascii() and text.removeprefix("-").isdigit() else None
    if kind is Kind.LIST:
        return tuple(line.strip() for line in text.splitlines() if line.strip())
    return text


def _satisfies(rule: Rule, value: SettingValue) -> bool:
    match rule:
        case OneOf(values):
            return any(type(value) is type(right) and value == right for right in values)
        case Within(at_least, at_most):
            return (
                isinstance(value, int)
                and (at_least is None or value >= at_least)
                and (at_most is None or value <= at_most)
            )
        case OnlyFrom(allowed):
            return isinstance(value, tuple) and set(value) <= allowed
        case Filled():
            return bool(value)
