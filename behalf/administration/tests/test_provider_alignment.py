"""The baseline and the provider it is practised on speak of the same settings."""

import pytest

from behalf.administration import baseline, rules
from behalf.administration.baseline import Setting
from behalf.administration.baseline.model import Filled
from behalf.administration.rules import State
from behalf.connectors.ports import SettingReading, SettingValue
from behalf.connectors.profiles import names, profile
from behalf.connectors.simulator import schema
from behalf.connectors.simulator.schema import JsonValue

EVERYTHING = [entry for service in baseline.services() for entry in baseline.settings_of(service)]


def _value(value: JsonValue) -> SettingValue | None:
    return tuple(value) if isinstance(value, list) else value


def _wire(value: SettingValue) -> JsonValue:
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("name", names())
def test_every_service_with_a_baseline_has_a_connector_and_the_other_way_round(name: str) -> None:
    assert set(profile(name).connectors) == set(baseline.services()) == set(schema.services())


@pytest.mark.parametrize("setting", EVERYTHING, ids=lambda setting: setting.key)
def test_the_provider_offers_the_setting_and_takes_what_we_may_write(setting: Setting) -> None:
    offered = schema.services()[setting.service][setting.key]
    assert offered.type == setting.kind
    assert all(offered.accepts(choice) for choice in setting.choices)
    if not isinstance(setting.rule, Filled):
        assert setting.suggestion is not None
        assert offered.accepts(_wire(setting.suggestion))


@pytest.mark.parametrize("setting", EVERYTHING, ids=lambda setting: setting.key)
def test_what_most_tenants_have_is_fine_and_some_have_it_weak(setting: Setting) -> None:
    offered = schema.services()[setting.service][setting.key]
    states = [rules.judge(setting, SettingReading(value=_value(other))) for other in offered.others]
    assert rules.judge(setting, SettingReading(value=_value(offered.usual))) is State.FINE
    assert any(rules.is_finding(state) for state in states)


def test_the_baseline_covers_every_setting_the_provider_offers() -> None:
    known = {(setting.service, setting.key) for setting in EVERYTHING}
    assert known == {(service, key) for service, offered in schema.services().items() for key in offered}
