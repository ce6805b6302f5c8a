"""Search over a desk: what is found, to whom, and that no other desk is ever in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from behalf.cases import actions, queries
from behalf.cases.models import Case, SearchRow
from behalf.cases.search import index
from behalf.cases.tests.factories import linked, opened, upload
from behalf.kit.actor import Actor
from behalf.kit.errors import NotAllowed
from behalf.kit.tenancy import acting
from tests.harness import Elsewhere
from tests.world import NOW, World

HOUR = timedelta(hours=1)


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def case(world: World) -> Case:
    return opened(world, "alpha", "one", subject="Calendar of the meeting room is empty")


def found(actor: Actor, text: str, **how: Any) -> list[int]:
    return [hit.row.id for hit in asked(actor, text, **how).hits]


def asked(actor: Actor, text: str, **how: Any) -> queries.Found:
    with acting(actor):
        return queries.search(actor, text, **how)


def test_every_part_of_a_case_is_found(agent: Actor, world: World, case: Case) -> None:
    actions.reply(agent, case.pk, body="我们正在检查邮箱规则。", files=[upload("Übersicht-3.csv")], now=NOW)
    actions.note(agent, case.pk, body="Probably the Zebra connector", now=NOW)
    actions.reply_own(world.actor("one"), case.pk, body="会議室がまだ空です", now=NOW)
    for text in (
        case.number, case.number.replace("-", ""), case.number[3:], "CALENDAR", "meeting room", '"meeting room"',
        "邮箱规则", "箱", "箱规", "ubersicht", "übersicht-3.csv", "zebra", "会議室", "室", "澄海", "contact of one",
        "exchange online",
    ):  # fmt: skip
        assert case.pk in found(agent, text), text
    for text in ("calen", "规则邮箱", '"room meeting"', "zebras"):
        assert case.pk not in found(agent, text), text
    assert case.pk in found(agent, "calen", typing=True)


def test_filters_narrow_and_follow_the_case(agent: Actor, world: World, case: Case) -> None:
    def is_there(text: str) -> bool:
        return case.pk in found(agent, f"calendar {text}")

    assert is_there("is:open is:unassigned severity:b customer:澄海 service:exchange before:2026-12 after:2026-11-24")
    assert not is_there("is:mine")
    assert not is_there("has:attachment")
    assert not is_there("before:2026-11-24")
    actions.take(agent, case.pk, now=NOW)
    actions.set_severity(agent, case.pk, severity="A", why="All rooms", now=NOW)
    actions.reply_own(world.actor("one"), case.pk, body="See the picture", files=[upload()], now=NOW)
    assert is_there("is:mine assignee:me assignee:helpdesk severity:A has:attachment from:admin")
    assert not is_there("is:unassigned")
    assert not is_there("severity:B")
    actions.resolve(agent, case.pk, body="Done", now=NOW)
    actions.confirm_own(world.actor("one"), case.pk, now=NOW)
    assert is_there("is:closed")
    assert not is_there("is:open")


def test_words_that_stand_together_come_first_and_pages_go_on(agent: Actor, world: World) -> None:
    apart = [opened(world, "alpha", "one", subject=f"room {n} of the quokka").pk for n in range(3)]
    near = [opened(world, "alpha", "two", subject=f"quokka room {n}", hours_ago=9).pk for n in range(3)]
    page = asked(agent, "quokka room", limit=2)
    order = [hit.row.id for hit in page.hits]
    assert (page.count, page.is_exact) == (6, True)
    while page.older:
        page = asked(agent, "quokka room", limit=2, before=page.older)
        order += [hit.row.id for hit in page.hits]
    assert order == [*reversed(near), *reversed(apart)]
    assert asked(agent, "quokka", before="no key of ours").count == 6


def test_a_snippet_shows_where_it_stands(agent: Actor, case: Case) -> None:
    actions.reply(agent, case.pk, body="x " * 300 + "the <b>ＺＥＢＲＡ</b> box " + "y " * 300, now=NOW)
    hit = asked(agent, "zebra").hits[0]
    assert [part.text for part in hit.snippet if part.hit] == ["ＺＥＢＲＡ"]
    assert len(hit.text) < 250
    assert [part.text for part in asked(agent, "calendar").hits[0].subject if part.hit] == ["Calendar"]


def test_a_page_is_three_statements(agent: Actor, world: World) -> None:
    for n in range(30):
        opened(world, "alpha", "one", subject=f"quokka {n}")
    with acting(agent), CaptureQueriesContext(connection) as asks:
        assert len(queries.search(agent, "quokka").hits) == queries.LIMIT
    assert len(asks) == 3


# --- Whose it is -----------------------------------------------------------------------------------------------------


def test_no_other_desk_is_found_or_counted(world: World, agent: Actor) -> None:
    word = "quokka"
    opened(world, "beta", "three", subject=f"{word} 邮件箱")
    linked(world, exchange_id=77)
    stranger = world.actor("beta", "helpdesk_agent")
    assert asked(stranger, word).count == 1
    for text in (word, "quok*", "邮件箱", '"quokka 邮件箱"', "箱", "港南", "customer:港南", "after:2000-01-01 港南"):
        answer = asked(agent, text)
        assert (answer.count, answer.hits, answer.is_exact, answer.older) == (0, [], True, ""), text
    everything = asked(agent, "is:open", limit=100)
    with acting(agent):
        own = set(Case.objects.visible_to(agent).filter(closed_at__isnull=True).values_list("id", flat=True))
    assert {hit.row.id for hit in everything.hits} == own
    assert everything.count == len(own)


def test_the_operator_finds_its_own_cases_alone(world: World) -> None:
    engineer = world.actor("operator", "operator_engineer")
    assert found(engineer, "japan") == [world.case_operator]
    assert asked(engineer, "发往日本").count == 0


def test_what_lies_behind_the_conversation_is_not_found_by_sales(world: World, agent: Actor, case: Case) -> None:
    actions.hear(
        agent, case.pk, body="The wallaby queue is stuck", author_name="Engineer", party="oper", key="x1", now=NOW
    )
    actions.set_status(agent, case.pk, status="with_operator", kind="escalated", other_number="OP-7788", now=NOW)
    sales = world.actor("alpha", "sales_agent")
    for text in ("wallaby", '"wallaby queue"', "OP-7788", "7788"):
        assert found(agent, text) == [case.pk]
        assert asked(sales, text).count == 0
    hit = next(hit for hit in asked(sales, "calendar").hits if hit.row.id == case.pk)
    assert hit.row.status == "in_progress"
    assert "wallaby" not in hit.text


def test_a_customer_asks_nothing_of_the_index_and_reads_none_of_it(world: World, case: Case) -> None:
    admin = world.actor("one")
    with acting(admin):
        with pytest.raises(NotAllowed):
            queries.search(admin, "calendar")
        assert not SearchRow.objects.visible_to(admin).exists()
        assert not SearchRow.objects.everywhere(reason="the gate is left out on purpose").exists()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            _sql("select * from cases_search_find('{:calendar}', '{}', '', true, null, null, null, null, null, 9)")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            _sql("select * from cases_search_probe('''1:x''', 2, null, null, 9)")


def test_a_stranger_cannot_ask_where_a_case_stands_nor_write_there(world: World, case: Case) -> None:
    for stranger in (world.actor("beta"), world.actor("three"), world.actor("operator")):
        with acting(stranger):
            assert _sql("select * from cases_search_seen(%s)", case.pk) == []
            with pytest.raises(ProgrammingError, match="not a case of yours"), transaction.atomic():
                _sql("select cases_search_put(%s, '{}', '', '{x}', '', '{}', '', 0, 0)", case.pk)


def test_a_lexeme_cannot_reach_another_desk(world: World, agent: Actor) -> None:
    opened(world, "beta", "three", subject="quokka")
    with acting(agent):
        for clause in (f"{world.beta}:quokka", "x' | '2:quokka", f"' | '{world.beta}:quokka", ":quokka\\"):
            rows = _sql(
                "select * from cases_search_find(%s, '{}', '', true, null, null, null, null, null, 9)", [clause]
            )
            assert rows == []


def _sql(statement: str, *values: Any) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


# --- The index is what the cases are ---------------------------------------------------------------------------------


def test_the_row_that_grew_with_the_steps_is_the_one_made_anew(world: World, agent: Actor, case: Case) -> None:
    actions.note(agent, case.pk, body="内部备注 first", now=NOW)
    actions.reply_own(world.actor("one"), case.pk, body="ありがとう", files=[upload()], now=NOW)
    actions.take(agent, case.pk, now=NOW)
    actions.hear(agent, case.pk, body="We look", author_name="Engineer", party="oper", key="x1", now=NOW)
    with acting(agent):
        columns = ("head", "said", "inside", "words", "at", "message_id", "attachment_id")
        rows = SearchRow.objects.visible_to(agent)
        grown = rows.filter(pk=case.pk).values_list(*columns).get()
        everything = set(rows.values_list("pk", "words"))
        index.renew([pk for pk, _words in everything])
        anew = rows.filter(pk=case.pk).values_list(*columns).get()
        assert set(rows.values_list("pk", "words")) == everything
    assert {*grown[1].split()} == {*anew[1].split()}
    assert (grown[0], *grown[2:]) == (anew[0], *anew[2:])


def test_what_was_never_indexed_waits_for_the_desk(world: World, agent: Actor, case: Case) -> None:
    with acting(agent):
        SearchRow.objects.visible_to(agent).filter(pk=case.pk).delete()
    actions.reply_own(world.actor("one"), case.pk, body="wallaby", now=NOW + HOUR)
    assert found(agent, "wallaby") == []
    actions.note(agent, case.pk, body="noted", now=NOW)
    assert found(agent, "wallaby") == found(agent, "calendar wallaby noted") == [case.pk]


def test_a_case_too_long_for_its_row_is_still_answered(agent: Actor, case: Case) -> None:
    for part in range(12):
        words = " ".join(f"{part:02}word{n:030}" for n in range(3500))
        actions.note(agent, case.pk, body=words, now=NOW)
    assert case.pk in found(agent, "calendar")
    assert case.pk in found(agent, "00word" + f"{7:030}"[:26] + "*")


def test_the_command_makes_all_rows_anew(world: World, elsewhere: Elsewhere) -> None:
    with elsewhere("owner"):
        _none("delete from cases_searchrow where case_id % 2 = 0")
        missing = index.rebuild(only_missing=True)
        assert missing > 0
        assert index.rebuild(only_missing=True) == 0
        assert index.rebuild() == _sql("select count(*) from cases_case")[0][0]


def _none(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
