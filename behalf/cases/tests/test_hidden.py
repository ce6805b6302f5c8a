"""Hidden cases: no page, list, count, file, journal or letter of the customer's tells of one; and how many it hits."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse

from behalf.audit.models import Entry
from behalf.cases import actions, queries
from behalf.cases.models import Attachment, Case, CaseEvent, Message
from behalf.cases.tests.factories import HOUR, opened, upload
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotFound
from behalf.kit.tenancy import acting
from behalf.notifications.models import Mail
from tests.harness import Elsewhere, SignIn, read_world
from tests.world import NOW, World, run_jobs

ON_PURPOSE = "the gate is left out on purpose"
SUBJECT = "Mailbox sends spam"


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def hidden(world: World, agent: Actor) -> Case:
    """A case of *two* that was hidden when it was opened, with a reply and a file that would be public."""
    case = actions.open(
        agent, account_id=world.account_two, kind="fraud", severity="A", subject=SUBJECT, body="We saw it.",
        channel="desk", hidden_because="They may be in it", now=NOW,
    )  # fmt: skip
    actions.reply(agent, case.pk, body="Dear customer.", files=[upload("proof.csv")], now=NOW + HOUR)
    return case


def _file_of(agent: Actor, case: Case) -> int:
    with acting(agent):
        return Attachment.objects.visible_to(agent).get(case_id=case.pk).pk


def test_the_customers_open_pages_hear_nothing_of_it(elsewhere: Elsewhere) -> None:
    world = read_world()
    with elsewhere("web"):
        case = actions.open(
            world.actor("alpha", "helpdesk_agent"), account_id=world.account_two, kind="fraud", severity="A",
            subject=SUBJECT, body="We saw it.", channel="desk", hidden_because="They may be in it", now=NOW,
        )  # fmt: skip
    with elsewhere("owner"), connection.cursor() as cursor:
        cursor.execute("select distinct org_id, customer_id from kit_marked where about = %s", [case.pk])
        assert cursor.fetchall() == [(world.alpha, 0)]


def test_a_customer_finds_nothing_of_a_hidden_case(
    world: World, agent: Actor, hidden: Case, client: Client, sign_in: SignIn
) -> None:
    file_id = _file_of(agent, hidden)
    sign_in(client, world.actor("two"))
    for view in ("portal:overview", "portal:cases", "portal:journal"):
        assert hidden.number not in client.get(reverse(view), {"view": "all"}).content.decode()
    takes = {"case_id": hidden.pk}
    for view in ("case", "live"):
        assert client.get(reverse(f"portal:{view}", kwargs=takes)).status_code == 404
    assert client.get(reverse("portal:file", kwargs={**takes, "file_id": file_id})).status_code == 404
    for view, given in (("write", {"body": "x"}), ("confirm", {}), ("reopen", {"why": "x"})):
        assert client.post(reverse(f"portal:{view}", kwargs=takes), given).status_code == 404


def test_the_database_hides_it_too(world: World, agent: Actor, hidden: Case) -> None:
    with acting(world.actor("two")), connection.cursor() as cursor:
        assert not Case.objects.everywhere(reason=ON_PURPOSE).filter(pk=hidden.pk).exists()
        for model in (Message, CaseEvent, Attachment):
            assert not model.objects.everywhere(reason=ON_PURPOSE).filter(case_id=hidden.pk).exists()
        cursor.execute("update cases_case set version = 99 where id = %s", [hidden.pk])
        assert cursor.rowcount == 0
    insert = """insert into cases_message (org_id, customer_id, case_id, party, author_name, body, is_public,
        is_note, at, key) values (%s, %s, %s, 'cust', 'x', 'x', true, false, now(), '')"""
    with (
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        acting(world.actor("two")),
        connection.cursor() as cursor,
    ):
        cursor.execute(insert, [world.alpha, world.two, hidden.pk])
    with (
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        acting(world.actor("two")),
        connection.cursor() as cursor,
    ):
        cursor.execute("update cases_case set is_shown = true where id = %s", [hidden.pk])


def test_no_letter_goes_out_while_it_is_hidden(agent: Actor, hidden: Case) -> None:
    actions.keep_party(
        agent, hidden.pk, name="x", email="x@vendor.example", language="en", role="takes_part", now=NOW + HOUR
    )
    actions.resolve(agent, hidden.pk, body="Stopped.", now=NOW + HOUR)
    run_jobs()
    with acting(agent):
        assert not Mail.objects.visible_to(agent).filter(about_id=str(hidden.pk)).exists()
        entries = Entry.objects.visible_to(agent).filter(subject_kind="case", subject_id=str(hidden.pk))
        assert set(entries.values_list("for_customer", flat=True)) == {False}


def test_the_desk_works_on_it_as_on_any(agent: Actor, hidden: Case, client: Client, sign_in: SignIn) -> None:
    sign_in(client, agent)
    page = client.get(reverse("cases:case", kwargs={"case_id": hidden.pk})).content.decode()
    assert "hidden from the customer" in page
    assert "They may be in it" in page
    assert "hidden" in client.get(reverse("cases:queue"), {"view": "all"}).content.decode()
    answer = client.post(reverse("cases:show", kwargs={"case_id": hidden.pk}), {"why": "All clear"})
    assert answer.status_code == 303


def test_hiding_and_showing_want_a_reason_and_are_in_the_journal(world: World, agent: Actor) -> None:
    two = world.actor("two")
    case = actions.open_own(
        two, account_id=world.account_two, kind="how_to", severity="C", subject="Mine", body="y", now=NOW
    )
    with pytest.raises(Invalid):
        actions.hide(agent, case.pk, why=" ", now=NOW)
    actions.hide(agent, case.pk, why="Asked by the police", now=NOW)
    with acting(two), pytest.raises(NotFound):
        queries.own_case(two, case.pk)
    actions.show(agent, case.pk, why="Over", now=NOW)
    with acting(two):
        assert queries.own_case(two, case.pk).pk == case.pk
        assert "police" not in str([entry.sentence for entry in queries.own_thread(two, case.pk)])
    with acting(agent):
        entries = Entry.objects.visible_to(agent).filter(what__in=("cases.hidden", "cases.shown"))
        assert set(entries.filter(subject_kind="case", subject_id=str(case.pk)).values_list("why", "for_customer")) == {
            ("Asked by the police", False), ("Over", False),
        }  # fmt: skip
    with pytest.raises(Conflict):
        actions.hide(world.actor("operator", "operator_engineer"), world.case_operator, why="x", now=NOW)
    with pytest.raises(NotFound):
        actions.hide(world.actor("beta", "helpdesk_agent"), case.pk, why="x", now=NOW)


def test_what_was_merged_into_it_is_hidden_with_it(world: World, agent: Actor, hidden: Case) -> None:
    two = world.actor("two")
    seen, other = (opened(world, "alpha", "two", subject=name) for name in ("Seen", "Other"))
    with pytest.raises(Invalid):
        actions.merge(agent, seen.pk, into_id=hidden.pk, now=NOW)
    actions.merge(agent, other.pk, into_id=seen.pk, now=NOW)
    actions.hide(agent, seen.pk, why="x", now=NOW)
    with acting(two):
        assert not {seen.pk, other.pk} & {each.pk for each in queries.own_cases(two)}
    actions.show(agent, seen.pk, why="x", now=NOW)
    with acting(two):
        assert queries.own_survivor_of(two, other.pk) == seen.pk


def test_what_is_split_off_is_hidden_like_its_case(agent: Actor, hidden: Case) -> None:
    with acting(agent):
        last = Message.objects.visible_to(agent).filter(case_id=hidden.pk).latest("pk").pk
    new = actions.split(
        agent, hidden.pk, messages=[last], subject="Other", kind="fraud", severity="C", now=NOW + 2 * HOUR
    )
    assert not new.is_shown


def test_a_case_of_nobody_is_hidden_from_nobody(world: World) -> None:
    engineer = world.actor("operator", "operator_engineer")
    with pytest.raises(IntegrityError), transaction.atomic(), acting(engineer):
        Case.objects.visible_to(engineer).filter(pk=world.case_operator).update(is_shown=False)


def test_how_many_it_hits_is_asked_changed_and_filtered_by(
    world: World, agent: Actor, client: Client, sign_in: SignIn
) -> None:
    case = actions.open_own(
        world.actor("two"), account_id=world.account_two, kind="how_to", severity="C", subject="All of us", body="y",
        affected=12, now=NOW,
    )  # fmt: skip
    sign_in(client, agent)
    queue = reverse("cases:queue")
    assert "12 people" in client.get(queue, {"view": "all"}).content.decode()
    assert case.number in client.get(queue, {"view": "all", "affected": "10"}).content.decode()
    assert case.number not in client.get(queue, {"view": "all", "affected": "50"}).content.decode()
    where = reverse("cases:affected", kwargs={"case_id": case.pk})
    assert client.post(where, {"affected": "-1"}).status_code == 422
    assert client.post(where, {"affected": "60"}).status_code == 303
    assert case.number in client.get(queue, {"view": "all", "affected": "50"}).content.decode()
    with pytest.raises(Invalid):
        actions.set_affected(agent, case.pk, affected=-1, now=NOW)
    actions.set_affected(agent, case.pk, affected=None, now=NOW)


def test_the_portal_asks_how_many(world: World, client: Client, sign_in: SignIn) -> None:
    sign_in(client, world.actor("two"))
    given = {
        "account_id": world.account_two, "subject": "x", "body": "y", "kind": "how_to", "severity": "C",
        "affected": "7", "files": SimpleUploadedFile("a.txt", b"x"),
    }  # fmt: skip
    assert client.post(reverse("portal:open"), given).status_code == 303
    with acting(world.actor("two")):
        assert queries.own_cases(world.actor("two"))[0].affected == 7
