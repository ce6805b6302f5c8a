"""What a setting is: its type, the values that are right, and what a wrong one means for the customer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from behalf.connectors.ports import SettingValue


def N_(text: str) -> str:  # noqa: N802 - the name that the catalogue's extraction looks for
    """Mark a sentence for translation; whoever shows it passes it through gettext."""
    return text


class Kind(StrEnum):
    """The type of a setting's value."""

    BOOL = "bool"
    CHOICE = "choice"
    INTEGER = "integer"
    TEXT = "text"
    LIST = "list"


class Impact(StrEnum):
    """How much people at the customer notice when the setting is corrected."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class OneOf:
    """Right when it is one of these values; the first is the one we suggest."""

    values: tuple[SettingValue, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """Right when the number lies between two bounds, both included; `None` leaves a side open."""

    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class OnlyFrom:
    """Right when the list holds nothing but these; an empty list is right too."""

    allowed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Filled:
    """Right as soon as it holds anything; only the customer knows what."""


Rule = OneOf | Within | OnlyFrom | Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting of a service, with the baseline's opinion of it."""

    key: str
    service: str
    kind: Kind
    title: str
    why: str
    notice: str
    """What people at the customer will notice after the correction."""
    rule: Rule
    suggestion: SettingValue | None
    """The value a correction proposes; `None` where somebody has to supply it."""
    impact: Impact
    choices: Mapping[str, str] = field(default_factory=dict)
    """For a choice: the provider's word for each value, and ours."""
    bounds: Within | None = None
    """For an integer: what the provider accepts."""
    standards: tuple[str, ...] = ()
    """Where the recommendation comes from, by the standard's own identifiers."""


def switch(
    key: str,
    service: str,
    title: str,
    why: str,
    notice: str,
    *,
    right: bool,
    impact: Impact,
    standards: tuple[str, ...],
) -> Setting:
    """Describe the most common setting: something that is to be on, or off."""
    return Setting(
        key=key,
        service=service,
        kind=Kind.BOOL,
        title=title,
        why=why,
        notice=notice,
        rule=OneOf((right,)),
        suggestion=right,
        impact=impact,
        standards=standards,
    )
