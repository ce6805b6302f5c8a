"""What comes to a case that was closed too long ago: a new case that follows it up, one, by whatever way it came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from behalf.cases import actions, queries
from behalf.cases.models import Case, CaseClock, CaseEvent, Message
from behalf.cases.tests.factories import HOUR, opened
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid
from behalf.kit.tenancy import acting
from behalf.notifications.models import Mail
from tests.harness import SignIn, StandAt
from tests.world import NOW, World, run_jobs

LATE = NOW + timedelta(days=15)


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def case(world: World, agent: Actor) -> Case:
    """A case of *one*, closed now."""
    case = opened(world, "alpha", "one", subject="DNS", severity="C", hours_ago=2)
    actions.close(agent, case.pk, why="Done", now=NOW)
    run_jobs()
    return case


def of(actor: Actor, case_id: int) -> Case:
    with acting(actor):
        return Case.objects.visible_to(actor).get(pk=case_id)


def follow_ups(agent: Actor, case: Case) -> list[Case]:
    with acting(agent):
        return list(Case.objects.visible_to(agent).filter(follow_up_of_id=case.pk))


def said(agent: Actor, case: Case) -> list[tuple[str, str, str]]:
    with acting(agent):
        rows = Message.objects.visible_to(agent).filter(case_id=case.pk).order_by("pk")
        return list(rows.values_list("party", "author_name", "body"))


def kinds(agent: Actor, case: Case) -> list[str]:
    with acting(agent):
        return list(CaseEvent.objects.visible_to(agent).filter(case_id=case.pk).values_list("kind", flat=True))


def hears(agent: Actor, case: Case, body: str, now: datetime) -> Case:
    with acting(agent):
        return actions.hear_mailed(agent, case.pk, body=body, sender_name="Li", now=now).case


def test_within_two_weeks_every_way_reopens_it(world: World, agent: Actor, case: Case) -> None:
    soon = NOW + timedelta(days=14)
    ways: list[Callable[[], Case]] = [
        lambda: actions.reply_own(world.actor("one"), case.pk, body="Not yet", now=soon),
        lambda: actions.reopen_own(world.actor("one"), case.pk, why="Not yet", now=soon),
        lambda: actions.reopen(agent, case.pk, why="Not yet", now=soon),
        lambda: hears(agent, case, "Not yet", soon),
    ]
    for again in ways:
        assert again().pk == case.pk
        assert of(agent, case.pk).status == "in_progress"
        actions.close(agent, case.pk, why="Done", now=NOW)
    assert follow_ups(agent, case) == []


def test_an_answer_in_the_portal_opens_one_and_the_next_joins_it(world: World, agent: Actor, case: Case) -> None:
    customer = world.actor("one")
    new = actions.reply_own(customer, case.pk, body="Again", now=LATE)
    assert (new.follow_up_of_id, new.subject, new.severity, new.channel) == (case.pk, "DNS", "C", "portal")
    assert actions.reply_own(customer, case.pk, body="And more", now=LATE + HOUR).pk == new.pk
    assert hears(agent, case, "And by mail", LATE + HOUR).pk == new.pk
    assert [each.pk for each in follow_ups(agent, case)] == [new.pk]
    assert [body for _party, _name, body in said(agent, new)] == ["Again", "And more", "And by mail"]
    assert {party for party, _name, _body in said(agent, new)} == {"cust"}
    assert of(agent, case.pk).status == "closed"
    assert kinds(agent, case)[-1] == "followed_up"
    assert "follow_up_of" in kinds(agent, new)


def test_a_follow_up_reopens_and_is_followed_up_in_turn(agent: Actor, case: Case) -> None:
    first = hears(agent, case, "Again", LATE)
    actions.close(agent, first.pk, why="Done", now=LATE + HOUR)
    assert hears(agent, case, "Not yet", LATE + 2 * HOUR).pk == first.pk
    actions.close(agent, first.pk, why="Done", now=LATE + 3 * HOUR)
    second = hears(agent, case, "Once more", LATE + timedelta(days=20))
    assert second.follow_up_of_id == first.pk
    assert hears(agent, case, "Hello?", LATE + timedelta(days=21)).pk == second.pk


def test_a_follow_up_that_was_merged_leads_to_where_it_went(world: World, agent: Actor, case: Case) -> None:
    first = hears(agent, case, "Again", LATE)
    other = opened(world, "alpha", "one", subject="Name servers")
    actions.merge(agent, first.pk, into_id=other.pk, now=LATE)
    assert hears(agent, case, "Hello?", LATE + HOUR).pk == other.pk


def test_reopening_late_opens_it_with_what_is_still_wrong(world: World, agent: Actor, case: Case) -> None:
    with pytest.raises(Invalid):
        actions.reopen(agent, case.pk, why=" ", now=LATE)
    new = actions.reopen(agent, case.pk, why="It is back", now=LATE)
    assert said(agent, new) == [("cust", case.contact_name, "It is back")]
    with pytest.raises(Conflict, match=new.number):
        actions.reopen(agent, case.pk, why="It is back", now=LATE)
    with pytest.raises(Conflict, match=new.number):
        actions.reopen_own(world.actor("one"), case.pk, why="It is back", now=LATE)
    with pytest.raises(Conflict):
        actions.reopen(agent, new.pk, why="Why not", now=LATE)


def test_its_clocks_begin_anew_under_what_is_promised_now(agent: Actor, case: Case) -> None:
    new = hears(agent, case, "Again", LATE)
    with acting(agent):
        clocks = CaseClock.objects.visible_to(agent).filter(case_id=new.pk)
        assert {clock.began_at for clock in clocks} == {LATE}
    found = of(agent, new.pk)
    assert found.due_at is not None
    assert found.due_at > LATE
    assert found.first_answer_at is None
    assert found.agreement_version_id is not None
    old = of(agent, case.pk)
    assert (old.closed_at, old.due_at) == (NOW, None), "its own figures stay as they were"


def test_one_of_a_hidden_case_is_hidden_for_the_same_reason(world: World, agent: Actor) -> None:
    case = opened(world, "alpha", "one", subject="Spam")
    actions.hide(agent, case.pk, why="They may be in it", now=NOW)
    actions.close(agent, case.pk, why="Done", now=NOW)
    run_jobs()
    new = hears(agent, case, "What about it?", LATE)
    assert not new.is_shown
    run_jobs()
    with acting(agent):
        why = CaseEvent.objects.visible_to(agent).get(case_id=new.pk, kind="hidden").facts["why"]
        assert not Mail.objects.visible_to(agent).filter(about_id=str(new.pk)).exists()
    assert why == "They may be in it"
    with acting(world.actor("one")):
        assert not Case.objects.visible_to(world.actor("one")).filter(pk=new.pk).exists()


def test_the_letter_names_the_new_number(agent: Actor, case: Case) -> None:
    new = hears(agent, case, "Again", LATE)
    run_jobs()
    with acting(agent):
        letter = Mail.objects.visible_to(agent).get(about_id=str(new.pk))
    assert new.number in letter.text


def test_the_operators_desk_opens_none(world: World) -> None:
    engineer = world.actor("operator", "operator_engineer")
    actions.close(engineer, world.case_operator, why="Done", now=NOW)
    with pytest.raises(Conflict):
        actions.reopen(engineer, world.case_operator, why="Again", now=LATE)


def test_both_pages_show_the_link(
    world: World, agent: Actor, case: Case, client: Client, sign_in: SignIn, stand_at: StandAt
) -> None:
    stand_at(LATE)
    sign_in(client, agent)
    old = reverse("cases:case", kwargs={"case_id": case.pk})
    assert "Follow-up…" in client.get(old).content.decode()
    answer = client.post(reverse("cases:reopen", kwargs={"case_id": case.pk}), {"why": "It is back"})
    (new,) = follow_ups(agent, case)
    there = reverse("cases:case", kwargs={"case_id": new.pk})
    assert answer["Location"].startswith(there)
    page = client.get(old).content.decode()
    assert f'href="{there}"' in page
    assert "Follow-up…" not in page, "there is one"
    assert f'href="{old}"' in client.get(there).content.decode()


def test_the_portal_offers_one_and_leads_to_it(
    world: World, agent: Actor, case: Case, client: Client, sign_in: SignIn, stand_at: StandAt
) -> None:
    sign_in(client, world.actor("one"))
    at = {name: reverse(f"portal:{name}", kwargs={"case_id": case.pk}) for name in ("case", "reopen")}
    stand_at(LATE - timedelta(days=2))
    assert "Reopen the case" in client.get(at["case"]).content.decode()
    stand_at(LATE)
    assert "Open a follow-up" in client.get(at["case"]).content.decode()
    answer = client.post(at["reopen"], {"why": "It is back"})
    (new,) = follow_ups(agent, case)
    there = reverse("portal:case", kwargs={"case_id": new.pk})
    assert answer["Location"] == there
    page = client.get(at["case"]).content.decode()
    assert f'href="{there}"' in page
    assert "Open a follow-up" not in page
    assert f'href="{at["case"]}"' in client.get(there).content.decode()
    actions.hide(agent, new.pk, why="Fraud", now=LATE)
    assert new.number not in client.get(reverse("portal:cases"), {"view": "all"}).content.decode()
    assert there not in client.get(at["case"]).content.decode()


def test_many_at_once_say_of_each_what_happened(
    world: World, agent: Actor, case: Case, client: Client, sign_in: SignIn, stand_at: StandAt
) -> None:
    late = opened(world, "alpha", "two", subject="Printer")
    actions.close(agent, late.pk, why="Done", now=LATE - timedelta(days=1))
    stand_at(LATE)
    sign_in(client, agent)
    assert 'value="reopen"' in client.get(reverse("cases:queue"), {"view": "closed"}).content.decode()
    picked = {"case": [case.pk, late.pk, world.case_one], "act": "reopen"}
    assert "Reopen the cases" in client.get(reverse("cases:bulk"), picked).content.decode()
    page = client.post(reverse("cases:bulk"), {**picked, "why": "The outage is back"}).content.decode()
    (new,) = follow_ups(agent, case)
    assert new.number in page
    assert "1 of 3 were refused" in page
    assert of(agent, late.pk).status == "in_progress"


def test_what_stands_around_a_case_names_both(agent: Actor, case: Case) -> None:
    new = hears(agent, case, "Again", LATE)
    with acting(agent):
        near = {pk: queries.around(agent, pk, now=NOW) for pk in (case.pk, new.pk)}
    assert [each.id for each in near[case.pk].those("followed_up")] == [new.pk]
    assert [each.id for each in near[new.pk].those("follow_up_of")] == [case.pk]
