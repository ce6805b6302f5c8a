"""What is written and not sent: kept for its writer alone, offered again, gone when it is sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from behalf.cases import actions, drafts, queries
from behalf.cases.models import Case, Draft
from behalf.cases.tests.factories import opened, upload
from behalf.cases.tests.test_once import key_on
from behalf.kit.actor import Actor
from behalf.kit.errors import NotAllowed, NotFound
from behalf.kit.tenancy import acting
from tests.harness import SignIn, StandAt
from tests.world import NOW, World


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def case(world: World) -> Case:
    return opened(world, "alpha", "one", subject="Mail is slow")


def keep(actor: Actor, case: Case, *, form: str = "write", key: str = "", **texts: str) -> None:
    actions.keep_draft(actor, case.pk, form=form, texts=texts, key=key, now=NOW)


def kept(actor: Actor, case: Case, form: str = "write") -> dict[str, str]:
    with acting(actor):
        draft = queries.around(actor, case.pk, now=NOW).drafts.get(form)
        return dict(draft.texts) if draft else {}


# --- Rules -----------------------------------------------------------------------------------------------------------


def test_what_says_nothing_is_not_kept() -> None:
    assert drafts.worth_keeping("write", {"body": "  \n", "note": "", "macro": "7"}) == {}
    assert drafts.worth_keeping("write", {"body": "Hello ", "macro": "7", "other": "x"}) == {
        "body": "Hello ", "macro": "7",
    }  # fmt: skip
    assert drafts.worth_keeping("resolve", {"body": "Done", "note": "x"}) == {"body": "Done"}


def test_what_comes_back_stands_above_what_was_begun_since() -> None:
    assert drafts.given_back({}, "First")["body"] == "First"
    assert drafts.given_back({"body": "Second", "note": "n"}, "First") == {"body": "First\n\nSecond", "note": "n"}


# --- Keeping ---------------------------------------------------------------------------------------------------------


def test_a_draft_is_kept_per_form_and_shown_to_its_writer_alone(world: World, agent: Actor, case: Case) -> None:
    keep(agent, case, body="Dear", note="Look")
    keep(agent, case, form="resolve", body="Done")
    keep(agent, case, body="Dear Ms Li", note="Look")
    assert kept(agent, case) == {"body": "Dear Ms Li", "note": "Look"}
    assert kept(agent, case, "resolve") == {"body": "Done"}
    assert kept(world.actor("alpha", "admin_agent"), case) == {}
    keep(agent, case)
    assert kept(agent, case) == {}, "what was rubbed out is not kept"


def test_what_is_sent_is_no_draft_and_what_was_not_stays(agent: Actor, case: Case) -> None:
    keep(agent, case, body="Dear", note="Look", key="one")
    reply = actions.clearing(actions.reply, form="write", rest={"note": "Look"}, key="one", now=NOW)
    reply(agent, case.pk, body="Dear", now=NOW)
    assert kept(agent, case) == {"note": "Look"}
    keep(agent, case, body="Dear", key="one")
    assert kept(agent, case) == {"note": "Look"}, "what a browser kept on its way comes too late"
    keep(agent, case, body="Next", key="two")
    assert kept(agent, case) == {"body": "Next"}


def test_what_is_refused_stays_a_draft(agent: Actor, case: Case) -> None:
    keep(agent, case, body="Dear")
    reply = actions.clearing(actions.reply, form="write", rest={}, key="", now=NOW)
    with pytest.raises(Exception, match=r"trace\.exe"):
        reply(agent, case.pk, body="Dear", files=[upload("trace.exe")], now=NOW)
    assert kept(agent, case) == {"body": "Dear"}


def test_a_draft_follows_a_merge(world: World, agent: Actor, case: Case) -> None:
    survivor = opened(world, "alpha", "one", subject="Mail is slow again")
    keep(agent, case, body="Dear")
    actions.merge(agent, case.pk, into_id=survivor.pk, now=NOW)
    assert kept(agent, survivor) == {"body": "Dear"}
    actions.drop_draft(agent, survivor.pk, form="write", now=NOW)
    assert kept(agent, survivor) == {}


def test_drafts_that_nobody_touched_are_forgotten(world: World, agent: Actor, case: Case) -> None:
    keep(agent, case, body="Dear")
    desk = world.system("alpha")
    assert actions.forget_drafts(desk, now=NOW + timedelta(days=29)) == 0
    assert actions.forget_drafts(desk, now=NOW + timedelta(days=31)) == 1
    assert kept(agent, case) == {}


def test_drafts_are_the_desks_own(world: World, agent: Actor, case: Case) -> None:
    keep(agent, case, body="Dear")
    stranger = world.actor("beta", "helpdesk_agent")
    sales = world.actor("alpha", "sales_agent")
    for actor, form, refused in (
        (stranger, "write", NotFound),
        (agent, "other", NotFound),
        (sales, "write", NotAllowed),
    ):
        with pytest.raises(refused):
            actions.keep_draft(actor, case.pk, form=form, texts={"body": "x"}, now=NOW)
        with pytest.raises(refused):
            actions.drop_draft(actor, case.pk, form=form, now=NOW)
    for reader in (stranger, world.actor("one")):
        with acting(reader):
            assert not Draft.objects.everywhere(reason="the gate is left out on purpose").exists()


# --- Pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def client_of(client: Client, sign_in: SignIn, agent: Actor, stand_at: StandAt) -> Client:
    stand_at(NOW)
    return sign_in(client, agent)


def at(name: str, case: Case, **more: str) -> str:
    return reverse(f"cases:{name}", kwargs={"case_id": case.pk, **more})


def test_the_page_offers_the_draft_on_any_machine(client_of: Client, case: Case) -> None:
    address = at("keep_draft", case, form="write")
    assert client_of.post(address, {"note": "Ask\r\nthe driver"}).status_code == 204
    shown = client_of.get(at("case", case)).content.decode()
    assert "Ask\nthe driver</textarea>" in shown
    assert "Discard the draft" in shown
    assert 'value="note" data-key="m" aria-label="Internal note" checked' in shown, "on the paper it was begun on"


def test_the_form_sends_and_clears(client_of: Client, agent: Actor, case: Case) -> None:
    key = key_on(client_of.get(at("case", case)))
    keeps = at("keep_draft", case, form="write")
    client_of.post(keeps, {"body": "We look", "note": "Later", "once": key})
    sent = {"kind": "reply", "body": "We look", "note": "Later", "once": key}
    assert client_of.post(at("write", case), sent).status_code == 303
    client_of.post(keeps, {"body": "We look", "once": key})
    assert kept(agent, case) == {"note": "Later"}
    assert client_of.post(at("drop_draft", case, form="write")).status_code == 303
    assert kept(agent, case) == {}


def test_the_solution_is_kept_too(client_of: Client, agent: Actor, case: Case) -> None:
    keep(agent, case, form="resolve", body="The connector")
    assert "The connector</textarea>" in client_of.get(at("case", case) + "?do=resolve").content.decode()
    assert client_of.post(at("resolve", case), {"body": "The connector was repaired."}).status_code == 303
    assert kept(agent, case, "resolve") == {}
