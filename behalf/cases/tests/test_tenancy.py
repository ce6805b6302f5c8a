"""Whose case it is: customers see what is public of their own, desks see their own, and the database agrees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse

from behalf.audit.models import Entry
from behalf.cases import actions, queries
from behalf.cases.models import Attachment, Case, CaseEvent, CaseEvidence, EvidenceKind, Message, Tried
from behalf.cases.tests.factories import HOUR, opened, upload
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from tests.world import NOW, Capture, World

ON_PURPOSE = "the gate is left out on purpose"


@pytest.fixture
def case(world: World) -> Case:
    """A case of *one* with a reply, a note with a file, and the operator's word to the reseller."""
    case = opened(world, "alpha", "one", subject="Mail is slow")
    agent = world.actor("alpha", "helpdesk_agent")
    actions.reply(agent, case.pk, body="We look at it.", files=[upload("public.csv")], wait=True, now=NOW)
    actions.note(agent, case.pk, body="They pay late.", files=[upload("private.csv")], now=NOW)
    actions.hear(agent, case.pk, body="To you alone.", author_name="刘洋", party="oper", key="exchange:1", now=NOW)
    actions.add_tried(agent, case.pk, text="SPF", now=NOW)
    actions.link(agent, case.pk, kind=EvidenceKind.INCIDENT, about_id=world.incident, label="EX-2291", now=NOW)
    actions.set_status(agent, case.pk, status="with_operator", kind="escalated", now=NOW)
    return case


