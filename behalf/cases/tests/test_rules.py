"""The way of a case, its clock, its place in the queue and its files, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from behalf.cases import rules

NOW = datetime(2026, 11, 24, 6, 32, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("status", "wait", "after"),
    [
        ("new", False, "in_progress"), ("new", True, "waiting_customer"), ("waiting_customer", False, "in_progress"),
        ("with_operator", False, "with_operator"), ("with_operator", True, "waiting_customer"),
        ("resolved", False, "resolved"),
    ],
)  # fmt: skip
def test_our_reply_takes_up_or_hands_over(status: str, wait: bool, after: str) -> None:
    assert rules.after_our_reply(status, wait=wait) == after


@pytest.mark.parametrize(
    ("status", "after"),
    [
        ("new", "new"), ("in_progress", "in_progress"), ("waiting_customer", "in_progress"),
        ("resolved", "in_progress"), ("with_operator", "with_operator"),
    ],
)  # fmt: skip
def test_their_reply_brings_it_back(status: str, after: str) -> None:
    assert rules.after_their_reply(status) == after


@pytest.mark.parametrize("status", rules.OPEN)
def test_every_open_case_lies_in_somebodys_hand(status: str) -> None:
    assert rules.holder(status) in (rules.US, rules.CUSTOMER, rules.OPERATOR)


@pytest.mark.parametrize("status", ["new", "in_progress", "with_operator"])
def test_what_lies_with_us_or_the_operator_is_due_as_promised(status: str) -> None:
    assert rules.due(status, NOW, NOW + HOUR) == NOW + HOUR


def test_a_resolved_case_is_due_to_be_closed() -> None:
    assert rules.due("resolved", NOW, NOW + HOUR) == NOW + 72 * HOUR


@pytest.mark.parametrize("status", ["waiting_customer", "closed"])
def test_what_waits_for_others_is_not_due_and_stands_last(status: str) -> None:
    assert rules.due(status, NOW, NOW + HOUR) is None
    assert rules.place(None) > NOW + timedelta(days=36500)


def test_the_interval_begins_anew_when_it_comes_back() -> None:
    assert rules.restarts("waiting_customer", "in_progress")
    assert not rules.restarts("new", "in_progress")
    assert not rules.restarts("in_progress", "with_operator")


@pytest.mark.parametrize(
    ("due_at", "bucket"),
    [
        (NOW - HOUR, "late"), (NOW, "hour"), (NOW + 2 * HOUR, "today"), (NOW + 30 * HOUR, "later"), (None, "stopped"),
    ],
)  # fmt: skip
def test_headings_of_the_queue(due_at: datetime | None, bucket: str) -> None:
    assert rules.bucket(due_at, now=NOW, midnight=rules.midnight(NOW)) == bucket


@pytest.mark.parametrize(
    ("name", "plain"),
    [("../../etc/passwd.txt", "passwd.txt"), ("C:\\temp\\a.pdf", "a.pdf"), ("a\x00b\n.png", "ab.png"), (" .. ", "")],
)
def test_a_files_name_leads_nowhere(name: str, plain: str) -> None:
    assert rules.plain_name(name) == plain


@pytest.mark.parametrize(
    ("name", "beginning", "honest"),
    [("a.png", b"\x89PNG\r\n", True), ("a.png", b"<html>", False), ("a.csv", b"<html>", True), ("a.pdf", b"MZ", False)],
)
def test_a_file_begins_as_its_name_says(name: str, beginning: bytes, honest: bool) -> None:
    assert rules.is_what_it_says(name, beginning) is honest
