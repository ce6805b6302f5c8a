"""The provider is slow, fails, lies, throttles, changes meanwhile, breaks off, or is not there."""

import socket

import pytest

from behalf.connectors.ports import Changed, Refused, Throttled, Unreachable
from behalf.connectors.tenant_api import TenantApi
from behalf.connectors.tests.conftest import TENANT, Control, client
from behalf.connectors.tests.contract import NUMBER, SERVICE, SWITCH


def test_slow_reading_ends_in_time(port: TenantApi, control: Control) -> None:
    control.behave(slow_ms=60_000)
    with pytest.raises(Unreachable, match="in time") as caught:
        port.read(TENANT, SERVICE)
    assert not caught.value.uncertain


def test_a_write_whose_answer_is_late_may_have_happened(port: TenantApi, control: Control) -> None:
    control.behave(slow_ms=60_000, methods=["PATCH"])
    with pytest.raises(Unreachable) as caught:
        port.write(TENANT, SERVICE, NUMBER, 5, if_match=None)
    assert caught.value.uncertain


def test_reading_survives_one_failure(port: TenantApi, control: Control, waits: list[float]) -> None:
    control.behave(fail_status=503, fail_count=1, methods=["GET"])
    assert len(port.read(TENANT, SERVICE)) == 10
    assert len(waits) == 1


def test_reading_gives_up_after_two_failures(port: TenantApi, control: Control) -> None:
    control.behave(fail_status=502, fail_count=2, methods=["GET"])
    with pytest.raises(Unreachable, match="502"):
        port.read(TENANT, SERVICE)
    assert len(port.read(TENANT, SERVICE)) == 10


def test_a_failed_write_is_not_repeated(port: TenantApi, control: Control) -> None:
    control.behave(fail_status=503, fail_count=1, methods=["PATCH"])
    with pytest.raises(Unreachable) as caught:
        port.write(TENANT, SERVICE, NUMBER, 5, if_match=None)
    assert caught.value.uncertain
    assert [method for method, _, _ in control.requests()].count("PATCH") == 1


def test_a_write_without_an_answer_was_done_and_says_so(port: TenantApi, control: Control) -> None:
    control.behave(drop_count=1, methods=["PATCH"])
    with pytest.raises(Unreachable, match="broke off") as caught:
        port.write(TENANT, SERVICE, NUMBER, 5, if_match=None)
    assert caught.value.uncertain
    assert port.read(TENANT, SERVICE)[NUMBER].value == 5


def test_a_refusal_is_final(port: TenantApi, control: Control, waits: list[float]) -> None:
    control.behave(fail_status=403, fail_count=1, methods=["GET"])
    with pytest.raises(Refused, match="told to fail"):
        port.read(TENANT, SERVICE)
    assert waits == []


def test_a_lie_that_forgets_is_seen_by_reading_back(port: TenantApi, control: Control) -> None:
    control.seed(SERVICE, {NUMBER: 9})
    control.behave(lie="ignore")
    port.write(TENANT, SERVICE, NUMBER, 5, if_match=port.read(TENANT, SERVICE)[NUMBER].etag)
    assert port.read(TENANT, SERVICE)[NUMBER].value == 9


def test_a_lie_that_stores_something_else_is_seen_by_reading_back(port: TenantApi, control: Control) -> None:
    control.behave(lie="other", lie_value=77)
    port.write(TENANT, SERVICE, NUMBER, 5, if_match=None)
    assert port.read(TENANT, SERVICE)[NUMBER].value == 77


def test_throttling_is_waited_for_as_long_as_asked(port: TenantApi, control: Control, waits: list[float]) -> None:
    port.licences(TENANT)
    control.behave(throttle_count=2, throttle_after=1)
    port.write(TENANT, SERVICE, NUMBER, 5, if_match=None)
    assert waits == [1.0, 1.0]
    assert port.read(TENANT, SERVICE)[NUMBER].value == 5


def test_throttling_beyond_the_budget_is_handed_on(port: TenantApi, control: Control, waits: list[float]) -> None:
    control.behave(throttle_count=1, throttle_after=300)
    with pytest.raises(Throttled) as caught:
        port.read(TENANT, SERVICE)
    assert (caught.value.retry_after, waits) == (300.0, [])


def test_a_setting_changed_meanwhile_is_left_alone(port: TenantApi, control: Control) -> None:
    read = port.read(TENANT, SERVICE)[NUMBER]
    control.seed(SERVICE, {NUMBER: 1234})
    with pytest.raises(Changed):
        port.write(TENANT, SERVICE, NUMBER, 5, if_match=read.etag)
    assert port.read(TENANT, SERVICE)[NUMBER].value == 1234


def test_one_unreadable_setting_does_not_hide_the_others(port: TenantApi, control: Control) -> None:
    control.behave(unreadable=[SWITCH])
    read = port.read(TENANT, SERVICE)
    assert read[SWITCH].error
    assert (read[SWITCH].value, read[SWITCH].etag) == (None, None)
    assert read[NUMBER].error is None


def test_trouble_stays_with_its_tenant_unless_meant_for_all(port: TenantApi, control: Control) -> None:
    control.behave(fail_count=-1)
    assert port.read("minato-logi.cn", SERVICE)
    control.behave("*", fail_count=-1)
    with pytest.raises(Unreachable):
        port.read("minato-logi.cn", SERVICE)


def test_nobody_there(waits: list[float]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = client(f"http://127.0.0.1:{unused.getsockname()[1]}", waits)
        with pytest.raises(Unreachable, match="no connection") as caught:
            port.write(TENANT, SERVICE, NUMBER, 5, if_match=None)
        port.close()
    assert not caught.value.uncertain
