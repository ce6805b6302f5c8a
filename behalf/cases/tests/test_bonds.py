"""Merging and undoing it, splitting, related cases, parents and children."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse

from behalf.audit.models import Entry
from behalf.cases import actions, queries
from behalf.cases.likeness import ALIKE, likeness
from behalf.cases.models import Attachment, Bond, Case, Merge
from behalf.cases.tests.factories import HOUR, linked, opened, upload
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from behalf.notifications.models import Mail
from tests.harness import SignIn
from tests.world import NOW, Capture, World, run_jobs


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def first(world: World) -> Case:
    return opened(world, "alpha", "one", subject="Mail to Japan is delayed", hours_ago=2)


@pytest.fixture
def second(world: World) -> Case:
    return opened(world, "alpha", "one", subject="Japan mail is late", hours_ago=1)


def read(actor: Actor, case_id: int) -> Case:
    with acting(actor):
        return queries.case(actor, case_id)


def said(actor: Actor, case_id: int) -> list[str]:
    with acting(actor):
        return [entry.body for entry in queries.thread(actor, case_id) if not entry.is_event]


def survivor(actor: Actor, case_id: int) -> int:
    with acting(actor):
        return queries.survivor_of(actor, case_id)


# --- Merge -----------------------------------------------------------------------------------------------------------


def test_a_merged_case_shows_on_the_survivor_and_leaves_the_queue(agent: Actor, first: Case, second: Case) -> None:
    actions.reply(agent, second.pk, body="See the trace.", files=[upload()], now=NOW)
    actions.merge(agent, second.pk, into_id=first.pk, now=NOW)
    assert "See the trace." in said(agent, first.pk)
    with acting(agent):
        files = [file for entry in queries.thread(agent, first.pk) for file in entry.files]
        assert queries.attachment(agent, first.pk, files[0].id).content.startswith(b"id,delay")
        assert second.pk not in [row.id for row in queries.inbox(agent, limit=99, now=NOW).rows]
    assert read(agent, second.pk).status == "closed"
    assert survivor(agent, second.pk) == first.pk


def test_chains_of_merges_end_at_one_survivor(world: World, agent: Actor, first: Case, second: Case) -> None:
    third = opened(world, "alpha", "one", subject="Late again")
    actions.merge(agent, third.pk, into_id=second.pk, now=NOW)
    actions.merge(agent, second.pk, into_id=first.pk, now=NOW)
    assert survivor(agent, third.pk) == first.pk
    assert len(said(agent, first.pk)) == 3
    fourth = opened(world, "alpha", "one", subject="And again")
    assert actions.merge(agent, fourth.pk, into_id=third.pk, now=NOW).pk == first.pk


def test_what_comes_late_follows_the_survivor(world: World, agent: Actor, first: Case, second: Case) -> None:
    actions.merge(agent, second.pk, into_id=first.pk, now=NOW)
    actions.reply_own(world.actor("one"), second.pk, body="Any news?", files=[upload()], now=NOW)
    actions.note(agent, second.pk, body="They call every hour.", now=NOW)
    with acting(agent):
        thread = queries.thread(agent, first.pk)
        here = [entry.body for entry in thread if not entry.is_event and entry.came_from is None]
        assert Attachment.objects.visible_to(agent).filter(case_id=first.pk).count() == 1
    assert here[1:] == ["Any news?", "They call every hour."]


def test_nothing_else_is_done_on_a_signpost(agent: Actor, first: Case, second: Case) -> None:
    actions.merge(agent, second.pk, into_id=first.pk, now=NOW)
    with pytest.raises(Conflict, match="merged"):
        actions.reopen(agent, second.pk, why="Still slow", now=NOW)
    with pytest.raises(Conflict, match="merged"):
        actions.take(agent, second.pk, now=NOW)
    assert not read(agent, second.pk).may_reopen(NOW)


def test_undoing_a_merge_brings_back_the_case_as_it_was(agent: Actor, first: Case, second: Case) -> None:
    actions.reply(agent, second.pk, body="Which domain?", wait=True, now=NOW)
    before = read(agent, second.pk)
    actions.merge(agent, second.pk, into_id=first.pk, now=NOW + HOUR)
    actions.unmerge(agent, second.pk, now=NOW + 2 * HOUR)
    after = read(agent, second.pk)
    kept = ("status", "counts_from", "due_at", "queue_at", "closed_at", "resolved_at", "merged_into_id")
    assert {name: getattr(after, name) for name in kept} == {name: getattr(before, name) for name in kept}
    assert "Which domain?" not in said(agent, first.pk)
    assert "Which domain?" in said(agent, second.pk)
    with pytest.raises(Conflict):
        actions.unmerge(agent, second.pk, now=NOW + 3 * HOUR)


def test_a_merge_can_be_done_again_after_it_was_undone(agent: Actor, first: Case, second: Case) -> None:
    actions.merge(agent, second.pk, into_id=first.pk, now=NOW)
    actions.unmerge(agent, second.pk, now=NOW)
    actions.merge(agent, first.pk, into_id=second.pk, now=NOW)
    assert survivor(agent, first.pk) == second.pk


@pytest.mark.parametrize("customer", ["two"])
def test_only_cases_of_one_customer_are_merged(world: World, agent: Actor, first: Case, customer: str) -> None:
    other = opened(world, "alpha", customer, subject="Mail to Japan is delayed")
    with pytest.raises(Invalid, match="same customer"):
        actions.merge(agent, first.pk, into_id=other.pk, now=NOW)
    with pytest.raises(NotFound):
        actions.merge(agent, first.pk, into_id=world.case_three, now=NOW)


def test_the_database_refuses_a_merge_across_customers(world: World, agent: Actor, first: Case) -> None:
    other = opened(world, "alpha", "two", subject="Mail to Japan is delayed")
    with acting(agent):
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        rows = Case.objects.visible_to(agent).filter(pk=first.pk)
        with pytest.raises(IntegrityError, match="tenant"), transaction.atomic():
            rows.update(merged_into=other, status="closed", closed_at=NOW)


def test_what_has_gone_to_the_operator_stays(agent: Actor, first: Case, second: Case) -> None:
    actions.set_status(agent, second.pk, status="with_operator", kind="escalated", other_number="OP-77", now=NOW)
    with pytest.raises(Invalid, match="other desk"):
        actions.merge(agent, second.pk, into_id=first.pk, now=NOW)
    actions.merge(agent, first.pk, into_id=second.pk, now=NOW)


def test_into_itself_or_a_closed_case_nothing_is_merged(world: World, agent: Actor, first: Case) -> None:
    with pytest.raises(Invalid):
        actions.merge(agent, first.pk, into_id=first.pk, now=NOW)
    with pytest.raises(Invalid, match="closed"):
        actions.merge(agent, first.pk, into_id=world.case_closed, now=NOW)


def test_who_only_reads_merges_nothing(world: World, first: Case, second: Case) -> None:
    with pytest.raises(NotAllowed):
        actions.merge(world.actor("alpha", "sales_agent"), first.pk, into_id=second.pk, now=NOW)


def test_merges_are_in_the_journal_for_the_customer_too(
    world: World, agent: Actor, first: Case, second: Case, deferred: Capture
) -> None:
    actions.merge(agent, second.pk, into_id=first.pk, now=NOW)
    actions.unmerge(agent, second.pk, now=NOW)
    with acting(world.actor("one")):
        mine = Entry.objects.visible_to(world.actor("one")).filter(subject_id=str(second.pk))
        assert {"cases.merged", "cases.unmerged"} <= set(mine.values_list("what", flat=True))


def test_the_customer_sees_the_merge_and_none_of_its_notes(
    world: World, agent: Actor, first: Case, second: Case
) -> None:
    actions.note(agent, second.pk, body="They pay late.", now=NOW)
    actions.merge(agent, second.pk, into_id=first.pk, now=NOW)
    admin = world.actor("one")
    with acting(admin):
        bodies = [entry.body for entry in queries.own_thread(admin, first.pk) if not entry.is_event]
        assert queries.own_survivor_of(admin, second.pk) == first.pk
        assert not Merge.objects.everywhere(reason="the gate is left out on purpose").exists()
    assert len(bodies) == 2
    with acting(world.actor("three")), pytest.raises(NotFound):
        queries.own_survivor_of(world.actor("three"), second.pk)


def test_who_asked_on_either_case_gets_the_answer_once(world: World, agent: Actor, first: Case) -> None:
    other = actions.open(
        agent, account_id=world.account_one, kind="performance", severity="B", subject="Late", body="x",
        contact_name="李文静", contact_email="li@chenghai-bio.cn", now=NOW,
    )  # fmt: skip
    same = opened(world, "alpha", "one", subject="Late, too")
    run_jobs()
    for each in (other, same):
        actions.merge(agent, each.pk, into_id=first.pk, now=NOW)
    message = actions.reply(agent, first.pk, body="We look at it.", now=NOW)
    run_jobs()
    assert sorted(_letters(world, f"case_said:{message.pk}")) == ["contact@chenghai-bio.cn", "li@chenghai-bio.cn"]


def _letters(world: World, key: str) -> list[str]:
    system = world.system("alpha")
    with acting(system):
        return list(Mail.objects.visible_to(system).filter(key__startswith=key).values_list("to", flat=True))


# --- Split -----------------------------------------------------------------------------------------------------------


def test_a_split_moves_words_and_files_into_a_new_case(agent: Actor, first: Case) -> None:
    message = actions.reply(agent, first.pk, body="And the printer?", files=[upload()], now=NOW)
    new = actions.split(
        agent, first.pk, messages=[message.pk], subject="The printer", kind="configuration", severity="C", now=NOW
    )
    assert said(agent, first.pk) == ["It began this afternoon."]
    assert said(agent, new.pk) == ["And the printer?"]
    with acting(agent):
        assert [hit.row.id for hit in queries.search(agent, "printer trace.csv").hits] == [new.pk]
    assert (new.customer_id, new.contact_email, new.status) == (first.customer_id, first.contact_email, "new")
    with acting(agent):
        [file] = Attachment.objects.visible_to(agent).filter(case_id=new.pk)
        assert queries.attachment(agent, first.pk, file.pk).name == "trace.csv"  # an old address still leads to it
        assert [each.id for each in queries.around(agent, first.pk, now=NOW).those("related")] == [new.pk]


def test_a_split_leaves_something_and_takes_something(agent: Actor, first: Case, second: Case) -> None:
    with acting(agent):
        [only] = [entry.id for entry in queries.thread(agent, first.pk) if not entry.is_event]
        [strange] = [entry.id for entry in queries.thread(agent, second.pk) if not entry.is_event]
    for chosen in ([], [only], [strange]):
        with pytest.raises(Invalid):
            actions.split(agent, first.pk, messages=chosen, subject="x", kind="how_to", severity="C", now=NOW)


def test_the_database_moves_nothing_to_a_stranger(world: World, agent: Actor, first: Case) -> None:
    for target in (opened(world, "alpha", "two", subject="Another").pk, world.case_three):
        with acting(agent), pytest.raises(ProgrammingError, match="one customer"), transaction.atomic():
            _move(first.pk, target)
    with acting(world.actor("one")), pytest.raises(ProgrammingError, match="permission"), transaction.atomic():
        _move(first.pk, first.pk)


def _move(source: int, target: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select cases_move_messages(%s, %s, %s)", [source, target, [1]])


# --- Parent, children, related ---------------------------------------------------------------------------------------


@pytest.fixture
def outage(world: World, agent: Actor, first: Case) -> Case:
    """A parent with three children: two of the same contact, one of another customer."""
    parent = opened(world, "alpha", "one", subject="The data centre is down", severity="A")
    for child in (first, opened(world, "alpha", "one", subject="Web"), opened(world, "alpha", "two", subject="Down")):
        actions.adopt(agent, parent.pk, child_id=child.pk, now=NOW)
    return parent


def test_an_update_on_the_parent_reaches_every_requester_once(world: World, agent: Actor, outage: Case) -> None:
    run_jobs()
    message = actions.reply(agent, outage.pk, body="Power is back.", children=True, now=NOW)
    run_jobs()
    with acting(agent):
        reached = [child.pk for child in queries.children(agent, outage.pk)]
    assert len(reached) == 3
    assert all("Power is back." in said(agent, child) for child in reached)
    letters = _letters(world, f"case_said:{message.pk}")
    assert len(letters) == len(set(letters)) == 2


def test_a_merged_child_hears_on_its_survivor(world: World, agent: Actor, outage: Case, first: Case) -> None:
    other = opened(world, "alpha", "one", subject="Mail is down")
    actions.merge(agent, first.pk, into_id=other.pk, now=NOW)
    actions.reply(agent, outage.pk, body="Power is back.", children=True, now=NOW)
    assert "Power is back." in said(agent, other.pk)


def test_open_children_keep_their_parent_open(agent: Actor, outage: Case) -> None:
    with pytest.raises(Conflict, match="3 open children"):
        actions.close(agent, outage.pk, why="Over", now=NOW)
    actions.close(agent, outage.pk, why="Over", children=True, now=NOW)
    with acting(agent):
        assert queries.children(agent, outage.pk) == []
        assert queries.case(agent, outage.pk).status == "closed"


def test_a_solution_is_told_and_agreed_to_on_all(agent: Actor, outage: Case, first: Case) -> None:
    actions.resolve(agent, outage.pk, body="Power is back.", children=True, now=NOW)
    assert read(agent, first.pk).status == "resolved"
    with pytest.raises(Conflict):
        actions.confirm(agent, outage.pk, how="by phone", now=NOW)
    actions.confirm(agent, outage.pk, how="by phone", children=True, now=NOW)
    assert read(agent, first.pk).status == "closed"


def test_a_child_has_one_parent_and_no_children(world: World, agent: Actor, outage: Case, first: Case) -> None:
    other = opened(world, "alpha", "one", subject="Another")
    with pytest.raises(Conflict, match="parent already"):
        actions.adopt(agent, other.pk, child_id=first.pk, now=NOW)
    with pytest.raises(Conflict, match="no children"):
        actions.adopt(agent, first.pk, child_id=other.pk, now=NOW)
    with pytest.raises(Conflict, match="no children"):
        actions.adopt(agent, other.pk, child_id=outage.pk, now=NOW)


def test_bonds_stay_within_the_desk_and_out_of_the_customers_sight(
    world: World, agent: Actor, outage: Case, first: Case
) -> None:
    with pytest.raises(NotFound):
        actions.relate(agent, first.pk, other_id=world.case_three, now=NOW)
    admin = world.actor("two")
    with acting(admin):
        assert not Bond.objects.everywhere(reason="the gate is left out on purpose").exists()
        lines = [entry.kind for case in queries.own_cases(admin) for entry in queries.own_thread(admin, case.pk)]
    assert "became_child" not in lines


def test_related_cases_know_each_other_until_untied(agent: Actor, first: Case, second: Case) -> None:
    for _time in range(2):
        actions.relate(agent, first.pk, other_id=second.pk, now=NOW)
    with acting(agent):
        assert [each.id for each in queries.around(agent, second.pk, now=NOW).those("related")] == [first.pk]
    actions.untie(agent, second.pk, other_id=first.pk, now=NOW)
    with acting(agent):
        assert queries.around(agent, first.pk, now=NOW).those("related") == []


# --- What looks the same ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Mail to Japan is delayed", "Japan mail is delayed again", True),
        ("发往日本的邮件延迟两小时以上", "日本邮件延迟", True),
        ("共有メールボックスから送信できない", "共有メールボックス 送信できない", True),
        ("Mail to Japan is delayed", "Licence for a new colleague", False),
        ("DNS", "", False),
    ],
)
def test_likeness_goes_by_words_and_by_pairs_of_letters(one: str, other: str, alike: bool) -> None:
    assert (likeness(one, other) >= ALIKE) is alike


def test_only_the_same_customers_open_cases_are_suggested(world: World, agent: Actor, first: Case) -> None:
    same = opened(world, "alpha", "one", subject="Mail to Japan is delayed, still")
    opened(world, "alpha", "two", subject="Mail to Japan is delayed")
    gone = opened(world, "alpha", "one", subject="Mail to Japan is delayed!")
    actions.close(agent, gone.pk, why="Twice", now=NOW)
    with acting(agent):
        assert [each.id for each in queries.around(agent, first.pk, now=NOW).alike(first.subject)] == [same.pk]


def test_on_the_operators_desk_only_the_same_resellers(world: World) -> None:
    engineer = world.actor("operator", "operator_engineer")
    one, two = linked(world, exchange_id=41), linked(world, exchange_id=42)
    with acting(engineer):
        assert two.pk in [each.id for each in queries.around(engineer, one.pk, now=NOW).alike(one.subject)]


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_an_agent_merges_and_undoes_it_by_the_pages(
    client: Client, sign_in: SignIn, agent: Actor, first: Case, second: Case
) -> None:
    sign_in(client, agent)
    address = {each.pk: reverse("cases:case", kwargs={"case_id": each.pk}) for each in (first, second)}
    page = reverse("cases:merge", kwargs={"case_id": second.pk})
    assert first.number in client.get(page).content.decode()
    assert client.post(page, {"number": "SH-99999"}).status_code == 422
    assert client.post(page, {"number": first.number.lower()})["Location"] == address[first.pk]
    assert client.get(address[second.pk])["Location"] == address[first.pk]
    assert "merged into another" in client.get(address[second.pk], {"stay": "1"}).content.decode()
    assert f"from {second.number}" in client.get(address[first.pk]).content.decode()
    assert client.post(reverse("cases:unmerge", kwargs={"case_id": second.pk})).status_code == 303
    assert client.get(address[second.pk]).status_code == 200


def test_an_agent_splits_and_ties_by_the_pages(
    client: Client, sign_in: SignIn, agent: Actor, first: Case, second: Case
) -> None:
    sign_in(client, agent)
    message = actions.reply(agent, first.pk, body="And the printer?", now=NOW)
    page = reverse("cases:split", kwargs={"case_id": first.pk})
    assert "And the printer?" in client.get(page).content.decode()
    typed = {"messages": [message.pk], "subject": "The printer", "kind": "configuration", "severity": "C"}
    assert client.post(page, typed).status_code == 303
    tie = reverse("cases:tie", kwargs={"case_id": first.pk})
    assert client.post(tie, {"number": "nothing", "how": "child"}).status_code == 422
    assert client.post(tie, {"number": second.number, "how": "child"}).status_code == 303
    shown = client.get(reverse("cases:case", kwargs={"case_id": first.pk}), {"do": "close"}).content.decode()
    assert "Also on the open children" in shown
    untie = reverse("cases:untie", kwargs={"case_id": first.pk, "other_id": second.pk})
    assert client.post(untie).status_code == 303


def test_the_customers_old_link_leads_to_the_survivor(
    world: World, client: Client, sign_in: SignIn, agent: Actor, first: Case, second: Case
) -> None:
    actions.merge(agent, second.pk, into_id=first.pk, now=NOW + timedelta(minutes=1))
    sign_in(client, world.actor("one"))
    answer = client.get(reverse("portal:case", kwargs={"case_id": second.pk}))
    assert answer["Location"] == reverse("portal:case", kwargs={"case_id": first.pk})
