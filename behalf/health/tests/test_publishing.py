"""What the operator's engineers and publishers say, and what everybody then sees."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from behalf.audit.models import Entry
from behalf.health import actions, queries
from behalf.health.models import IncidentUpdate
from behalf.health.queries import BoardRow
from behalf.health.rules import Kind, Level, Stage, State
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from tests.world import NOW, Capture, World

HOUR = timedelta(hours=1)
LATER = NOW + HOUR


@pytest.fixture
def engineer(world: World) -> Actor:
    return world.actor("operator", "operator_engineer")


def row_of(world: World, code: str, now: datetime = NOW) -> BoardRow:
    """How a helpdesk agent of alpha sees a service."""
    agent = world.actor("alpha", "helpdesk_agent")
    with acting(agent):
        return queries.service(agent, world.services[code], now=now)


def publish(world: World, **changes: Any) -> int:
    """An outage of Teams in China North that began an hour ago."""
    values = {
        "kind": Kind.OUTAGE,
        "title": "Meetings cannot be joined",
        "impact": "Joining ends with an error.",
        "places": [(world.services["teams"], "china-north")],
        "state": State.INTERRUPTION,
        "text": "We are at it.",
        "began_at": NOW - HOUR,
        "now": NOW,
    }
    return actions.publish_incident(world.actor("operator", "operator_engineer"), **{**values, **changes})


# --- Statements ----------------------------------------------------------------------------------------------------


def test_a_statement_counts_from_its_instant_on(world: World, engineer: Actor) -> None:
    teams = world.services["teams"]
    actions.set_state(engineer, teams, state=State.DEGRADATION, region="china-east", at=NOW - HOUR, now=NOW)
    row = row_of(world, "teams")
    assert (row.state, row.where, row.since) == (State.DEGRADATION, ("China East",), NOW - HOUR)
    assert row.days[-1] is Level.WARNING


def test_a_corrected_statement_counts_no_more_but_stays_on_record(world: World, engineer: Actor) -> None:
    teams = world.services["teams"]
    wrong = actions.set_state(engineer, teams, state=State.INTERRUPTION, at=NOW - HOUR, now=NOW)
    actions.correct_state(engineer, wrong, state=State.NORMAL, note="It was our own probe.", at=NOW - HOUR, now=NOW)
    assert row_of(world, "teams").availability == 1
    with acting(engineer):
        said = queries.statement(engineer, wrong)
    assert said.state is State.NORMAL
    assert [before.state for before in said.before] == [State.INTERRUPTION]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"state": State.RESTORED}, "state"),
        ({"region": "atlantis"}, "service"),
        ({"at": NOW + HOUR}, "at"),
    ],
)
def test_an_impossible_statement_is_refused(world: World, engineer: Actor, changes: dict[str, Any], field: str) -> None:
    values = {"state": State.NORMAL, "now": NOW, **changes}
    with pytest.raises(Invalid) as refused:
        actions.set_state(engineer, world.services["teams"], **values)
    assert refused.value.field == field


@pytest.mark.parametrize("role", ["operator_reviewer"])
def test_a_reviewer_does_not_publish(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        actions.set_state(world.actor("operator", role), world.services["teams"], state=State.NORMAL, now=NOW)


# --- Incidents -----------------------------------------------------------------------------------------------------


def test_an_incident_shows_at_once_where_it_is_felt(world: World, deferred: Capture) -> None:
    incident = publish(world)
    row = row_of(world, "teams")
    assert (row.state, row.where) == (State.INTERRUPTION, ("China North",))
    assert [each.id for each in row.incidents] == [incident]
    assert row.days[-1] is Level.CRITICAL
    assert row.availability is not None
    assert row.availability < 1


def test_its_end_makes_the_service_normal_again_and_the_past_stays(world: World, engineer: Actor) -> None:
    incident = publish(world)
    actions.resolve_incident(engineer, incident, text="Back.", now=LATER)
    row = row_of(world, "teams", LATER)
    assert (row.state, row.incidents) == (State.NORMAL, ())
    assert row.days[-1] is Level.CRITICAL


def test_an_ended_incident_takes_its_review_and_nothing_else(world: World, engineer: Actor) -> None:
    incident = publish(world)
    actions.resolve_incident(engineer, incident, text="Back.", now=LATER)
    with pytest.raises(Conflict):
        actions.update_incident(engineer, incident, state=State.DEGRADATION, text="Again.", now=LATER)
    actions.update_incident(engineer, incident, state=State.REVIEWED, text="Why it happened.", now=LATER + HOUR)
    with acting(engineer):
        story = queries.incident(engineer, incident)
    assert (story.row.state, story.row.ended_at) == (State.REVIEWED, LATER)
    assert [word.state for word in story.words] == [State.REVIEWED, State.RESTORED, State.INTERRUPTION]


def test_an_update_cannot_speak_of_a_time_before_the_last(world: World, engineer: Actor) -> None:
    incident = publish(world)
    with pytest.raises(Invalid) as refused:
        actions.update_incident(engineer, incident, state=State.RESTORING, text="Better.", at=NOW - 2 * HOUR, now=NOW)
    assert refused.value.field == "at"


def test_an_incident_spreads(world: World, engineer: Actor) -> None:
    incident = publish(world)
    intune = (world.services["intune"], "china-north")
    actions.update_incident(engineer, incident, state=State.INTERRUPTION, text="More.", spreads_to=[intune], now=LATER)
    assert row_of(world, "intune", LATER + HOUR).since == LATER
    with acting(engineer):
        places = queries.incident(engineer, incident).row.places
    assert [(place.service_id, place.region) for place in places] == [
        (world.services["teams"], "China North"),
        (world.services["intune"], "China North"),
    ]


def test_an_advisory_is_no_fault(world: World) -> None:
    publish(world, kind=Kind.ADVISORY, state=State.DEGRADATION)
    row = row_of(world, "teams")
    assert (row.state, row.availability, row.days[-1]) == (State.ADVISORY, 1, Level.NORMAL)


def test_an_outage_that_was_planned_work_is_corrected_with_both_kept(world: World, engineer: Actor) -> None:
    incident = publish(world)
    actions.resolve_incident(engineer, incident, text="Back.", now=LATER)
    with acting(engineer):
        first = queries.incident(engineer, incident).words[-1]
    actions.correct_update(
        engineer, first.id, state=State.MAINTENANCE, text="The switch was being replaced.", at=first.at, now=LATER
    )
    row = row_of(world, "teams", LATER)
    assert (row.days[-1], row.availability) == (Level.PLANNED, 1)
    with acting(engineer):
        word = queries.word(engineer, first.id)
    assert [before.state for before in word.before] == [State.INTERRUPTION]


def test_an_incident_ended_by_mistake_runs_again_when_its_last_word_is_corrected(world: World, engineer: Actor) -> None:
    incident = publish(world)
    actions.resolve_incident(engineer, incident, text="Back.", now=LATER)
    with acting(engineer):
        last = queries.incident(engineer, incident).words[0]
    actions.correct_update(engineer, last.id, state=State.RESTORING, text="Nearly.", at=last.at, now=LATER)
    with acting(engineer):
        assert [row.id for row in queries.open_incidents(engineer, [world.services["teams"]])] == [incident]


def test_a_correction_that_leaves_no_possible_order_is_refused(world: World, engineer: Actor) -> None:
    incident = publish(world)
    with acting(engineer):
        first = queries.incident(engineer, incident).words[-1]
    with pytest.raises(Invalid):
        actions.correct_update(engineer, first.id, state=State.MAINTENANCE, text="?", at=first.at, now=NOW)


def test_a_false_positive_ends_without_a_review_being_owed(world: World, engineer: Actor) -> None:
    incident = publish(world, state=State.INVESTIGATING)
    actions.resolve_incident(engineer, incident, text="It was a probe.", false_positive=True, now=NOW)
    row = row_of(world, "teams")
    assert (row.state, row.availability) == (State.NORMAL, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"state": State.RESTORED}, "state"),
        ({"began_at": NOW + HOUR}, "began_at"),
        ({"places": []}, "places"),
        ({"places": [(0, "")]}, "places"),
    ],
)
def test_an_impossible_incident_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        publish(world, **changes)
    assert refused.value.field == field


def test_what_was_said_cannot_be_changed_in_the_database_either(world: World, engineer: Actor) -> None:
    with acting(engineer), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        IncidentUpdate.objects.visible_to(engineer).update(text="Nothing happened.")
    with acting(engineer), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        IncidentUpdate.objects.visible_to(engineer).delete()


def test_everything_published_is_in_the_operators_journal(world: World, engineer: Actor) -> None:
    incident = publish(world)
    actions.resolve_incident(engineer, incident, text="Back.", now=LATER)
    with acting(engineer):
        said = Entry.objects.visible_to(engineer).filter(subject_kind="incident", subject_id=str(incident))
        assert list(said.order_by("id").values_list("what", flat=True)) == [
            "health.incident_published",
            "health.incident_updated",
        ]


# --- Planned work --------------------------------------------------------------------------------------------------


def plan(world: World, **changes: Any) -> int:
    """Work on Teams in six days, for two hours."""
    values = {
        "title": "Storage is moved",
        "text": "Chats may be read-only.",
        "places": [(world.services["teams"], "")],
        "starts_at": NOW + timedelta(days=6),
        "ends_at": NOW + timedelta(days=6, hours=2),
        "now": NOW,
    }
    return actions.plan_maintenance(world.actor("operator", "operator_publisher"), **{**values, **changes})


def test_planned_work_is_ahead_on_the_board_and_changes_no_state(world: World) -> None:
    work = plan(world)
    row = row_of(world, "teams")
    assert row.maintenance is not None
    assert (row.maintenance.id, row.state) == (work, State.NORMAL)


def test_late_notice_needs_its_reason(world: World) -> None:
    soon = {"starts_at": NOW + timedelta(days=2), "ends_at": NOW + timedelta(days=2, hours=2)}
    with pytest.raises(Invalid) as refused:
        plan(world, **soon)
    assert refused.value.field == "short_notice"
    plan(world, **soon, short_notice="A disk is about to fail.")


def test_work_is_moved_started_and_ended_and_its_hours_are_not_held_against_the_service(
    world: World, engineer: Actor
) -> None:
    work = plan(world)
    starts = NOW + timedelta(days=7)
    actions.move_maintenance(
        engineer, work, starts_at=starts, ends_at=starts + 2 * HOUR, text="A public holiday.", now=NOW
    )
    actions.start_maintenance(engineer, work, now=starts)
    assert row_of(world, "teams", starts + HOUR).state is State.MAINTENANCE
    actions.end_maintenance(engineer, work, now=starts + HOUR)
    row = row_of(world, "teams", starts + 2 * HOUR)
    assert (row.state, row.availability, row.days[-1]) == (State.NORMAL, 1, Level.PLANNED)
    with acting(engineer):
        story = queries.maintenance(engineer, work)
    assert [str(step.step) for step in story.steps] == ["ended", "started", "moved", "planned"]
    assert [step.starts_at for step in story.steps][-1] == NOW + timedelta(days=6)


def test_work_under_way_is_not_cancelled_and_moves_only_its_end(world: World, engineer: Actor) -> None:
    work = plan(world)
    starts, ends = NOW + timedelta(days=6), NOW + timedelta(days=6, hours=4)
    actions.start_maintenance(engineer, work, now=starts)
    with pytest.raises(Conflict):
        actions.cancel_maintenance(engineer, work, text="No.", now=starts)
    with pytest.raises(Invalid):
        actions.move_maintenance(engineer, work, starts_at=starts + HOUR, ends_at=ends, text="Longer.", now=starts)
    actions.move_maintenance(engineer, work, starts_at=starts, ends_at=ends, text="Longer.", now=starts)


def test_cancelled_work_is_gone_from_the_board(world: World, engineer: Actor) -> None:
    work = plan(world)
    actions.cancel_maintenance(engineer, work, text="Not needed.", now=NOW)
    assert row_of(world, "teams").maintenance is None
    with acting(engineer):
        assert queries.maintenance(engineer, work).row.stage is Stage.CANCELLED


# --- Announcements -------------------------------------------------------------------------------------------------


def test_an_action_needs_its_day(world: World, engineer: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        actions.announce_post(
            engineer, category="action", title="Do it", body="Soon.", places=[(world.services["teams"], "")], now=NOW
        )
    assert refused.value.field == "act_by"


def test_a_corrected_announcement_keeps_its_place_and_its_past(world: World, engineer: Actor) -> None:
    actions.correct_announcement(
        engineer, world.news, category="good_to_know", title="Old rules go on", body="We were wrong.", now=NOW
    )
    with acting(engineer):
        row = queries.announcement(engineer, world.news)
    assert (row.id, row.title, row.corrected_at) == (world.news, "Old rules go on", NOW)
    assert [before.title for before in row.before] == ["Old app protection rules end"]


def test_a_withdrawn_announcement_leaves_the_boards_but_not_its_page(world: World, engineer: Actor) -> None:
    actions.withdraw_announcement(engineer, world.news, why="It was about another cloud.", now=NOW)
    with acting(engineer):
        assert queries.announcements(engineer, [world.services["intune"]]) == []
        assert queries.announcement(engineer, world.news).withdrawn
    with pytest.raises(Conflict):
        actions.withdraw_announcement(engineer, world.news, why="Again.", now=NOW)


@pytest.mark.parametrize("name", ["incident", "maintenance", "announcement", "word", "statement"])
def test_what_does_not_exist_is_not_found(world: World, engineer: Actor, name: str) -> None:
    with acting(engineer), pytest.raises(NotFound):
        getattr(queries, name)(engineer, 0)
