from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from behalf.web import times

pytestmark = pytest.mark.usefixtures("noon", "language")

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def plain(markup: str) -> str:
    return re.sub(r"<[^>]+>", "|", markup).strip("|").replace("||", "|")


def in_(**delta: float) -> datetime:
    return NOON + timedelta(**delta)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (in_(seconds=-20), "just now|11:59"),
        (in_(minutes=-36), "36 min ago|11:24"),
        (in_(hours=-3, minutes=-4), "3 h ago|08:56"),
        (in_(hours=-14), "14 h ago|23 Nov"),
        (in_(days=-2), "2 days ago|22 Nov"),
        (in_(days=-30), "25 Oct|12:00"),
        (in_(days=-400), "20 Oct|2025"),
        (in_(minutes=36), "in 36 min|12:36"),
    ],
)
def test_the_time_column_says_relative_first_and_absolute_below(value: datetime, shown: str) -> None:
    assert plain(times.when(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown", "css"),
    [
        (in_(minutes=36), "36 min|12:36", "when when-soon"),
        (in_(minutes=-12), "−12 min|11:48", "when when-late"),
        (in_(hours=2, minutes=38), "2 h 38|14:38", "when"),
        (in_(days=18), "18 days|12 Dec", "when"),
    ],
)
def test_a_deadline_says_what_is_left_and_is_marked(value: datetime, shown: str, css: str) -> None:
    markup = times.left(value)
    assert plain(markup) == shown
    assert f'class="{css}"' in markup


def test_since_is_as_exact_as_needed() -> None:
    assert plain(times.since(in_(hours=-1))) == "since 11:00"
    assert plain(times.since(in_(days=-2))) == "since Sun"
    assert plain(times.since(in_(days=-9))) == "since 15 Nov"


@pytest.mark.parametrize("language", ["ja"], indirect=True)
@pytest.mark.usefixtures("language")
def test_since_names_a_weekday_in_full_in_japanese_where_one_sign_would_read_as_day() -> None:
    assert plain(times.since(in_(days=-2))) == "日曜日～"


def test_a_moment_is_told_in_full_and_carries_its_instant() -> None:
    markup = times.moment(in_(hours=2, minutes=32))
    assert plain(markup) == "Tue 24 Nov, 14:32"
    assert 'datetime="2026-11-24T06:32:00+00:00"' in markup


def test_a_day_has_its_year_only_when_it_is_another() -> None:
    assert plain(times.day(date(2026, 12, 12))) == "12 Dec"
    assert plain(times.day(date(2027, 3, 31))) == "31 Mar 2027"
    assert plain(times.day(datetime(2026, 11, 24, 17, 0, tzinfo=UTC))) == "25 Nov"


def test_a_countdown_ends_at_nought() -> None:
    assert plain(times.countdown(in_(minutes=28, seconds=14))) == "28:14"
    assert plain(times.countdown(in_(minutes=-1))) == "0:00"


def test_nothing_is_a_dash() -> None:
    assert times.when(None) == times.left(None) == times.day(None) == times.moment(None) == "–"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("zh-hans", "11月24日 周二 14:32"), ("ja", "11月24日(火) 14:32")],
    indirect=["language"],
)
def test_dates_are_written_as_the_language_writes_them(shown: str) -> None:
    assert plain(times.moment(in_(hours=2, minutes=32))) == shown
