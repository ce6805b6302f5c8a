"""Public holidays against what others collected, and the years of which not all is known."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from behalf.agreements.rules import Dated, Window, assemble, coming, daysoff, read, turn, working_hours

COLLECTED = Path(__file__).resolve().parents[4] / "shared" / "data" / "calendar"
SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = (*[(Window(540, 540),)] * 5, (), ())
HOUR = timedelta(hours=1)


def _collected(name: str, kind: str) -> set[date]:
    path = COLLECTED / name
    if not path.exists():
        pytest.skip("the collected calendars are not on this machine")
    with path.open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(row["date"]) for row in csv.DictReader(file) if row["kind"] == kind}


@pytest.mark.parametrize("year", [2025, 2026])
def test_chinas_days_off_and_make_up_days_are_those_of_the_notices(year: int) -> None:
    known = daysoff.of("CN", year)
    assert known.off == _collected(f"cn_{year}.csv", "off")
    assert known.worked == _collected(f"cn_{year}.csv", "make-up working day")
    assert known.complete


def test_a_chinese_year_before_its_notice_is_not_complete() -> None:
    known = daysoff.of("CN", 2027)
    assert not known.complete
    assert _collected("cn_2027_statutory_only.csv", "off") <= known.off


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_japans_holidays_are_those_collected(year: int) -> None:
    assert daysoff.of("JP", year).off == _collected(f"jp_{year}.csv", "off")
    assert daysoff.of("JP", year).complete


def test_a_holiday_is_called_in_the_readers_language() -> None:
    assert daysoff.name("CN", date(2026, 10, 1), "zh-hans") == "国庆节"
    assert daysoff.name("JP", date(2026, 11, 3), "ja") == "文化の日"
    assert daysoff.name("CN", date(2026, 10, 1), "en") == "National Day"
    assert daysoff.name("CN", date(2026, 10, 4), "en") == ""


def test_an_office_in_china_is_closed_on_holidays_and_open_on_make_up_days() -> None:
    office = assemble("Asia/Shanghai", OFFICE, country="CN", year=2026)
    eve = datetime(2026, 9, 30, 17, tzinfo=SHANGHAI)
    assert office.advance(eve, 2 * HOUR) == datetime(2026, 10, 8, 10, tzinfo=SHANGHAI)
    saturday = datetime(2026, 10, 10, 9, tzinfo=SHANGHAI)  # made up for 7 October
    assert office.elapsed(saturday, saturday + 24 * HOUR) == 9 * HOUR


def test_a_make_up_day_is_worked_like_the_working_day_before_it() -> None:
    short_fridays = (*[read("9-18")] * 4, read("9-15"), read("10-12"), ())
    assert working_hours(short_fridays, date(2026, 10, 10)) == read("9-15")
    assert working_hours(((),) * 5 + (read("10-12"), ()), date(2026, 10, 10)) == read("10-12")


def test_a_span_that_reaches_a_year_without_its_notice_says_so() -> None:
    office = assemble("Asia/Shanghai", OFFICE, country="CN", year=2026)
    december = datetime(2026, 12, 28, tzinfo=SHANGHAI)
    assert office.unsure_years(december, december + 24 * HOUR) == []
    assert office.unsure_years(december, december + 240 * HOUR) == [2027]
    assert office.unsure_years(datetime(2031, 1, 1, 12, tzinfo=UTC), datetime(2031, 1, 2, tzinfo=UTC)) == [2031]
    plain = assemble("Asia/Shanghai", OFFICE, year=2026)
    assert plain.unsure_years(december, december + 9999 * HOUR) == []


def test_the_desks_own_dates_go_before_holidays() -> None:
    own = Dated(date(2026, 10, 1), date(2026, 10, 7), read("10-12"), why="holiday team")
    office = assemble("Asia/Shanghai", OFFICE, country="CN", own=[own], year=2026)
    assert office.windows(date(2026, 10, 1)) == read("10-12")
    shown = [one.kind for one in coming(office, date(2026, 9, 24), days=20)]
    assert shown == ["holiday", "holiday", "holiday", "exception", "makeup"]


def test_people_take_turns_from_monday_at_nine() -> None:
    people = ["An", "Bo", "Chen"]
    since = date(2026, 11, 23)
    for at, whose in (
        (datetime(2026, 11, 23, 9, tzinfo=SHANGHAI), "An"),
        (datetime(2026, 11, 30, 8, 59, tzinfo=SHANGHAI), "An"),
        (datetime(2026, 11, 30, 9, tzinfo=SHANGHAI), "Bo"),
        (datetime(2026, 12, 14, 12, tzinfo=SHANGHAI), "An"),
        (datetime(2026, 11, 16, 12, tzinfo=SHANGHAI), "Chen"),
    ):
        assert turn(people, since=since, now=at, zone="Asia/Shanghai") == whose
    assert turn([], since=since, now=datetime(2026, 11, 23, 9, tzinfo=SHANGHAI), zone="Asia/Shanghai") is None
