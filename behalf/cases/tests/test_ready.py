"""What the desk keeps ready: text blocks, macros, checklists, tags; and colleagues named in a note."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from behalf.audit.models import Entry
from behalf.cases import actions, mentions, queries
from behalf.cases.models import Case, CaseTag, TextBlock
from behalf.cases.tests.factories import opened, upload
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from behalf.notifications import queries as notices
from tests.harness import SignIn
from tests.world import NOW, World, run_jobs


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def case(world: World) -> Case:
    return opened(world, "alpha", "one", subject="Mail is slow")


def read(actor: Actor, case_id: int) -> Case:
    with acting(actor):
        return queries.case(actor, case_id)


def last(actor: Actor, case_id: int) -> str:
    with acting(actor):
        return [entry.body for entry in queries.thread(actor, case_id) if not entry.is_event][-1]


def told(actor: Actor) -> list[str]:
    with acting(actor):
        return [notice.text for notice in notices.notices(actor)]


# --- Text blocks and macros ------------------------------------------------------------------------------------------


def test_a_place_that_names_nothing_is_refused_when_it_is_kept(agent: Actor) -> None:
    with pytest.raises(Invalid, match="kunde"):
        actions.keep_block(agent, name="Hello", body="Dear {{kunde}}", now=NOW)
    for name, body, severity in ((" ", "x", ""), ("x", " ", ""), ("x", "y", "Z")):
        with pytest.raises(Invalid):
            actions.keep_block(agent, name=name, body=body, severity=severity, now=NOW)


def test_the_same_name_is_kept_once_per_language(agent: Actor) -> None:
    first = actions.keep_block(agent, name="Hello", body="Dear {{contact}}", language="en", now=NOW)
    again = actions.keep_block(agent, name="Hello", body="Dear {{customer}}", language="en", now=NOW)
    other = actions.keep_block(agent, name="Hello", body="{{contact}} 您好", language="zh-hans", now=NOW)
    assert (again.pk, again.body) == (first.pk, "Dear {{customer}}")
    assert other.pk != first.pk


def test_a_case_is_offered_what_is_in_its_contacts_language(agent: Actor, case: Case) -> None:
    actions.keep_block(agent, name="Hello", body="Dear {{contact}}", language="en", now=NOW)
    actions.keep_block(agent, name="Hello", body="{{contact}} 您好，{{number}}", language="zh-hans", now=NOW)
    with acting(agent):
        offered = [each.text for each in queries.ready_for(agent, case.pk, language="zh-hans")]
    assert f"{case.contact_name} 您好，{case.number}" in offered
    assert not any(text.startswith("Dear contact") and text.endswith("contact of one") for text in offered)


def test_a_macro_does_all_it_says_in_one_go(agent: Actor, case: Case) -> None:
    macro = actions.keep_block(
        agent, name="Outage", body="{{number}}: we know of it.", then="wait", takes=True, severity="A", tag="outage",
        now=NOW,
    )  # fmt: skip
    actions.use_macro(agent, case.pk, block_id=macro.pk, body=macro.body, now=NOW)
    done = read(agent, case.pk)
    assert (done.status, done.severity, done.assignee_id) == ("waiting_customer", "A", agent.person_id)
    assert last(agent, case.pk) == f"{case.number}: we know of it."
    with acting(agent):
        assert queries.around(agent, case.pk, now=NOW).tags == ["outage"]


def test_a_macro_that_resolves_and_one_that_cannot(agent: Actor, case: Case) -> None:
    macro = actions.keep_block(agent, name="Solved", body="It works.", then="resolve", tag="solved", now=NOW)
    with pytest.raises(Invalid, match="files"):
        actions.use_macro(agent, case.pk, block_id=macro.pk, body="It works.", files=[upload()], now=NOW)
    actions.use_macro(agent, case.pk, block_id=macro.pk, body="It works.", now=NOW)
    assert read(agent, case.pk).status == "resolved"
    other = actions.keep_block(agent, name="Tag", body="x", tag="late", now=NOW)
    actions.confirm(agent, case.pk, how="by phone", now=NOW)
    with pytest.raises(Conflict):
        actions.use_macro(agent, case.pk, block_id=other.pk, body="x", now=NOW)
    with acting(agent):
        assert queries.around(agent, case.pk, now=NOW).tags == ["solved"], "what fails does nothing at all"


def test_blocks_are_the_desks_own(world: World, agent: Actor, case: Case) -> None:
    with pytest.raises(NotFound):
        actions.use_macro(agent, case.pk, block_id=world.block_beta, body="x", now=NOW)
    with pytest.raises(NotFound):
        actions.drop_block(agent, world.block_beta, now=NOW)
    with pytest.raises(NotFound):
        actions.drop_check(agent, world.check_beta, now=NOW)
    with pytest.raises(NotFound):
        actions.check(agent, case.pk, item_id=world.check_beta, done=True, now=NOW)
    with pytest.raises(NotAllowed):
        actions.keep_block(world.actor("alpha", "sales_agent"), name="x", body="y", now=NOW)
    with acting(world.actor("one")):
        for inside in (TextBlock, CaseTag):
            assert not inside.objects.everywhere(reason="the gate is left out on purpose").exists()


def test_many_are_answered_with_one_block(world: World, agent: Actor, case: Case) -> None:
    other = opened(world, "alpha", "two", subject="Mail is slow")
    results = actions.reply_all(agent, [case.pk, other.pk], block_id=world.block_alpha, body="", now=NOW)
    assert not any(each.refused for each in results)
    assert last(agent, other.pk) == f"Dear {other.contact_name}, which domain is it?"
    assert read(agent, other.pk).status == "waiting_customer"


# --- Checklists and tags ---------------------------------------------------------------------------------------------


def test_a_checklist_shows_on_each_case_of_its_kind(world: World, agent: Actor, case: Case) -> None:
    actions.keep_check(agent, kind="fraud", text="Lock the account", now=NOW)
    actions.check(agent, case.pk, item_id=world.check_alpha, done=True, now=NOW)
    with acting(agent):
        [step] = queries.around(agent, case.pk, now=NOW).checks
    assert (step.text, step.by_name) == ("Look at the board", agent.name)
    actions.check(agent, case.pk, item_id=world.check_alpha, done=False, now=NOW)
    with acting(agent):
        assert queries.around(agent, case.pk, now=NOW).checks[0].by_name is None
        taken = Entry.objects.visible_to(agent).filter(what="cases.checked", subject_id=str(case.pk))
        assert list(taken.order_by("id").values_list("after__done", flat=True)) == [True, False]
    actions.drop_check(agent, world.check_alpha, now=NOW)
    with acting(agent):
        assert queries.around(agent, case.pk, now=NOW).checks == []


def test_a_tag_is_put_on_once_and_taken_off(agent: Actor, case: Case) -> None:
    for _time in range(2):
        actions.add_tag(agent, case.pk, tag=" Japan ", now=NOW)
    with acting(agent):
        assert queries.around(agent, case.pk, now=NOW).tags == ["Japan"]
    actions.remove_tag(agent, case.pk, tag="Japan", now=NOW)
    with acting(agent):
        assert queries.around(agent, case.pk, now=NOW).tags == []


# --- Names in notes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Chen Siyu please look", [1]),
        ("please, @chen siyu！", [1]),
        ("@Chen Siyuan and @陈思雨", [2, 3]),
        ("chen siyu, mail to a@b.cn", []),
        ("@Chen Siyu @Chen Siyu", [1]),
    ],
)
def test_a_whole_name_behind_an_at_is_meant(text: str, found: list[int]) -> None:
    assert mentions.named(text, [(1, "Chen Siyu"), (2, "Chen Siyuan"), (3, "陈思雨")]) == found


def test_a_named_colleague_gets_a_notice_and_nobody_else(world: World, agent: Actor, case: Case) -> None:
    named, stranger = world.actor("alpha", "admin_agent"), world.actor("beta", "admin_agent")
    blind = world.actor("alpha", "billing_admin")
    text = f"@{named.name} @{stranger.name} @{blind.name} @{agent.name} please look"
    actions.note(agent, case.pk, body=text, now=NOW)
    run_jobs()
    assert any("mentions you" in notice and case.number in notice for notice in told(named))
    for other in (stranger, blind, agent):
        assert not any("mentions you" in notice for notice in told(other))


def test_a_reply_names_nobody(world: World, agent: Actor, case: Case) -> None:
    named = world.actor("alpha", "admin_agent")
    actions.reply(agent, case.pk, body=f"@{named.name} looks at it.", now=NOW)
    run_jobs()
    assert not any("mentions you" in notice for notice in told(named))


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_blocks_are_kept_changed_and_removed_by_the_page(client: Client, sign_in: SignIn, agent: Actor) -> None:
    sign_in(client, agent)
    address = reverse("cases:text_blocks")
    assert client.post(address, {"name": "Hello", "body": "{{wrong}}"}).status_code == 422
    assert client.post(address, {"name": "Hello", "body": "{{number}}", "then": "wait"}).status_code == 303
    with acting(agent):
        block = TextBlock.objects.visible_to(agent).get(name="Hello")
    assert "{{number}}</textarea>" in client.get(address, {"block": block.pk}).content.decode().replace("\n", "")
    client.post(reverse("cases:drop_block", kwargs={"block_id": block.pk}))
    assert "Hello" not in client.get(address).content.decode()


def test_a_block_gets_into_the_composer_with_and_without_a_script(
    client: Client, sign_in: SignIn, world: World, agent: Actor, case: Case
) -> None:
    sign_in(client, agent)
    where = {"case_id": case.pk}
    filled = f"Dear {case.contact_name}, which domain is it?"
    assert f'data-insert="{filled}"' in client.get(reverse("cases:pick", kwargs=where)).content.decode()
    shown = client.get(reverse("cases:case", kwargs=where), {"block": world.block_alpha}).content.decode()
    assert filled in shown
    typed = {"kind": "reply", "body": filled, "macro": world.block_alpha}
    assert client.post(reverse("cases:write", kwargs=where), typed).status_code == 303
    assert read(agent, case.pk).status == "waiting_customer"


def test_only_colleagues_of_the_desk_are_offered(client: Client, sign_in: SignIn, agent: Actor, case: Case) -> None:
    sign_in(client, agent)
    shown = client.get(reverse("cases:colleagues", kwargs={"case_id": case.pk})).content.decode()
    assert "admin_agent of alpha" in shown
    assert "of beta" not in shown
    assert "billing_admin" not in shown


def test_checklists_and_tags_by_the_pages(
    client: Client, sign_in: SignIn, world: World, agent: Actor, case: Case
) -> None:
    sign_in(client, agent)
    where = {"case_id": case.pk}
    assert client.post(reverse("cases:checklists"), {"kind": "performance", "text": "Ask when"}).status_code == 303
    done = reverse("cases:check", kwargs={**where, "item_id": world.check_alpha})
    assert client.post(done, {"done": "yes"}).status_code == 303
    assert client.post(reverse("cases:tag", kwargs=where), {"tag": "Japan"}).status_code == 303
    shown = client.get(reverse("cases:case", kwargs=where)).content.decode()
    assert "1/2" in shown
    assert "Japan" in shown
