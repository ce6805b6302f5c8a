"""Agreements: the narrowest applies, versions do not change, calendars change what comes and not what was promised."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.test import Client

from behalf.agreements import actions, queries, rules
from behalf.agreements.models import OFFICE, SERVICE, Agreement, AgreementVersion, CalendarException
from behalf.agreements.rules import terms
from behalf.agreements.tests.factories import around_the_clock
from behalf.kit import jobs
from behalf.kit.actor import Actor, system
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from tests.harness import StandAt
from tests.world import NOW, World, run_jobs

HOUR = timedelta(hours=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def admin(world: World) -> Actor:
    return world.actor("alpha", "admin_agent")


def _promise(world: World, hours: int, calendar_id: int = 0) -> dict[tuple[str, str], tuple[timedelta, int]]:
    return {("A", "first"): (hours * HOUR, calendar_id or around_the_clock(world, "alpha"))}


def _applying(actor: Actor, account_id: int | None, service_id: int | None, now: datetime = NOW) -> queries.Applying:
    with acting(actor):
        found = queries.applying(actor, account_id=account_id, service_id=service_id, now=now)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("severity", "minutes", "opens"),
    [("A", 120, "2026-11-25T05:00+08:00"), ("B", 240, "2026-11-25T13:00+08:00"), ("C", 480, "2026-11-25T17:00+08:00")],
)
def test_every_desk_begins_with_the_documented_promises(world: World, severity: str, minutes: int, opens: str) -> None:
    for desk in ("alpha", "beta", "operator"):
        actor = system(world.actor(desk).tier, world[desk])
        found = _applying(actor, None, None)
        for promise in ("first", "update"):
            target = found.terms.target(severity, promise)
            assert target is not None
            assert target.budget == timedelta(minutes=minutes)
            night = datetime(2026, 11, 25, 3, tzinfo=SHANGHAI)
            assert target.advance(night, target.budget) == datetime.fromisoformat(opens)
        assert found.terms.target(severity, "resolution") is None


def test_beginning_twice_changes_nothing(world: World, admin: Actor) -> None:
    actions.begin(admin, now=NOW)
    with acting(admin):
        assert Agreement.objects.visible_to(admin).count() == 1
        assert len(queries.calendars(admin)) == 3


def test_the_narrowest_agreement_applies(world: World, admin: Actor) -> None:
    one, mail = world.account_one, world.services["exchange-online"]
    for name, account_id, service_id in (("mail", None, mail), ("one", one, None), ("one's mail", one, mail)):
        actions.save_agreement(
            admin, name=name, account_id=account_id, service_id=service_id, targets=_promise(world, 1), now=NOW
        )
    two, other = world.account_two, world.services["sharepoint-online"]
    assert _applying(admin, one, mail).name == "one's mail"
    assert _applying(admin, one, other).name == "one"
    assert _applying(admin, one, None).name == "one"
    assert _applying(admin, two, mail).name == "mail"
    assert _applying(admin, two, other).name == "Documented defaults"


def test_no_two_agreements_cover_the_same(world: World, admin: Actor) -> None:
    actions.save_agreement(admin, name="one", account_id=world.account_one, targets=_promise(world, 1), now=NOW)
    with pytest.raises(Invalid, match="already"):
        actions.save_agreement(admin, name="two", account_id=world.account_one, targets=_promise(world, 2), now=NOW)
    with acting(admin), pytest.raises(IntegrityError), transaction.atomic():
        Agreement(org_id=world.alpha, name="x", account_id=world.account_one).save(force_insert=True)


def test_an_agreement_that_ended_makes_room(world: World, admin: Actor) -> None:
    kept = {"account_id": world.account_one, "targets": _promise(world, 1), "now": NOW}
    first = actions.save_agreement(admin, name="one", **kept)
    actions.retire(admin, first, now=NOW)
    assert _applying(admin, world.account_one, None).name == "Documented defaults"
    actions.save_agreement(admin, name="again", **kept)
    assert _applying(admin, world.account_one, None).name == "again"
    with pytest.raises(Conflict):
        actions.retire(admin, world.agreements["alpha"], now=NOW)


def test_a_change_is_a_new_version_and_the_old_one_stays(world: World, admin: Actor) -> None:
    before = _applying(admin, None, None)
    actions.save_agreement(
        admin, world.agreements["alpha"], name="Documented defaults", targets=_promise(world, 1),
        valid_from=NOW + 24 * HOUR, why="Faster", now=NOW,
    )  # fmt: skip
    assert _applying(admin, None, None).version_id == before.version_id
    after = _applying(admin, None, None, NOW + 25 * HOUR)
    assert after.number == before.number + 1
    with acting(admin):
        said = queries.terms(admin, [before.version_id, after.version_id])
        assert said[before.version_id].target("B", "first") is not None
        assert said[after.version_id].target("B", "first") is None
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            AgreementVersion.objects.visible_to(admin).update(why="rewritten")
    with pytest.raises(Invalid):
        actions.save_agreement(
            admin, world.agreements["alpha"], name="x", targets=_promise(world, 1), valid_from=NOW - HOUR, now=NOW
        )


def test_a_calendar_changes_what_comes_and_not_what_was_promised(world: World, admin: Actor) -> None:
    before = _applying(admin, None, None)
    service_hours = world.calendars["alpha"][SERVICE]
    actions.add_date(admin, service_hours, since=date(2026, 11, 25), windows=(), why="Move of the office", now=NOW)
    after = _applying(admin, None, None)
    assert after.number == before.number + 1
    night = datetime(2026, 11, 25, 3, tzinfo=SHANGHAI)
    budget = 4 * HOUR
    old, new = before.terms.target("B", "first"), after.terms.target("B", "first")
    assert old is not None
    assert new is not None
    assert new.advance(night, budget) - old.advance(night, budget) == 24 * HOUR
    actions.renew(admin, now=NOW)
    assert _applying(admin, None, None).number == after.number


def test_holidays_that_became_known_make_a_new_version(world: World, admin: Actor) -> None:
    office = world.calendars["alpha"][OFFICE]
    actions.save_agreement(admin, name="one", account_id=world.account_one, targets=_promise(world, 4, office), now=NOW)
    assert _applying(admin, world.account_one, None).number == 1
    later = datetime(2027, 1, 2, tzinfo=SHANGHAI)
    assert actions.renew(admin, now=later) == 1
    found = _applying(admin, world.account_one, None, later)
    assert found.number == 2
    target = found.terms.target("A", "first")
    assert target is not None
    assert target.hours.calendar.years == (2026, 2030)


def test_days_are_said_once(world: World, admin: Actor) -> None:
    office = world.calendars["alpha"][OFFICE]
    actions.add_date(admin, office, since=date(2027, 2, 1), until=date(2027, 2, 10), why="Move", now=NOW)
    with pytest.raises(Invalid, match="already"):
        actions.add_date(admin, office, since=date(2027, 2, 10), why="Again", now=NOW)
    with acting(admin), pytest.raises(IntegrityError), transaction.atomic():
        CalendarException(
            org_id=world.alpha, calendar_id=office, since=date(2027, 1, 1), until=date(2027, 2, 1), why="x"
        ).save(force_insert=True)
    with pytest.raises(Invalid):
        actions.add_date(admin, office, since=date(2027, 3, 2), until=date(2027, 3, 1), why="x", now=NOW)


def test_a_calendar_that_never_opens_cannot_be_promised_in(world: World, admin: Actor) -> None:
    closed = actions.save_calendar(admin, name="Closed", zone="Asia/Shanghai", week=[()] * 7, now=NOW)
    with pytest.raises(Invalid, match="never opens"):
        actions.save_agreement(
            admin, name="one", account_id=world.account_one, targets=_promise(world, 4, closed), now=NOW
        )
    in_use = world.calendars["alpha"][SERVICE]
    with pytest.raises(Invalid, match="never opens"):
        actions.save_calendar(admin, in_use, name="Service hours", zone="Asia/Shanghai", week=[()] * 7, now=NOW)


@pytest.mark.parametrize("change", [{"zone": "Mars/Olympus"}, {"country": "XX"}, {"name": "Around the clock"}])
def test_a_calendar_that_makes_no_sense_is_refused(world: World, admin: Actor, change: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        actions.save_calendar(admin, **{"name": "New", "zone": "Asia/Tokyo", "week": [()] * 7, "now": NOW, **change})


def test_strangers_find_nothing_and_agents_change_nothing(world: World, admin: Actor) -> None:
    stranger = world.actor("beta", "admin_agent")
    with acting(stranger), pytest.raises(NotFound):
        queries.agreement(stranger, world.agreements["alpha"], now=NOW)
    with pytest.raises(NotFound):
        actions.save_calendar(
            stranger, world.calendars["alpha"][OFFICE], name="x", zone="Asia/Tokyo", week=[()] * 7, now=NOW
        )
    with pytest.raises(NotAllowed):
        actions.renew(world.actor("alpha", "helpdesk_agent"), now=NOW)


def test_turns_on_duty_change_and_who_leaves_takes_none(world: World, admin: Actor) -> None:
    first, second = (world.actor("alpha", role) for role in ("admin_agent", "helpdesk_agent"))
    with acting(admin):
        assert queries.on_duty(admin, now=NOW).person_id == first.person_id
        assert queries.on_duty(admin, now=NOW + timedelta(weeks=1)).person_id == second.person_id
        assert [name for _at, name in queries.duty(admin, now=NOW).weeks[:2]] == [first.name, second.name]
    actions.leave_duty(admin, person_id=first.person, now=NOW)
    with acting(admin):
        assert queries.on_duty(admin, now=NOW).person_id == second.person_id
    beta = world.actor("beta", "admin_agent")
    with acting(beta):
        assert queries.on_duty(beta, now=NOW).person_id is None


# --- Pages ---------------------------------------------------------------------------------------------------------


def test_the_pages_show_the_week_the_holidays_and_what_is_not_known(
    world: World, client: Client, sign_in: Any, stand_at: StandAt
) -> None:
    stand_at(NOW)
    sign_in(client, world.actor("alpha", "helpdesk_agent"))
    office = world.calendars["alpha"][OFFICE]
    page = client.get(f"/settings/service-levels/calendars/{office}/").content.decode()
    assert "Stocktaking" in page
    assert "Not all holidays of 2027 are known yet" in page
    assert "09:00-18:00" in page
    assert client.get(f"/settings/service-levels/calendars/{office}/edit/").status_code == 403


def test_a_calendar_is_added_and_changed_on_its_pages(
    world: World, client: Client, sign_in: Any, stand_at: StandAt
) -> None:
    stand_at(NOW)
    sign_in(client, world.actor("alpha", "admin_agent"))
    days = {f"day_{number}": "9-12, 13-18" for number in range(5)}
    form = {"name": "Split", "zone": "Asia/Shanghai", "country": "CN", **days}
    answer = client.post("/settings/service-levels/calendars/new/", form)
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).content.decode()
    assert page.count("13:00-18:00") == 5
    assert client.post("/settings/service-levels/calendars/new/", {**form, "day_6": "nonsense"}).status_code == 422
    dates = f"{answer.headers['Location']}dates/"
    assert client.post(dates, {"since": "2026-12-24", "windows": "", "why": "Party"}).status_code == 303
    assert "Party" in client.get(answer.headers["Location"]).content.decode()
    assert client.post(dates, {"since": "2026-12-24", "why": "Party"}).status_code == 422


def test_an_agreement_is_made_on_its_page_and_found_by_the_look_up(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, world.actor("alpha", "global_admin"))
    clock = str(around_the_clock(world, "alpha"))
    form = {"name": "Gold", "customer": "苏州澄海", "warns_at": "80", "A_first": "0:30", "A_first_in": clock}
    answer = client.post("/settings/service-levels/new/", form)
    assert answer.status_code == 303
    assert "30 min" in client.get(answer.headers["Location"]).content.decode()
    found = client.get("/settings/service-levels/?customer=苏州澄海&severity=A").content.decode()
    assert "Gold" in found.split('id="which"')[1]
    assert client.post("/settings/service-levels/new/", {**form, "customer": "nobody"}).status_code == 422
    assert client.post("/settings/service-levels/new/", {**form, "A_first": "soon"}).status_code == 422
    assert client.post(f"{answer.headers['Location']}edit/", {**form, "A_first": "1", "why": "x"}).status_code == 303
    assert client.post(f"{answer.headers['Location']}end/").status_code == 303


def test_the_rota_is_made_on_its_page(world: World, client: Client, sign_in: Any) -> None:
    admin = world.actor("beta", "admin_agent")
    sign_in(client, admin)
    form = {"since": "2026-11-25", "on_breach": "reassign", "lead_id": str(admin.person), "turn_1": str(admin.person)}
    assert client.post("/settings/service-levels/duty/edit/", form).status_code == 303
    assert admin.name in client.get("/settings/service-levels/duty/").content.decode()
    assert client.post("/settings/service-levels/duty/edit/", {**form, "turn_1": "999999"}).status_code == 422


def test_the_daily_look_is_a_job(world: World) -> None:
    jobs.run("agreements.renew", "reseller", world.alpha, {})
    assert run_jobs() == []


def test_terms_come_back_from_their_data(world: World, admin: Actor) -> None:
    found = _applying(admin, None, None).terms
    assert terms.from_data(terms.as_data(found)) == found
    assert rules.specificity(account=True, service=False) > rules.specificity(account=False, service=True)
