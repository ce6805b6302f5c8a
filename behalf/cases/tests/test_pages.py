"""The pages of cases: what they show, to whom, and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from behalf.cases import actions, queries
from behalf.cases.models import Case
from behalf.cases.tests.factories import linked, opened, upload
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from tests.harness import SignIn, StandAt
from tests.world import NOW, World


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def client_of(client: Client, sign_in: Any, agent: Actor) -> Client:
    sign_in(client, agent)
    return client


@pytest.fixture
def case(world: World) -> Case:
    return opened(world, "alpha", "one", subject="Mail is slow")


@pytest.fixture(autouse=True)
def _the_clock_stands_still(stand_at: StandAt) -> None:
    stand_at(NOW)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_who_opens_a_case_reads_what_this_customer_is_promised(world: World, client: Client, sign_in: SignIn) -> None:
    sign_in(client, world.actor("alpha", "helpdesk_agent"))
    path = reverse("cases:open_for", kwargs={"account_id": world.account_one})
    text = client.get(path).content.decode()
    assert "Work is hindered, or only some people are hit. First answer within 4 h" in text


def test_the_queue_shows_the_desks_cases_under_their_headings(client_of: Client, case: Case, world: World) -> None:
    shown = text(client_of.get(reverse("cases:queue"), {"view": "all"}))
    assert case.number in shown
    assert "共有メールボックス" not in shown  # beta's


def test_the_box_of_the_queue_leads_to_the_search(client_of: Client) -> None:
    shown = text(client_of.get(reverse("cases:queue")))
    assert f'action="{reverse("cases:search")}"' in shown
    answer = client_of.get(reverse("cases:queue"), {"q": "mail is:open"})
    assert answer["Location"] == f"{reverse('cases:search')}?q=mail+is%3Aopen"


def test_a_wrong_key_or_service_in_the_address_is_no_error(client_of: Client) -> None:
    for wrong in ({"before": "x"}, {"view": "none"}, {"service": "abc"}, {"before": "999999999999999999-1"}):
        assert client_of.get(reverse("cases:queue"), wrong).status_code == 200


def test_the_queue_takes_six_statements_for_three_cases_and_for_thirty(
    client_of: Client, case: Case, world: World
) -> None:
    address = reverse("cases:queue")
    client_of.get(address, {"view": "all"})
    with CaptureQueriesContext(
        connection,
    ) as few:
        client_of.get(address, {"view": "all"})
    for number in range(30):
        opened(world, "alpha", "two", subject=f"Problem {number}")
    with CaptureQueriesContext(connection) as many:
        client_of.get(address, {"view": "all"})
    statements = [query["sql"] for query in many if not query["sql"].upper().startswith(("SAVEPOINT", "RELEASE"))]
    assert len(few) == len(many)
    assert len(statements) <= 6, statements


def test_opening_a_case_from_the_menu_leads_to_its_page(client_of: Client, world: World) -> None:
    found = text(client_of.get(reverse("cases:find_customer"), {"q": "chenghai"}))
    address = reverse("cases:open_for", kwargs={"account_id": world.account_one})
    assert address in found
    assert client_of.get(address).status_code == 200
    typed = {
        "subject": "SPF", "body": "Mail is refused.", "kind": "configuration", "severity": "B",
        "service_id": world.service_mail, "channel": "phone", "files": [upload("trace.csv")],
    }  # fmt: skip
    answer = client_of.post(address, typed)
    assert answer.status_code == 303
    page = text(client_of.get(answer["Location"]))
    assert "trace.csv" in page
    assert "contact of one" in page


def test_a_form_with_faults_comes_back_with_what_was_typed(client_of: Client, world: World) -> None:
    address = reverse("cases:open_for", kwargs={"account_id": world.account_one})
    answer = client_of.post(address, {"subject": "SPF", "kind": "configuration", "severity": "B", "channel": "phone"})
    assert answer.status_code == 422
    assert 'value="SPF"' in text(answer)


def test_a_reply_and_a_note_have_texts_of_their_own(client_of: Client, agent: Actor, case: Case) -> None:
    address = reverse("cases:write", kwargs={"case_id": case.pk})
    client_of.post(address, {"kind": "note", "body": "unsent reply", "note": "They have no SPF."})
    client_of.post(address, {"kind": "reply", "body": "We look at it.", "note": "unsent note", "wait": "on"})
    with acting(agent):
        said = [(each.kind, each.body) for each in queries.thread(agent, case.pk) if not each.is_event][1:]
        assert queries.case(agent, case.pk).status == "waiting_customer"
    assert said == [("note", "They have no SPF."), ("message", "We look at it.")]


def test_an_empty_reply_is_refused_where_it_was_written(client_of: Client, case: Case) -> None:
    answer = client_of.post(reverse("cases:write", kwargs={"case_id": case.pk}), {"kind": "reply", "body": " "})
    assert answer.status_code == 422
    assert "Write something first." in text(answer)


@pytest.mark.parametrize(("kind", "field"), [("reply", "body"), ("note", "note")])
def test_what_is_too_long_comes_back_with_the_limit_and_the_text(
    client_of: Client, case: Case, kind: str, field: str
) -> None:
    words = "x" * 20_001
    answer = client_of.post(reverse("cases:write", kwargs={"case_id": case.pk}), {"kind": kind, field: words})
    assert answer.status_code == 422
    assert "at most 20000 characters" in text(answer)
    assert words in text(answer)


def test_a_line_break_is_one_letter_as_the_browser_counts_it(client_of: Client, agent: Actor, case: Case) -> None:
    words = "x\r\n" * 10_000  # what a browser sends for a text of 20,000 letters
    answer = client_of.post(reverse("cases:write", kwargs={"case_id": case.pk}), {"kind": "note", "note": words})
    assert answer.status_code == 303


@pytest.mark.parametrize("doing", ["assign", "severity", "resolve", "confirm", "close", "reopen"])
def test_each_act_has_its_form_on_the_page(client_of: Client, case: Case, doing: str) -> None:
    shown = client_of.get(reverse("cases:case", kwargs={"case_id": case.pk}), {"do": doing})
    assert shown.status_code == 200
    assert f'action="{reverse(f"cases:{doing}", kwargs={"case_id": case.pk})}"' in text(shown)


def test_a_case_goes_from_taken_to_closed_by_its_pages(client_of: Client, agent: Actor, case: Case) -> None:
    def post(name: str, **values: object) -> int:
        return client_of.post(reverse(f"cases:{name}", kwargs={"case_id": case.pk}), values).status_code

    assert post("take") == 303
    assert post("severity", severity="A", why="Customs papers wait.") == 303
    assert post("tried", text="Added SPF: no change.") == 303
    assert post("confirm", how="by phone") == 422
    assert post("resolve", body="The connector was repaired.") == 303
    assert post("confirm", how="Ms Li, by phone") == 303
    assert post("write", kind="reply", body="One more thing") == 422
    assert post("reopen", why="Still slow.") == 303


def test_the_live_part_answers_204_until_something_changes(client_of: Client, agent: Actor, case: Case) -> None:
    address = reverse("cases:live", kwargs={"case_id": case.pk})
    with acting(agent):
        version = queries.version(agent, case.pk)
    assert client_of.get(address, {"version": version}).status_code == 204
    actions.hear(agent, case.pk, body="Delivered.", author_name="刘洋", party="oper", key="exchange:9", now=NOW)
    changed = text(client_of.get(address, {"version": version}))
    assert "Delivered." in changed
    assert f"version={version + 1}" in changed
    assert changed.count('hx-swap-oob="true"') == 3


def test_the_operators_case_shows_the_resellers_contact(client: Client, sign_in: Any, world: World) -> None:
    case = linked(world, exchange_id=5)
    sign_in(client, world.actor("operator", "operator_engineer"))
    shown = text(client.get(reverse("cases:case", kwargs={"case_id": case.pk})))
    assert "helpdesk_agent of alpha" in shown
    assert "SH-10001" in shown


def test_an_incoming_word_is_heard_once(agent: Actor, case: Case) -> None:
    heard = [
        actions.hear(agent, case.pk, body="Once", author_name="刘洋", party="oper", key="exchange:10", now=NOW)
        for _time in range(2)
    ]
    assert heard == [True, False]


def test_who_only_reads_is_offered_nothing_to_do(client: Client, sign_in: Any, world: World, case: Case) -> None:
    sign_in(client, world.actor("alpha", "sales_agent"))
    shown = text(client.get(reverse("cases:case", kwargs={"case_id": case.pk}), {"do": "resolve"}))
    assert "<textarea" not in shown
    assert "cases/open/" not in text(client.get(reverse("cases:queue")))


def test_the_customers_tab_is_the_current_one(client_of: Client, case: Case, world: World) -> None:
    tab = reverse("cases:of_account", kwargs={"account_id": world.account_one})
    shown = text(client_of.get(reverse("cases:case", kwargs={"case_id": case.pk})))
    assert f'<a href="{tab}" aria-current="page">' in shown


def test_a_customers_cases_stand_on_its_own_tab(client_of: Client, case: Case, world: World) -> None:
    address = reverse("cases:of_account", kwargs={"account_id": world.account_one})
    assert case.number in text(client_of.get(address))
    assert "Licence for a new colleague" in text(client_of.get(address, {"view": "closed"}))
    other = reverse("cases:of_account", kwargs={"account_id": world.account_three})
    assert client_of.get(other).status_code == 404


def test_each_view_counts_what_it_lists(world: World, agent: Actor, case: Case) -> None:
    actions.take(agent, case.pk, now=NOW)
    actions.set_status(agent, world.case_two, status="with_operator", kind="escalated", now=NOW)
    with acting(agent):
        numbers = queries.counts(agent, now=NOW)
        listed = {view: len(queries.inbox(agent, view=view, limit=99, now=NOW).rows) for view in numbers}
    assert numbers == listed
    assert all(numbers.values())


def test_pages_go_on_where_the_one_above_ended(world: World, agent: Actor) -> None:
    for number in range(7):
        opened(world, "alpha", "two", subject=f"Problem {number}")
    for view in ("all", "closed"):
        with acting(agent):
            whole = [row.id for row in queries.inbox(agent, view=view, limit=99, now=NOW).rows]
            pages, before = list[int](), ""
            while True:
                page = queries.inbox(agent, view=view, limit=3, before=before, now=NOW)
                pages += [row.id for row in page.rows]
                before = page.older
                if not before:
                    break
        assert pages == whole
