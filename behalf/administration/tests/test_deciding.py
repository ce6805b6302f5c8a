"""Decisions about sessions and corrections."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from behalf.administration import baseline, deciding
from behalf.administration.deciding import Hindrance, Outcome, Standing
from behalf.connectors.ports import SettingReading, SettingValue

NOW = datetime(2026, 11, 24, 6, 32, tzinfo=UTC)
FORWARDING = baseline.setting("exchange-online", "HostedOutboundSpamFilterPolicy.AutoForwardingMode")


def test_a_session_runs_until_its_time_or_its_end() -> None:
    end = NOW + deciding.SESSION
    assert deciding.is_open(None, end, NOW)
    assert not deciding.is_open(None, end, end)
    assert not deciding.is_open(NOW, end, NOW)


@pytest.mark.parametrize(
    ("standing", "hindrance", "look"),
    [
        (Standing(active=True, delegated=True), None, True),
        (Standing(active=False, delegated=True), Hindrance.SUSPENDED, True),
        (Standing(active=True, delegated=False), Hindrance.NOT_DELEGATED, False),
        (Standing(active=False, delegated=False), Hindrance.NOT_DELEGATED, False),
    ],
)
def test_what_hinders_an_agent(standing: Standing, hindrance: Hindrance | None, look: bool) -> None:
    assert deciding.hindrance(standing) is hindrance
    assert deciding.may_look(standing) is look


@pytest.mark.parametrize(
    ("found", "accepted", "waited", "outcome"),
    [
        (SettingReading("Off", "1"), True, False, Outcome.VERIFIED),
        (SettingReading("Off", "1"), False, False, Outcome.VERIFIED),
        (SettingReading("On", "1"), True, False, Outcome.NOT_VERIFIED),
        (SettingReading("Automatic", "1"), True, False, Outcome.NOT_VERIFIED),
        (SettingReading("Automatic", "1"), False, False, Outcome.NOT_VERIFIED),
        (SettingReading("On", "1"), False, False, Outcome.PLANNED),
        (SettingReading("On", "1"), False, True, Outcome.REFUSED),
        (SettingReading(error="503"), True, True, Outcome.WRITTEN),
        (SettingReading(error="503"), False, True, Outcome.PLANNED),
        (None, True, False, Outcome.WRITTEN),
        (None, False, False, Outcome.PLANNED),
    ],
)
def test_only_what_is_read_back_counts(
    found: SettingReading | None,
    accepted: bool,
    waited: bool,
    outcome: Outcome,
) -> None:
    assert FORWARDING is not None
    came = deciding.read_back(FORWARDING, found, before="On", wanted="Off", accepted=accepted, waited=waited)
    assert came is outcome


@pytest.mark.parametrize("value", [None, True, 0, "Off", (), ("a", "b")])
def test_values_survive_json(value: SettingValue | None) -> None:
    assert deciding.unpacked(deciding.packed(value)) == value


def test_undo_needs_something_to_restore() -> None:
    assert FORWARDING is not None
    known: dict[str, Any] = {"outcome": "verified", "undone": False, "before": "On", "now_is": "Off"}
    assert deciding.may_undo(FORWARDING, **known)
    for change in ({"undone": True}, {"outcome": "refused"}, {"outcome": "planned"}, {"now_is": "On"}):
        assert not deciding.may_undo(FORWARDING, **{**known, **change})


def test_long_enough_is_longer_than_the_client_waits() -> None:
    assert timedelta(seconds=60) < deciding.SETTLE_AFTER < deciding.SETTLE_AGAIN < deciding.SETTLE_UNTIL
