"""What the operator's engineers published: states, incidents, planned work, news."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from behalf.health import actions
from behalf.health.rules import Kind, State
from behalf.site.demo.story import Story
from behalf.site.demo.words import read

ENGINEER, PUBLISHER = "liu.yang@lanyun.example", "wu.tong@lanyun.example"
NEXT_WORD = timedelta(hours=2)
QUIET = "power-apps"  # nobody has said anything about this one: a board shows what is not known, too


def plan(story: Story) -> None:
    """Plan all of it."""
    facts = read("health")
    story.plan(story.ago(days=200), lambda now: _begin(story, now))
    for row in facts["incident"]:
        _incident(story, row)
    for row in facts["maintenance"]:
        _maintenance(story, row)
    for row in facts["news"]:
        story.plan(story.ago(hours=row["hours"]), partial(_news, story, row))


def _begin(story: Story, now: datetime) -> None:
    engineer = story.person(ENGINEER)
    for code, service_id in story.known.services.items():
        if code != QUIET:
            actions.set_state(engineer, service_id, state=State.NORMAL, now=now)


def _places(story: Story, row: dict[str, Any]) -> list[tuple[int, str]]:
    return [(story.known.services[code], region) for code, region in row["places"]]


def _incident(story: Story, row: dict[str, Any]) -> None:
    """The first word publishes it, the others follow at their hours."""

    def publish(now: datetime) -> None:
        _hours, state, text = row["words"][0]
        incident_id = actions.publish_incident(
            story.person(ENGINEER), kind=Kind(row["kind"]), title=row["title"], impact=row["impact"],
            places=_places(story, row), state=State(state), text=text, began_at=story.ago(hours=row["began"]), now=now,
        )  # fmt: skip
        if "key" in row:
            story.known.incidents[row["key"]] = incident_id
        for hours, after, words in row["words"][1:]:
            story.plan(story.ago(hours=hours), partial(_word, story, incident_id, after, words))

    story.plan(story.ago(hours=row["words"][0][0]), publish)


def _word(story: Story, incident_id: int, state: str, text: str, now: datetime) -> None:
    actions.update_incident(
        story.person(ENGINEER), incident_id, state=State(state), text=text, next_update_at=now + NEXT_WORD, now=now
    )


def _maintenance(story: Story, row: dict[str, Any]) -> None:
    def announce(now: datetime) -> None:
        work = actions.plan_maintenance(
            story.person(PUBLISHER), title=row["title"], text=row["text"], places=_places(story, row),
            starts_at=story.ago(hours=row["starts"]), ends_at=story.ago(hours=row["ends"]), now=now,
        )  # fmt: skip
        for hours, step in row["course"]:
            story.plan(story.ago(hours=hours), partial(_step, story, work, step))

    story.plan(story.ago(hours=row["announced"]), announce)


def _step(story: Story, work: int, step: str, now: datetime) -> None:
    does = actions.start_maintenance if step == "start" else actions.end_maintenance
    does(story.person(PUBLISHER), work, now=now)


def _news(story: Story, row: dict[str, Any], now: datetime) -> None:
    act_by = (story.end + timedelta(days=row["act_in_days"])).date() if "act_in_days" in row else None
    actions.announce_post(
        story.person(PUBLISHER), category=row["category"], title=row["title"], body=row["body"],
        places=_places(story, row), act_by=act_by, now=now,
    )  # fmt: skip
