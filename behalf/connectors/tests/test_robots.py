"""Robots of chat groups: the wire shapes of both providers, what fits, what is refused, and whose address it is."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from behalf.connectors.profiles import profile
from behalf.connectors.robots import Line, Message, Robot, RobotPort, Trouble, Why
from behalf.connectors.robots.dingtalk import DingTalk, signature
from behalf.connectors.robots.messages import MOST_LINES, markdown, plain
from behalf.connectors.robots.wecom import LONGEST, WeCom
from behalf.connectors.simulator.robots import A_MINUTE, Robots
from behalf.connectors.simulator.server import Simulator
from behalf.connectors.tests.conftest import Control

TOKEN = "693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"
WEBHOOKS = profile("21vianet").robots


def said(count: int = 1, text: str = "SH-1: Mail stops") -> Message:
    return Message(
        "Behalf", [Line(text, "https://desk.example/cases/1/")] * count, lambda left: Line(f"{left} more", "https://x/")
    )


@pytest.fixture(params=["wecom", "dingtalk"])
def robots(request: Any, provider: Simulator) -> RobotPort:
    """Each of the two ports, led to the simulator."""
    made = {"wecom": WeCom, "dingtalk": DingTalk}[request.param]
    return made(WEBHOOKS[request.param], origin=provider.url)


def heard(control: Control, token: str = TOKEN) -> list[str]:
    found: dict[str, list[str]] = control.http.get("/robots").json()
    return found.get(token, [])


def guard(control: Control, **wanted: Any) -> None:
    control.http.put(f"/robots/{TOKEN}", json=wanted).raise_for_status()


def test_a_message_arrives_with_its_link(robots: RobotPort, control: Control) -> None:
    robots.send(Robot(TOKEN), said())
    assert "**Behalf**" in heard(control)[0]
    assert "[SH-1: Mail stops](https://desk.example/cases/1/)" in heard(control)[0]


def test_a_robot_that_is_gone(robots: RobotPort, control: Control) -> None:
    guard(control, gone=True)
    with pytest.raises(Trouble) as caught:
        robots.send(Robot(TOKEN), said())
    assert (caught.value.why, caught.value.for_good) == (Why.ROBOT, True)


def test_who_sends_too_often_is_told_to_wait(robots: RobotPort, control: Control) -> None:
    for _ in range(A_MINUTE):
        robots.send(Robot(TOKEN), said())
    with pytest.raises(Trouble) as caught:
        robots.send(Robot(TOKEN), said())
    assert (caught.value.why, caught.value.for_good) == (Why.OFTEN, False)
    assert caught.value.wait >= 60
    assert len(heard(control)) == A_MINUTE


def test_a_wait_in_the_head_of_the_answer_is_kept_to(robots: RobotPort, control: Control) -> None:
    control.behave("*", throttle_count=1, throttle_after=90)
    with pytest.raises(Trouble) as caught:
        robots.send(Robot(TOKEN), said())
    assert (caught.value.why, caught.value.wait) == (Why.OFTEN, 90)


def test_a_provider_out_of_order_or_away(robots: RobotPort, control: Control, provider: Simulator) -> None:
    control.behave("*", fail_count=1, fail_status=502)
    with pytest.raises(Trouble) as caught:
        robots.send(Robot(TOKEN), said())
    assert (caught.value.why, caught.value.words, caught.value.for_good) == (Why.SERVER, "502", False)
    with pytest.raises(Trouble) as caught:
        type(robots)(WEBHOOKS["wecom"], origin="http://127.0.0.1:9").send(Robot(TOKEN), said())
    assert caught.value.why == Why.CONNECT
    assert TOKEN not in repr(caught.value)


def test_dingtalk_wants_its_signature_and_keyword(provider: Simulator, control: Control) -> None:
    port = DingTalk(WEBHOOKS["dingtalk"], origin=provider.url)
    guard(control, secret="SEC42")
    for secret in ("", "SEC43"):
        with pytest.raises(Trouble) as caught:
            port.send(Robot(TOKEN, secret), said())
        assert caught.value.why in (Why.CLOCK, Why.SIGNATURE)
    port.send(Robot(TOKEN, "SEC42"), said())
    guard(control, keywords=["值班"])
    with pytest.raises(Trouble) as caught:
        port.send(Robot(TOKEN), said())
    assert caught.value.why == Why.KEYWORD
    port.send(Robot(TOKEN), said(text="值班: SH-1"))
    assert len(heard(control)) == 1, "the group was made anew"


def test_the_signature_is_that_of_the_documented_computation() -> None:
    # "this is secret" at 1577262236757 ms, worked out with openssl dgst -sha256 -hmac
    assert signature("this is secret", 1577262236.757) == {
        "timestamp": "1577262236757", "sign": "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=",
    }  # fmt: skip


def test_what_a_stranger_wrote_into_a_subject_is_no_markup() -> None:
    assert plain("[click](http://evil) <@all> **now**\nor # never") == (
        "［click］(http://evil) ＜@all＞ ＊＊now＊＊ or ＃ never"
    )


@given(st.integers(1, 400), st.text("值班 a🙂", min_size=1, max_size=200))
def test_a_message_always_fits_and_leaves_nothing_uncounted(count: int, text: str) -> None:
    content = markdown(said(count, text), longest=LONGEST, apart="\n")
    assert len(content.encode()) <= LONGEST
    lines = content.split("\n")[1:]
    left = int(lines[-1][1:].split()[0]) if "more](" in lines[-1] else 0
    shown = len(lines) - bool(left)
    assert shown + left == count
    assert 1 <= shown <= MOST_LINES


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"{WEBHOOKS['wecom']}?key={TOKEN}", TOKEN),
        (f"  {TOKEN} ", TOKEN),
        (f"{WEBHOOKS['dingtalk']}?access_token={TOKEN}", None),
        (f"https://evil.example/cgi-bin/webhook/send?key={TOKEN}", None),
        (f"{WEBHOOKS['wecom'].replace('https', 'http')}?key={TOKEN}", None),
        (f"{WEBHOOKS['wecom'].replace('://', '://x@')}?key={TOKEN}", None),
        (WEBHOOKS["wecom"], None),
        ("../../etc?x=1", None),
        ("", None),
    ],
)
def test_of_a_pasted_address_the_token_alone_is_kept(typed: str, kept: str | None) -> None:
    port = WeCom(WEBHOOKS["wecom"])
    assert port.token_in(typed) == kept
    assert port.address == WEBHOOKS["wecom"]


def test_the_simulator_counts_by_the_minute(provider: Simulator) -> None:
    now = 1_000.0
    group = Robots(clock=lambda: now)
    provider.robots = group
    port = WeCom(WEBHOOKS["wecom"], origin=provider.url)
    for _ in range(A_MINUTE):
        port.send(Robot(TOKEN), said())
    now += 60
    port.send(Robot(TOKEN), said())
    assert len(group.said()[TOKEN]) == A_MINUTE + 1


def test_the_simulator_wants_a_message_it_knows(provider: Simulator) -> None:
    answer = httpx.post(f"{provider.url}/cgi-bin/webhook/send?key={TOKEN}", json={"msgtype": "news"}, trust_env=False)
    assert answer.json()["errcode"] == 40035