def _run(sql: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_customer_reads_public_messages_of_its_own_cases(world: World, case: Case) -> None:
    admin = world.actor("one")
    with acting(admin):
        thread = queries.own_thread(admin, case.pk)
        assert [entry.body for entry in thread if not entry.is_event] == ["It began this afternoon.", "We look at it."]
        assert [file.name for entry in thread for file in entry.files] == ["public.csv"]
        assert "escalated" not in [entry.kind for entry in thread]
        assert case.pk in [each.pk for each in queries.own_cases(admin)]


def test_the_database_shows_the_customer_no_more_than_the_gate(world: World, case: Case) -> None:
    with acting(world.actor("one")):
        bodies = set(Message.objects.everywhere(reason=ON_PURPOSE).values_list("body", flat=True))
        assert not bodies & {"They pay late.", "To you alone."}
        customers = set(Case.objects.everywhere(reason=ON_PURPOSE).values_list("customer_id", flat=True))
        assert customers == {world.one}
        assert not CaseEvent.objects.everywhere(reason=ON_PURPOSE).filter(is_public=False).exists()
        names = set(Attachment.objects.everywhere(reason=ON_PURPOSE).values_list("name", flat=True))
        assert "private.csv" not in names
        for inside in (Tried, CaseEvidence):
            assert not inside.objects.everywhere(reason=ON_PURPOSE).exists()


def test_a_file_of_a_note_is_not_found_by_the_customer(world: World, case: Case) -> None:
    agent, admin = world.actor("alpha", "helpdesk_agent"), world.actor("one")
    with acting(agent):
        files = {file.name: file.id for entry in queries.thread(agent, case.pk) for file in entry.files}
        assert queries.attachment(agent, case.pk, files["private.csv"]).content.startswith(b"id,delay")
    with acting(admin):
        assert queries.own_attachment(admin, case.pk, files["public.csv"]).kind == "text/csv"
        with pytest.raises(NotFound):
            queries.own_attachment(admin, case.pk, files["private.csv"])


@pytest.mark.parametrize("stranger", ["two", "three"])
def test_another_customer_finds_nothing(world: World, case: Case, stranger: str) -> None:
    admin = world.actor(stranger)
    with acting(admin):
        for read in (queries.own_case, queries.own_version):
            with pytest.raises(NotFound):
                read(admin, case.pk)
        assert queries.own_thread(admin, case.pk) == []
    with pytest.raises(NotFound):
        actions.reply_own(admin, case.pk, body="Hello", now=NOW)


def test_the_customers_admin_has_none_of_the_desks_verbs(world: World, case: Case) -> None:
    admin = world.actor("one")
    with pytest.raises(NotAllowed):
        actions.note(admin, case.pk, body="x", now=NOW)
    with acting(admin), pytest.raises(NotAllowed):
        queries.inbox(admin, now=NOW)


def test_the_customer_opens_answers_agrees_and_reopens(world: World, deferred: Capture) -> None:
    admin, agent = world.actor("one"), world.actor("alpha", "helpdesk_agent")
    case = actions.open_own(
        admin, account_id=world.account_one, kind="how_to", severity="C", subject="DNS", body="How do I change it?",
        service_id=world.service_mail, files=[upload()], now=NOW,
    )  # fmt: skip
    assert case.number.startswith("SH-")
    actions.reply(agent, case.pk, body="Which domain?", wait=True, now=NOW + HOUR)
    actions.reply_own(admin, case.pk, body="chenghai-bio.cn", now=NOW + 2 * HOUR)
    with acting(agent):
        back = queries.case(agent, case.pk)
    assert (back.status, back.due_at) == ("in_progress", NOW + 19 * HOUR)  # 09:32 on the next day
    actions.resolve(agent, case.pk, body="At the registrar.", now=NOW + 3 * HOUR)
    actions.reopen_own(admin, case.pk, why="There is no such menu.", now=NOW + 4 * HOUR)
    actions.resolve(agent, case.pk, body="Under Settings.", now=NOW + 5 * HOUR)
    actions.confirm_own(admin, case.pk, now=NOW + 6 * HOUR)
    with acting(agent):
        assert queries.case(agent, case.pk).status == "closed"
    with acting(admin):
        mine = Entry.objects.visible_to(admin).filter(subject_kind="case", subject_id=str(case.pk))
        assert {"cases.opened", "cases.customer_replied", "cases.reopened", "cases.closed"} <= set(
            mine.values_list("what", flat=True)
        )


def test_what_the_customer_does_is_announced_in_the_desks_name(world: World, case: Case, monkeypatch: Any) -> None:
    heard: list[tuple[str, int]] = []
    monkeypatch.setattr(
        "behalf.kit.events.announce", lambda actor, event: heard.append((type(event).__name__, actor.org_id))
    )
    actions.reply_own(world.actor("one"), case.pk, body="Any news?", now=NOW + HOUR)
    assert heard == [("CustomerReplied", world.alpha)]


def test_the_customer_opens_cases_at_its_own_resellers_only(world: World) -> None:
    with pytest.raises(NotFound):
        actions.open_own(
            world.actor("three"), account_id=world.account_one, kind="how_to", severity="C", subject="x", body="y",
            now=NOW,
        )  # fmt: skip
    with acting(world.actor("three")), pytest.raises(ProgrammingError, match="desk"), transaction.atomic():
        _run("select cases_next_number(%s)", world.alpha)


def test_the_database_lets_the_customer_change_only_what_moves(world: World, case: Case) -> None:
    admin = world.actor("one")
    for change in ({"severity": "A"}, {"assignee_id": admin.person_id}, {"subject": "x"}):
        with (
            acting(admin),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            Case.objects.visible_to(admin).filter(pk=case.pk).update(**change)


def test_the_database_refuses_a_note_of_a_customer(world: World, case: Case) -> None:
    admin = world.actor("one")
    note = Message(
        org_id=world.alpha, customer_id=world.one, case_id=case.pk, party="cust", author_name="x", body="x",
        is_public=False, at=NOW,
    )  # fmt: skip
    with acting(admin), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        note.save(force_insert=True)


def test_a_message_cannot_hang_on_a_strangers_case(world: World, case: Case) -> None:
    stray = Message(
        org_id=world.beta, customer_id=world.three, case_id=case.pk, party="cust", author_name="x", body="x",
        is_public=True, at=NOW,
    )  # fmt: skip
    with acting(world.actor("three")):
        _run("set constraints all immediate")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            stray.save(force_insert=True)
    with acting(world.actor("beta", "helpdesk_agent")):
        _run("set constraints all immediate")
        with pytest.raises(IntegrityError, match="tenant"), transaction.atomic():
            stray.save(force_insert=True)


def test_messages_cannot_be_rewritten(world: World, case: Case) -> None:
    agent = world.actor("alpha", "admin_agent")
    with acting(agent), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Message.objects.visible_to(agent).filter(case_id=case.pk).update(body="changed")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("run.exe", b"MZ", "not taken"), ("a.png", b"<html>", "not what its name says"), ("a.csv", b"", "empty"),
        ("big.log", b"x" * (10 * 1024 * 1024 + 1), "larger"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_taken(world: World, case: Case, name: str, content: bytes, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        actions.reply(world.actor("alpha", "helpdesk_agent"), case.pk, body="x", files=[upload(name, content)], now=NOW)


def test_nobody_agrees_before_there_is_a_solution(world: World, case: Case) -> None:
    with pytest.raises(Conflict):
        actions.confirm_own(world.actor("one"), case.pk, now=NOW)


def test_a_sales_agent_reads_the_case_and_nothing_of_what_is_done_behind_it(world: World, case: Case) -> None:
    """Neither health nor work on behalf nor escalation (domain.md 2.2)."""
    sales, agent = world.actor("alpha", "sales_agent"), world.actor("alpha", "helpdesk_agent")
    actions.note_event(agent, case.pk, kind="health_checked", facts={"service": "Exchange"}, public=True, now=NOW)
    actions.note_event(agent, case.pk, kind="onbehalf_change", facts={}, public=True, party="cust", now=NOW)
    with acting(sales):
        thread = queries.thread(sales, case.pk)
        assert [entry.kind for entry in thread] == ["message", "message", "note"]
        assert "To you alone." not in [entry.body for entry in thread]
        with pytest.raises(NotAllowed):
            queries.evidence(sales, case.pk)
    with acting(agent):
        assert {"escalated", "health_checked", "onbehalf_change"} <= {
            entry.kind for entry in queries.thread(agent, case.pk)
        }


def test_nor_does_the_page_of_the_case_show_it(
    world: World, case: Case, client: Client, sign_in: Callable[[Client, Actor], Client]
) -> None:
    address = reverse("cases:case", kwargs={"case_id": case.pk})
    page = sign_in(client, world.actor("alpha", "sales_agent")).get(address).content.decode()
    assert "We look at it." in page
    assert "EX-2291" not in page
    assert "escalat" not in page.lower()
