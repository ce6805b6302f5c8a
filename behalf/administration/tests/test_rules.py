"""What is missing, weak, fine, or could not be read - and what a correction may write."""

import pytest

from behalf.administration import baseline, rules
from behalf.administration.baseline.model import (
    Filled,
    Impact,
    Kind,
    OneOf,
    OnlyFrom,
    Rule,
    Setting,
    Within,
)
from behalf.administration.rules import State
from behalf.connectors.ports import SettingReading, SettingValue


def a_setting(kind: Kind, rule: Rule, *, bounds: Within | None = None) -> Setting:
    return Setting(
        key="Policy.Thing",
        service="exchange-online",
        kind=kind,
        title="A thing",
        why="Because.",
        notice="Nothing.",
        rule=rule,
        suggestion=None,
        impact=Impact.LOW,
        choices={"On": "On", "Off": "Off"} if kind is Kind.CHOICE else {},
        bounds=bounds,
    )


ON = a_setting(Kind.BOOL, OneOf((True,)))
CHOICE = a_setting(Kind.CHOICE, OneOf(("Off", "Auto")))
NUMBER = a_setting(Kind.INTEGER, Within(1, 30), bounds=Within(0, 100))
ALLOWED = a_setting(Kind.LIST, OnlyFrom(frozenset({"low"})))
FILLED = a_setting(Kind.LIST, Filled())


@pytest.mark.parametrize(
    ("setting", "value", "state"),
    [
        (ON, True, State.FINE),
        (ON, False, State.WEAK),
        (ON, None, State.MISSING),
        (CHOICE, "Off", State.FINE),
        (CHOICE, "Auto", State.FINE),
        (CHOICE, "SomethingNew", State.WEAK),
        (NUMBER, 1, State.FINE),
        (NUMBER, 30, State.FINE),
        (NUMBER, 0, State.WEAK),
        (NUMBER, 31, State.WEAK),
        (ALLOWED, (), State.FINE),
        (ALLOWED, ("low",), State.FINE),
        (ALLOWED, ("low", "legacy"), State.WEAK),
        (ALLOWED, None, State.MISSING),
        (FILLED, ("a@b.cn",), State.FINE),
        (FILLED, (), State.MISSING),
    ],
)
def test_a_value_is_judged_by_its_rule(setting: Setting, value: SettingValue | None, state: State) -> None:
    assert rules.judge(setting, SettingReading(value=value, etag="1")) is state


@pytest.mark.parametrize("reading", [None, SettingReading(error="licence missing")])
def test_what_was_not_read_is_no_finding(reading: SettingReading | None) -> None:
    state = rules.judge(ON, reading)
    assert state is State.COULD_NOT_READ
    assert not rules.is_finding(state)


@pytest.mark.parametrize(
    ("setting", "value"), [(ON, 1), (ON, "true"), (NUMBER, True), (ALLOWED, "low"), (CHOICE, False)]
)
def test_a_value_of_another_type_is_not_understood(setting: Setting, value: SettingValue) -> None:
    assert rules.judge(setting, SettingReading(value=value)) is State.COULD_NOT_READ


def test_unset_differs_from_empty_and_true_from_one() -> None:
    assert rules.same(ALLOWED, ("a", "b"), ("b", "a"))
    assert rules.same(ALLOWED, None, None)
    assert not rules.same(ALLOWED, None, ())
    assert not rules.same(ALLOWED, ("a",), ("a", "a"))
    truth: SettingValue = True
    assert not rules.same(NUMBER, truth, 1)


@pytest.mark.parametrize(
    ("setting", "text", "value"),
    [
        (ON, "true", True),
        (ON, "False", False),
        (CHOICE, " On ", "On"),
        (NUMBER, "42", 42),
        (ALLOWED, "a\n\n b \n", ("a", "b")),
        (ALLOWED, "", ()),
    ],
)
def test_typed_text_becomes_a_value(setting: Setting, text: str, value: SettingValue) -> None:
    assert rules.parse(setting, text) == value


@pytest.mark.parametrize(
    ("setting", "text"),
    [(ON, "yes"), (CHOICE, "Perhaps"), (NUMBER, "101"), (NUMBER, "-1"), (NUMBER, "四"), (NUMBER, "²"), (NUMBER, "")],
)
def test_what_cannot_be_a_value_is_refused(setting: Setting, text: str) -> None:
    with pytest.raises(rules.NotAValue):
        rules.parse(setting, text)


@pytest.mark.parametrize("service", baseline.services())
def test_each_suggestion_is_acceptable_and_fine(service: str) -> None:
    entries = baseline.settings_of(service)
    assert 6 <= len(entries) <= 10
    for entry in entries:
        assert entry.service == service
        if isinstance(entry.rule, Filled):
            assert entry.suggestion is None
            continue
        assert rules.acceptable(entry, entry.suggestion), entry.key
        assert rules.judge(entry, SettingReading(value=entry.suggestion)) is State.FINE, entry.key


@pytest.mark.parametrize("service", baseline.services())
def test_every_right_choice_is_offered(service: str) -> None:
    for entry in baseline.settings_of(service):
        assert (entry.kind is Kind.CHOICE) == bool(entry.choices), entry.key
        if entry.kind is Kind.CHOICE and isinstance(entry.rule, OneOf):
            assert set(entry.rule.values) < set(entry.choices), entry.key


def test_a_setting_is_found_by_its_key_and_no_key_stands_twice() -> None:
    everything = [entry for service in baseline.services() for entry in baseline.settings_of(service)]
    assert len({(entry.service, entry.key) for entry in everything}) == len(everything)
    assert baseline.setting("intune", everything[0].key) is None
    assert baseline.setting(everything[0].service, everything[0].key) is everything[0]
