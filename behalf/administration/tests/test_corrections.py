"""Corrections against the provider over HTTP: difference, write, read back, undo; slow, failing, lying."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from behalf.administration import actions, corrections, queries
from behalf.administration.deciding import SETTLE_AFTER, Outcome
from behalf.administration.queries import ChangeRow, ServiceRow, SettingRow
from behalf.administration.tests.conftest import Control
from behalf.administration.tests.factories import FORWARDING, LIMIT, SMTP
from behalf.audit.models import Entry
from behalf.connectors import registry
from behalf.connectors.ports import SettingsPort
from behalf.customers import queries as customers
from behalf.kit import jobs
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from behalf.subscriptions import actions as subscriptions
from tests.harness import Elsewhere, StandAt, read_world
from tests.world import NOW, Capture, World, run_jobs

BEGINNING = {FORWARDING: "Automatic", SMTP: None, LIMIT: 2000}


class Desk:
    """Alpha's help desk agent with customer one's Exchange Online in hand; the clock moves a second per look."""

    def __init__(self, world: World, actor: Actor | None = None) -> None:
        self.actor = actor or world.actor("alpha", "helpdesk_agent")
        self.account = world.account_one
        self.service = world.services["exchange-online"]
        self.now = NOW

    def clock(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def look(self) -> None:
        corrections.look(self.actor, self.account, self.service, clock=self.clock)

    def setting(self, key: str) -> SettingRow:
        with acting(self.actor):
            rows = queries.settings(self.actor, self.account, self.service)
        return next(row for row in rows if row.setting.key == key)

    def change(self, change_id: int) -> ChangeRow:
        with acting(self.actor):
            return queries.change(self.actor, self.account, self.service, change_id)

    def row(self) -> ServiceRow:
        account = customers.account(self.actor, self.account)
        return queries.service(self.actor, account, self.service, now=self.now)

    def correct(self, key: str, wanted: Any, *, told: bool = True) -> ChangeRow:
        row = self.setting(key)
        return self.change(
            corrections.correct(
                self.actor, self.account, self.service,
                setting_id=row.id, wanted=wanted, seen=row.etag, told=told, clock=self.clock,
            )
        )  # fmt: skip

    def undo(self, change: ChangeRow) -> ChangeRow:
        seen = self.setting(change.setting.key).etag
        new = corrections.undo(self.actor, self.account, self.service, change_id=change.id, seen=seen, clock=self.clock)
        return self.change(new)


@pytest.fixture
def desk(world: World, provider: Control) -> Desk:
    provider.seed(BEGINNING)
    desk = Desk(world)
    desk.look()
    return desk


def test_looking_judges_every_setting_and_is_recorded(desk: Desk) -> None:
    assert desk.setting(FORWARDING).state == "weak"
    assert desk.setting(SMTP).state == "missing"
    assert desk.setting(LIMIT).value == 2000
    with acting(desk.actor):
        assert queries.looked_at_settings_since(desk.actor, desk.account, desk.service, NOW) == desk.now
        row = desk.row()
        findings = queries.findings(desk.actor)
    assert row.counts["missing"] >= 1
    assert findings[0].service_id == desk.service


def test_a_correction_is_written_read_back_and_recorded_with_both_values(desk: Desk) -> None:
    done = desk.correct(FORWARDING, "Off")
    assert (done.outcome, done.before, done.wanted, done.found) == ("verified", "Automatic", "Off", "Off")
    assert desk.setting(FORWARDING).state == "fine"
    with acting(desk.actor):
        entry = Entry.objects.visible_to(desk.actor).filter(what="administration.correction_verified").latest("id")
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["value"], entry.after["value"], entry.after["found"]) == ("Automatic", "Off", "Off")
    assert (entry.for_customer, entry.why) == (True, "Mail is delayed")


@pytest.mark.parametrize(("key", "wanted"), [(FORWARDING, "Off"), (SMTP, True), (LIMIT, 500)])
def test_undo_restores_exactly_what_was(desk: Desk, key: str, wanted: Any) -> None:
    done = desk.correct(key, wanted)
    back = desk.undo(done)
    assert (back.outcome, back.found, back.undoes_id) == ("verified", BEGINNING[key], done.id)
    assert desk.setting(key).value == BEGINNING[key]
    assert desk.change(done.id).undone_at is not None
    with pytest.raises(Conflict, match="nothing left"):
        desk.undo(done)


def test_a_provider_that_lies_is_not_believed(desk: Desk, provider: Control) -> None:
    provider.behave(lie="ignore")
    lied = desk.correct(LIMIT, 500)
    assert (lied.outcome, lied.found) == ("not_verified", 2000)
    provider.behave(lie="other", lie_value=77)
    other = desk.correct(LIMIT, 500)
    assert (other.outcome, other.found) == ("not_verified", 77)
    with acting(desk.actor):
        assert desk.row().not_verified == 1
    provider.behave()
    assert desk.undo(other).outcome == "verified"
    assert desk.setting(LIMIT).value == 2000


def test_what_comes_true_later_is_verified_by_looking_again(desk: Desk, provider: Control) -> None:
    provider.behave(lie="ignore")
    late = desk.correct(LIMIT, 500)
    provider.behave()
    provider.seed({LIMIT: 500})
    desk.look()
    assert desk.change(late.id).outcome == "verified"


def test_somebody_else_was_quicker(desk: Desk, provider: Control) -> None:
    provider.seed({LIMIT: 1234})
    late = desk.correct(LIMIT, 500)
    assert (late.outcome, late.found, late.written_at) == ("changed", 1234, None)
    assert desk.setting(LIMIT).value == 1234
    assert desk.correct(LIMIT, 500).outcome == "verified"


def test_undo_does_not_overwrite_what_somebody_else_set(desk: Desk, provider: Control) -> None:
    done = desk.correct(LIMIT, 500)
    provider.seed({LIMIT: 700})
    refused = desk.undo(done)
    assert (refused.outcome, refused.found) == ("changed", 700)
    with pytest.raises(Conflict, match="Somebody changed"):
        desk.undo(done)
    assert desk.setting(LIMIT).value == 700


def test_a_difference_shown_against_an_old_reading_is_not_written(desk: Desk, provider: Control) -> None:
    row = desk.setting(LIMIT)
    provider.seed({LIMIT: 1234})
    desk.look()
    with pytest.raises(Conflict, match="read again meanwhile"):
        actions.plan(
            desk.actor, desk.account, desk.service, setting_id=row.id, wanted=500, seen=row.etag, now=desk.clock()
        )
    assert provider.writes() == []


def test_a_refusal_and_an_outage_write_nothing(desk: Desk, provider: Control) -> None:
    provider.behave(fail_status=403, fail_count=1, methods=["PATCH"])
    assert desk.correct(LIMIT, 500).outcome == "refused"
    provider.behave(throttle_count=-1, throttle_after=300, methods=["PATCH"])
    asked = desk.correct(LIMIT, 500)
    assert (asked.outcome, asked.trouble[:9]) == ("refused", "throttled")
    provider.behave()
    assert desk.correct(LIMIT, 500).outcome == "verified"


def test_what_cannot_be_read_is_no_finding_and_is_not_corrected(desk: Desk, provider: Control) -> None:
    provider.behave(unreadable=[LIMIT])
    desk.look()
    assert desk.setting(LIMIT).state == "could_not_read"
    assert desk.setting(FORWARDING).state == "weak"
    with pytest.raises(Conflict, match="could not be read"):
        desk.correct(LIMIT, 500)
    provider.behave(fail_status=503, fail_count=-1)
    desk.look()
    assert desk.setting(FORWARDING).state == "could_not_read"
    with acting(desk.actor):
        looked = queries.looked_at_settings_since(desk.actor, desk.account, desk.service, desk.now)
    assert looked is None


def test_a_lost_answer_is_settled_by_reading_back(desk: Desk, provider: Control) -> None:
    provider.behave(drop_count=1, methods=["PATCH"])
    lost = desk.correct(LIMIT, 500)
    assert (lost.outcome, lost.written_at) == ("verified", None)


@pytest.mark.parametrize(("there", "outcome"), [(500, "verified"), (2000, "refused"), (9, "not_verified")])
def test_an_interrupted_correction_leaves_a_trace_that_the_job_settles(
    desk: Desk, provider: Control, there: int, outcome: str, stand_at: StandAt
) -> None:
    provider.behave(slow_ms=60_000)
    open_end = desk.correct(LIMIT, 500)
    assert (open_end.outcome, open_end.before, open_end.found_at) == ("planned", 2000, None)
    with pytest.raises(Conflict, match="under way"):
        desk.correct(LIMIT, 400)
    provider.behave()
    provider.seed({LIMIT: there})
    stand_at(desk.now + SETTLE_AFTER)
    run_jobs()
    assert desk.change(open_end.id).outcome == outcome


def test_the_job_waits_for_a_provider_that_is_away(
    desk: Desk, provider: Control, deferred: Capture, stand_at: StandAt
) -> None:
    provider.behave(fail_status=503, fail_count=-1)
    open_end = desk.correct(LIMIT, 500)
    deferred.jobs.clear()
    stand_at(desk.now + SETTLE_AFTER)
    jobs.run("administration.settle", "reseller", desk.actor.org_id, {"change_id": open_end.id})
    assert desk.change(open_end.id).is_open
    assert [name for name, *_rest in deferred.jobs] == ["administration.settle"]


def test_a_crash_between_writing_and_reading_back_shows(
    desk: Desk, provider: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Crash(BaseException):
        """The process is killed here."""

    def killed(*_arguments: Any) -> Any:
        raise Crash

    monkeypatch.setattr(corrections, "_read", killed)
    with pytest.raises(Crash):
        desk.correct(LIMIT, 500)
    monkeypatch.undo()
    with acting(desk.actor):
        (change,) = queries.changes(desk.actor, desk.account, desk.service, limit=1)
    assert (change.outcome, change.before, change.wanted) == (Outcome.WRITTEN, 2000, 500)


def test_high_impact_wants_the_customer_told(desk: Desk) -> None:
    with pytest.raises(Invalid, match="Tell the customer"):
        desk.correct(FORWARDING, "Off", told=False)


@pytest.mark.parametrize("wanted", ["perhaps", True, 20_000])
def test_a_value_that_does_not_fit_is_not_written(desk: Desk, provider: Control, wanted: Any) -> None:
    with pytest.raises(Invalid):
        desk.correct(LIMIT, wanted)
    with pytest.raises(Invalid, match="already"):
        desk.correct(LIMIT, 2000)
    assert provider.writes() == []


def test_without_a_session_nothing_is_read_or_written(desk: Desk, world: World, provider: Control) -> None:
    other = Desk(world, world.actor("alpha", "admin_agent"))
    with pytest.raises(Conflict, match="session is over"):
        other.correct(LIMIT, 500)
    desk.now = NOW + timedelta(hours=1)
    with pytest.raises(Conflict, match="session is over"):
        desk.correct(LIMIT, 500)
    assert provider.writes() == []


def test_the_next_write_fails_once_the_delegation_is_restand_at(desk: Desk, world: World, provider: Control) -> None:
    actions.remove(world.actor("one"), world.delegation_one, now=desk.clock())
    with pytest.raises(Conflict, match="has not delegated"):
        desk.correct(LIMIT, 500)
    assert provider.writes() == []


def test_a_suspended_service_is_looked_at_and_left_alone(desk: Desk, world: World, provider: Control) -> None:
    seller = world.actor("alpha", "admin_agent")
    subscriptions.suspend(seller, world.one_e3, reason="non_payment", now=desk.clock())
    desk.look()
    with pytest.raises(Conflict, match="suspended"):
        desk.correct(LIMIT, 500)
    assert provider.writes() == []


def test_strangers_and_sales_reach_nothing(desk: Desk, world: World) -> None:
    for stranger in (world.actor("beta", "helpdesk_agent"), world.actor("beta", "global_admin")):
        with pytest.raises(NotFound):
            corrections.look(stranger, desk.account, desk.service, clock=desk.clock)
        with pytest.raises(NotFound):
            corrections.settle(stranger, world.change_one, clock=desk.clock)
    with pytest.raises(NotAllowed):
        Desk(world, world.actor("alpha", "sales_agent")).look()


def test_users_come_by_the_page_with_their_licences(desk: Desk, provider: Control) -> None:
    provider.people(count=30, licences={"ENTERPRISEPACK": 40})
    first = corrections.people(desk.actor, desk.account, desk.service, after=None, clock=desk.clock)
    rest = corrections.people(desk.actor, desk.account, desk.service, after=first.next, clock=desk.clock)
    assert (len(first.users), len(rest.users), rest.next) == (25, 5, None)
    assert [(each.product, each.seats) for each in first.licences] == [("Office 365 E3", 40)]
    with acting(desk.actor):
        steps = queries.steps(desk.actor, desk.account, limit=50)
    assert [step.kind for step in steps].count("read_users") == 1


class Watched:
    """A port that notes whether a transaction was open while it was asked."""

    def __init__(self, port: SettingsPort) -> None:
        self.port = port
        self.inside: list[bool] = []

    def __getattr__(self, name: str) -> Any:
        def asked(*arguments: Any, **named: Any) -> Any:
            self.inside.append(connection.in_atomic_block)
            return getattr(self.port, name)(*arguments, **named)

        return asked


def test_no_transaction_waits_for_the_provider(
    elsewhere: Elsewhere, provider: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.seed(BEGINNING)
    port = registry.settings_port("exchange-online")
    assert port is not None
    watched = Watched(port)
    monkeypatch.setattr(registry, "settings_port", lambda _service: watched)
    with elsewhere("web"):
        desk = Desk(read_world())
        desk.look()
        assert desk.correct(LIMIT, 500).outcome == "verified"
        corrections.people(desk.actor, desk.account, desk.service, after=None, clock=desk.clock)
    assert len(watched.inside) == 5
    assert not any(watched.inside)
