"""The gate opens for what the operator expects, and for nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from behalf.escalation import rules
from behalf.escalation.rules import Evidence, IncidentQuestion, gate

NOW = datetime(2026, 11, 24, 6, 32, tzinfo=UTC)
OPENED = NOW - timedelta(hours=3)
COMPLETE = Evidence(
    topic="technical",
    has_service=True,
    health_checked_at=NOW - timedelta(hours=1),
    settings_seen_at=NOW - timedelta(hours=2),
    case_opened_at=OPENED,
    tried=1,
    lack="tools",
    lack_words="Only the operator sees the connector's queue.",
)

instants = st.none() | st.timedeltas(timedelta(), timedelta(days=3)).map(lambda ago: NOW - ago)
words = st.sampled_from(["", "  ", "because"])
evidences = st.builds(
    Evidence,
    topic=st.sampled_from(rules.TOPICS),
    has_service=st.booleans(),
    health_checked_at=instants,
    settings_seen_at=instants,
    settings_not_applicable=words,
    case_opened_at=instants,
    tried=st.integers(0, 3),
    lack=st.sampled_from(["", "luck", *rules.LACKS]),
    lack_words=words,
)
overrides = st.dictionaries(st.sampled_from(rules.ITEMS), words)
questions = st.lists(
    st.builds(
        IncidentQuestion,
        incident_id=st.integers(1, 9),
        is_open=st.booleans(),
        stance=st.sampled_from([None, "cause", "denied", "persists"]),
        reason=words,
    ),
    max_size=3,
)


def test_complete_evidence_opens_the_gate() -> None:
    assert gate(COMPLETE, {}, [], now=NOW).is_open


@given(evidences, questions)
def test_a_reason_for_each_item_leaves_only_the_incidents_in_the_way(
    evidence: Evidence, asked: list[IncidentQuestion]
) -> None:
    found = gate(evidence, dict.fromkeys(rules.ITEMS, "a reason"), asked, now=NOW)
    assert not found.missing
    assert found.is_open == (not found.unanswered and not found.waiting)


@given(evidences, overrides, questions)
def test_an_open_gate_has_an_answer_for_everything(
    evidence: Evidence, passed: dict[rules.Item, str], asked: list[IncidentQuestion]
) -> None:
    found = gate(evidence, passed, asked, now=NOW)
    if not found.is_open:
        return
    for item in rules.ITEMS:
        assert found.items[item] in ("met", "exempt") or passed[item].strip()
    if evidence.topic not in rules.EXEMPT and evidence.has_service:
        assert all(each.stance != "cause" for each in asked if each.is_open)
        assert all(each.stance == "denied" and each.reason.strip() for each in asked if each.is_open)


@given(evidences, overrides, questions, st.sampled_from(rules.ITEMS))
def test_another_reason_never_closes_the_gate(
    evidence: Evidence, passed: dict[rules.Item, str], asked: list[IncidentQuestion], item: rules.Item
) -> None:
    before = gate(evidence, passed, asked, now=NOW)
    after = gate(evidence, {**passed, item: "a reason"}, asked, now=NOW)
    assert after.is_open or not before.is_open


@pytest.mark.parametrize("hours", [25, 24 * 7])
def test_an_old_health_check_does_not_count(hours: int) -> None:
    evidence = replace(COMPLETE, health_checked_at=NOW - timedelta(hours=hours))
    assert gate(evidence, {}, [], now=NOW).missing == ("health",)


def test_settings_seen_before_the_case_do_not_count() -> None:
    evidence = replace(COMPLETE, settings_seen_at=OPENED - timedelta(minutes=1))
    assert gate(evidence, {}, [], now=NOW).missing == ("settings",)


def test_a_running_incident_that_is_the_cause_cannot_be_passed_by() -> None:
    cause = IncidentQuestion(7, is_open=True, stance="cause")
    found = gate(COMPLETE, dict.fromkeys(rules.ITEMS, "a reason"), [cause], now=NOW)
    assert found.waiting == (7,)
    assert not found.is_open


def test_after_its_end_the_problem_that_is_still_there_goes_up() -> None:
    over = IncidentQuestion(7, is_open=False, stance="cause")
    assert not gate(COMPLETE, {}, [over], now=NOW).is_open
    still = IncidentQuestion(7, is_open=False, stance="persists")
    assert gate(COMPLETE, {}, [still], now=NOW).is_open


def test_denying_the_connection_needs_a_reason() -> None:
    silent = IncidentQuestion(7, is_open=True, stance="denied")
    assert gate(COMPLETE, {}, [silent], now=NOW).unanswered == (7,)
    said = IncidentQuestion(7, is_open=True, stance="denied", reason="It fails inside China, too.")
    assert gate(COMPLETE, {}, [said], now=NOW).is_open


@pytest.mark.parametrize("topic", rules.EXEMPT)
def test_billing_and_fraud_are_not_asked_about_the_service(topic: rules.Topic) -> None:
    evidence = Evidence(topic=topic, has_service=True, tried=1, lack="documentation", lack_words="No contract text.")
    running = IncidentQuestion(7, is_open=True)
    assert gate(evidence, {}, [running], now=NOW).is_open


@pytest.mark.parametrize(
    ("asked", "premium", "topic", "given_"),
    [
        ("A", False, "technical", "B"),
        ("A", True, "technical", "A"),
        ("A", True, "billing", "B"),
        ("B", False, "technical", "B"),
        ("C", True, "billing", "C"),
    ],
)
def test_severity_a_needs_the_premium_agreement(asked: str, *, premium: bool, topic: rules.Topic, given_: str) -> None:
    assert rules.severity_above(asked, premium=premium, topic=topic) == given_


def _stands(*kinds: str) -> str:
    return rules.standing(rules.Word(kind, NOW) for kind in kinds).state


def test_the_state_is_a_fold_over_the_words() -> None:
    assert _stands() == rules.SENT
    assert _stands("received") == rules.SENT
    assert _stands("acknowledged", "question", "reply", "received", "answer") == rules.ANSWERED
    assert _stands("resolved", "closed") == rules.CLOSED


def test_what_has_ended_stays_so_until_it_is_reopened() -> None:
    assert _stands("closed", "answer") == rules.CLOSED
    assert _stands("inappropriate", "closed") == rules.INAPPROPRIATE_STATE
    assert _stands("closed", "reopened") == rules.ACKNOWLEDGED
    ended = rules.standing([rules.Word("closed", NOW), rules.Word("answer", NOW + timedelta(hours=1))])
    assert ended.ended_at == NOW


def test_a_closed_dossier_reopens_within_fourteen_days() -> None:
    for days, allowed in ((14, True), (15, False)):
        ended = NOW - timedelta(days=days)
        assert rules.may_reopen(rules.CLOSED, ended_at=ended, now=NOW) is allowed
