"""Many cases at once: filters, kept views, and the same act on what was picked."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from behalf.audit.models import Entry
from behalf.cases import actions, blocks, queries
from behalf.cases.models import Case, SavedView
from behalf.cases.tests.factories import linked, opened
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from tests.harness import SignIn, StandAt
from tests.world import NOW, World


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def three(world: World) -> list[int]:
    return [opened(world, "alpha", "one", subject=f"Problem {number}").pk for number in range(3)]


def read(actor: Actor, case_id: int) -> Case:
    with acting(actor):
        return queries.case(actor, case_id)


# --- Filters ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "column"),
    [({"severity": "A"}, "severity"), ({"kind": "performance"}, None), ({"status": "new"}, "status")],
)
def test_a_filter_shows_what_has_its_value(
    world: World, agent: Actor, asked: dict[str, Any], column: str | None
) -> None:
    with acting(agent):
        rows = queries.inbox(agent, limit=99, now=NOW, **asked).rows
    assert rows
    assert column is None or {getattr(row, column) for row in rows} == set(asked.values())


def test_filters_are_links_that_add_up(client: Client, sign_in: SignIn, agent: Actor, world: World) -> None:
    sign_in(client, agent)
    wanted = {"view": "all", "severity": "A"}
    offered = client.get(reverse("cases:filters"), wanted | {"customer": "澄海"}).content.decode()
    for added in ("kind=fraud", f"service={world.service_mail}", f"assignee={agent.person}", "status=with_operator"):
        assert f"severity=A&amp;{added}" in offered
    assert f"account={world.account_one}" in offered
    assert "severity=B" not in offered
    every = wanted | {"service": world.service_mail, "assignee": agent.person, "account": world.account_one}
    shown = client.get(reverse("cases:queue"), every | {"kind": "fraud", "status": "new"}).content.decode()
    assert shown.count("Without: ") == 6
    assert agent.name in shown


def test_a_sales_agent_finds_with_the_operator_as_in_progress(world: World, agent: Actor, three: list[int]) -> None:
    actions.set_status(agent, three[0], status="with_operator", kind="escalated", now=NOW)
    sales = world.actor("alpha", "sales_agent")
    with acting(sales):
        shown = [row.id for row in queries.inbox(sales, status="in_progress", limit=99, now=NOW).rows]
        assert three[0] in shown
        assert queries.inbox(sales, status="with_operator", now=NOW).rows == []


# --- Kept views ------------------------------------------------------------------------------------------------------


def saved(actor: Actor) -> list[str]:
    with acting(actor):
        return [each.name for each in queries.tabs(actor, now=NOW).saved]


def test_a_view_is_ones_own_or_the_desks(world: World, agent: Actor) -> None:
    colleague = world.actor("alpha", "admin_agent")
    actions.save_view(agent, name="My mail", wanted={"service": 1}, now=NOW)
    actions.save_view(agent, name="Fraud", wanted={"kind": "fraud"}, shared=True, now=NOW)
    assert saved(agent) == ["My mail", "Critical", "Fraud"]
    assert saved(colleague) == ["Critical", "Fraud"]
    assert saved(world.actor("beta", "helpdesk_agent")) == ["Critical"]


def test_the_same_name_replaces_and_a_strangers_own_is_not_found(world: World, agent: Actor) -> None:
    first = actions.save_view(agent, name="Mine", wanted={"kind": "fraud"}, now=NOW)
    again = actions.save_view(agent, name=" Mine ", wanted={"severity": "A"}, now=NOW)
    assert (again.pk, again.wanted) == (first.pk, {"severity": "A"})
    for stranger in (world.actor("alpha", "admin_agent"), world.actor("beta", "admin_agent")):
        with pytest.raises(NotFound):
            actions.drop_view(stranger, first.pk, now=NOW)
    actions.drop_view(agent, first.pk, now=NOW)
    assert saved(agent) == ["Critical"]


def test_a_view_has_a_name_and_there_are_not_too_many(agent: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Invalid):
        actions.save_view(agent, name=" ", wanted={}, now=NOW)
    monkeypatch.setattr("behalf.cases.rules.MOST_VIEWS", 1)
    actions.save_view(agent, name="One", wanted={}, now=NOW)
    with pytest.raises(Conflict):
        actions.save_view(agent, name="Two", wanted={}, now=NOW)


def test_views_are_kept_and_removed_by_the_pages(client: Client, sign_in: SignIn, agent: Actor) -> None:
    sign_in(client, agent)
    answer = client.post(reverse("cases:save_view"), {"name": "Hot", "view": "all", "severity": "A", "shared": "on"})
    assert "severity=A" in answer["Location"]
    shown = client.get(answer["Location"]).content.decode()
    assert "Remove this view" in shown
    with acting(agent):
        view = SavedView.objects.visible_to(agent).get(name="Hot")
    assert client.post(reverse("cases:drop_view", kwargs={"view_id": view.pk})).status_code == 303
    assert "Hot" not in client.get(reverse("cases:queue")).content.decode()


# --- Many at once ----------------------------------------------------------------------------------------------------


def test_each_case_is_done_by_itself(world: World, agent: Actor, three: list[int]) -> None:
    actions.close(agent, three[1], why="Twice", now=NOW)
    results = actions.assign_all(agent, [*three, world.case_three], person_id=agent.person_id, now=NOW)
    refused = {each.case_id: each.refused for each in results if each.refused}
    assert set(refused) == {three[1], world.case_three}
    assert "closed" in refused[three[1]]
    assert read(agent, three[0]).assignee_id == read(agent, three[2]).assignee_id == agent.person_id


def test_severity_closing_and_taking_for_all(agent: Actor, three: list[int]) -> None:
    actions.set_severity_all(agent, three, severity="A", why="Customs papers wait.", now=NOW)
    actions.take_all(agent, three, now=NOW)
    assert {read(agent, each).severity for each in three} == {"A"}
    actions.close_all(agent, three, why="Over", now=NOW)
    assert {read(agent, each).status for each in three} == {"closed"}


def test_more_cases_take_no_more_statements_and_each_stands_in_the_journal(agent: Actor, world: World) -> None:
    few, many = ([opened(world, "alpha", "one", subject=f"Mail {n}").pk for n in range(count)] for count in (2, 6))
    took = []
    for ids in (few, many):
        with CaptureQueriesContext(connection) as asked:
            actions.set_severity_all(agent, ids, severity="A", why="Customs papers wait.", now=NOW)
        took.append(len(asked))
        with acting(agent):
            written = Entry.objects.visible_to(agent).filter(what="cases.severity_changed")
            assert {int(each.subject_id) for each in written if int(each.subject_id) in ids} == set(ids)
    assert took[0] == took[1]
    with acting(agent):
        assert all(case.due_for == "first" for case in map(partial(queries.case, agent), many))


def test_what_is_refused_is_as_if_it_had_not_been_tried(agent: Actor, three: list[int]) -> None:
    actions.close(agent, three[0], why="Over", now=NOW)
    before = read(agent, three[0])
    results = actions.take_all(agent, three, now=NOW)
    assert [bool(each.refused) for each in sorted(results, key=lambda each: three.index(each.case_id))] == [
        True,
        False,
        False,
    ]
    assert read(agent, three[0]).version == before.version
    with acting(agent):
        assert "taken" not in {entry.kind for entry in queries.thread(agent, three[0])}
        assert all("taken" in {entry.kind for entry in queries.thread(agent, each)} for each in three[1:])


def test_one_text_is_filled_for_each(world: World, agent: Actor) -> None:
    one, two = (opened(world, "alpha", name, subject="Mail").pk for name in ("one", "two"))
    actions.reply_all(agent, [one, two], body="{{number}} of {{ customer }}, {{agent}}", wait=True, now=NOW)
    for each in (one, two):
        case = read(agent, each)
        with acting(agent):
            last = [entry.body for entry in queries.thread(agent, each) if not entry.is_event][-1]
        assert last == f"{case.number} of {case.company}, {agent.name}"
        assert case.status == "waiting_customer"
    with pytest.raises(Invalid, match="custmer"):
        actions.reply_all(agent, [one], body="{{custmer}}", now=NOW)


def test_all_go_into_one(agent: Actor, three: list[int]) -> None:
    assert len(actions.merge_all(agent, three, into_id=three[0], now=NOW)) == 2
    with acting(agent):
        assert {queries.survivor_of(agent, each) for each in three} == {three[0]}
    with pytest.raises(Invalid):
        actions.merge_all(agent, three[:2], into_id=three[2], now=NOW)


def test_how_many_and_who(world: World, agent: Actor, three: list[int]) -> None:
    with pytest.raises(Invalid, match="at least one"):
        actions.take_all(agent, [], now=NOW)
    with pytest.raises(Invalid, match="at most 100"):
        actions.take_all(agent, range(1, 102), now=NOW)
    with pytest.raises(NotAllowed):
        actions.take_all(world.actor("alpha", "sales_agent"), three, now=NOW)


def test_a_preview_does_nothing_and_the_result_names_each(
    client: Client, sign_in: SignIn, world: World, agent: Actor, three: list[int]
) -> None:
    sign_in(client, agent)
    address = reverse("cases:bulk")
    preview = client.get(address, {"case": [*three, world.case_three], "act": "severity"}).content.decode()
    assert preview.count('name="case"') == 3
    assert "共有メールボックス" not in preview
    assert client.post(address, {"case": three, "act": "severity", "severity": "A", "why": ""}).status_code == 422
    assert {read(agent, each).severity for each in three} == {"B"}
    done = {"case": three, "act": "severity", "severity": "A", "why": "All mail", "once": "k"}
    assert "All 3 are done." in client.post(address, done).content.decode()
    assert client.post(address, done)["Location"] == reverse("cases:queue")
    assert {read(agent, each).severity for each in three} == {"A"}


@pytest.mark.parametrize("act", ["take", "assign", "severity", "reply", "close", "merge"])
def test_a_preview_takes_as_many_statements_for_many(
    client: Client, sign_in: SignIn, agent: Actor, three: list[int], world: World, act: str
) -> None:
    sign_in(client, agent)
    more = [opened(world, "alpha", "two", subject=f"More {number}").pk for number in range(9)]
    counted = []
    for ids in (three[:1], three[:1], three + more):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{reverse('cases:bulk')}?act={act}&" + "&".join(f"case={each}" for each in ids))
        counted.append(len(asked))
    assert counted[1] == counted[2]


def test_the_operators_desk_works_the_same(world: World) -> None:
    engineer = world.actor("operator", "operator_engineer")
    ids = [linked(world, exchange_id=61 + number).pk for number in range(2)]
    assert not any(each.refused for each in actions.take_all(engineer, ids, now=NOW))


# --- Places in a text ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Dear {{contact}}", []),
        ("{{ customer }}{{number}}", []),
        ("{{Kunde}} {{ }}", ["Kunde", ""]),
        ("{{contact}", ["{{"]),
        ("{ {contact} }", []),
    ],
)
def test_a_text_says_what_it_does_not_know(text: str, wrong: list[str]) -> None:
    assert blocks.unknown(text) == wrong


def test_what_fills_a_place_is_never_a_place(agent: Actor) -> None:
    known: dict[str, Any] = {"contact": "{{agent}}", "agent": "x"}
    assert blocks.fill("{{contact}} {{nobody}}", known) == "{{agent}} {{nobody}}"


# --- One's own: following, reminders ---------------------------------------------------------------------------------


def test_many_are_followed_and_let_go_by_oneself_alone(
    client: Client, sign_in: SignIn, world: World, agent: Actor, three: list[int]
) -> None:
    sign_in(client, agent)
    where = reverse("cases:bulk")
    picked: dict[str, Any] = {"act": "follow", "case": three}
    assert "Nothing is done yet" in client.get(where, picked).text
    stranger = world.case_three
    done = client.post(where, {"act": "follow", "case": [*three, stranger], "follows": "yes"}).text
    assert "All 3 are done" in done
    with acting(agent):
        assert [queries.followers(agent, each) for each in three] == [[agent.person]] * 3
    client.post(where, {"act": "follow", "case": three[:2], "follows": "no"})
    with acting(agent):
        assert [queries.followers(agent, each) for each in three] == [[], [], [agent.person]]


def test_a_reminder_of_many_comes_of_each(
    client: Client, sign_in: SignIn, stand_at: StandAt, agent: Actor, three: list[int]
) -> None:
    stand_at(NOW)
    sign_in(client, agent)
    where = reverse("cases:bulk")
    given: dict[str, Any] = {"act": "remind", "case": three, "choice": "at", "word": "Ask again"}
    late = client.post(where, {**given, "at": "2026-11-24T09:00"})
    assert (late.status_code, "Choose a time to come" in late.text) == (422, True)
    assert 'value="Ask again"' in late.text
    assert "All 3 are done" in client.post(where, {**given, "at": "2026-11-25T09:00"}).text
    assert actions.tell_reminders(agent, now=NOW + timedelta(days=1)) == 3


def test_what_is_gone_meanwhile_is_refused_beside_the_others(agent: Actor, three: list[int]) -> None:
    results = actions.follow_all(agent, [*three, 999_999], now=NOW)
    assert [bool(each.refused) for each in results] == [False, False, False, True]
    again = actions.remind_all(agent, [three[0], 999_999], choice="hour", now=NOW)
    assert [bool(each.refused) for each in again] == [False, True]
