"""A customer opens, follows, answers, agrees and disagrees; it never sees what is not its own or stays inside."""

from __future__ import annotations

import re
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from behalf.cases import actions, queries
from behalf.cases.models import Case
from behalf.cases.tests.factories import opened
from behalf.identity.models import Person
from behalf.kit.tenancy import acting
from tests.harness import SignIn
from tests.world import NOW, World


def _case(world: World, case_id: int) -> Case:
    with acting(world.actor("one")):
        return queries.own_case(world.actor("one"), case_id)


def _page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_list_shows_the_own_open_ones_and_all(world: World, customer: Client) -> None:
    page = _page(customer, "/portal/cases/")
    assert "发往日本的邮件延迟两小时以上" in page
    assert "Please answer our question" in page
    assert "Licence for a new colleague" not in page
    assert "Nobody can sign in" not in page
    assert "Licence for a new colleague" in _page(customer, "/portal/cases/?view=all")


def test_opening_a_case_with_a_file(world: World, customer: Client) -> None:
    facts = {
        "account_id": world.account_one, "subject": "共享日历不同步", "body": "从今天早上开始。", "kind": "performance",
        "severity": "B", "service_id": world.service_mail, "files": SimpleUploadedFile("trace.csv", b"id,delay\n1,2\n"),
    }  # fmt: skip
    answer = customer.post("/portal/cases/open/", facts)
    assert answer.status_code == 303
    page = _page(customer, answer.headers["Location"])
    for text in ("共享日历不同步", "从今天早上开始。", "trace.csv", "We have it and prepare the first answer"):
        assert text in page


def test_a_case_cannot_go_to_somebody_elses_reseller(world: World, customer: Client) -> None:
    facts = {"account_id": world.account_three, "subject": "x", "body": "y", "kind": "how_to", "severity": "C"}
    assert customer.post("/portal/cases/open/", facts).status_code == 422


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(world: World, customer: Client) -> None:
    answer = customer.post("/portal/cases/open/", {"account_id": world.account_one, "body": "只写了内容"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "id_subject_error" in page
    assert "只写了内容" in page


def test_an_internal_note_never_reaches_the_customer(world: World, customer: Client) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    actions.note(agent, world.case_one, body="内部：客户很生气", now=NOW)
    actions.reply(agent, world.case_one, body="我们正在处理。", now=NOW)
    page = _page(customer, f"/portal/cases/{world.case_one}/")
    assert "我们正在处理。" in page
    assert "内部" not in page


def test_answering_brings_the_case_back(world: World, customer: Client) -> None:
    answer = customer.post(f"/portal/cases/{world.case_waiting}/write/", {"body": "chenghai-bio.cn"})
    assert "chenghai-bio.cn" in _page(customer, answer.headers["Location"])
    assert _case(world, world.case_waiting).status == "in_progress"


def test_an_empty_answer_is_refused(world: World, customer: Client) -> None:
    assert customer.post(f"/portal/cases/{world.case_one}/write/", {"body": "  "}).status_code == 422


def test_the_same_answer_sent_twice_is_one(world: World, customer: Client) -> None:
    where = f"/portal/cases/{world.case_waiting}/"
    once = re.search(r'name="once" value="([^"]+)"', _page(customer, where))
    assert once is not None
    for _time in range(2):
        answer = customer.post(f"{where}write/", {"body": "chenghai-bio.cn", "once": once[1]})
        assert answer.status_code == 303
    assert _page(customer, where).count("chenghai-bio.cn") == 1


def test_the_customer_agrees_with_what_its_page_sends(world: World, sign_in: SignIn) -> None:
    """With the check of the form's token, which Django's client leaves out otherwise."""
    actions.resolve(world.actor("alpha", "helpdesk_agent"), world.case_one, body="修好了。", now=NOW)
    customer = sign_in(Client(enforce_csrf_checks=True), world.actor("one"))
    page = _page(customer, f"/portal/cases/{world.case_one}/")
    form = re.search(r'<form[^>]*/confirm/">(.*?)</form>', page, re.DOTALL)
    assert form is not None
    sent = dict(re.findall(r'name="(\w+)" value="([^"]+)"', form[1]))
    assert customer.post(f"/portal/cases/{world.case_one}/confirm/", sent).status_code == 303


def test_agreeing_twice_is_agreeing_once(world: World, customer: Client) -> None:
    actions.resolve(world.actor("alpha", "helpdesk_agent"), world.case_one, body="修好了。", now=NOW)
    where = f"/portal/cases/{world.case_one}/"
    assert [customer.post(f"{where}confirm/", {"once": "key"}).status_code for _time in range(2)] == [303, 303]
    refused = customer.post(f"{where}confirm/", {"once": "another"})
    assert refused.status_code == 422
    assert "There is nothing to confirm yet." in refused.content.decode()


def test_an_answer_that_is_too_long_comes_back(world: World, customer: Client) -> None:
    words = "x" * 20_001
    answer = customer.post(f"/portal/cases/{world.case_one}/write/", {"body": words})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_agreeing_closes_the_loop(world: World, customer: Client) -> None:
    actions.resolve(world.actor("alpha", "helpdesk_agent"), world.case_one, body="修好了。", now=NOW)
    assert "Does it work again?" in _page(customer, f"/portal/cases/{world.case_one}/")
    customer.post(f"/portal/cases/{world.case_one}/confirm/")
    assert _case(world, world.case_one).status == "closed"


def test_not_agreeing_needs_a_reason_and_reopens(world: World, customer: Client) -> None:
    actions.resolve(world.actor("alpha", "helpdesk_agent"), world.case_one, body="修好了。", now=NOW)
    assert customer.post(f"/portal/cases/{world.case_one}/reopen/", {"why": ""}).status_code == 422
    customer.post(f"/portal/cases/{world.case_one}/reopen/", {"why": "还是慢"})
    assert _case(world, world.case_one).status == "in_progress"


def test_a_case_closed_long_ago_is_not_reopened(world: World) -> None:
    case = _case(world, world.case_closed)
    assert case.may_reopen(NOW)
    assert not case.may_reopen(NOW + timedelta(days=14))


def test_the_live_part_is_silent_until_something_changes(world: World, customer: Client) -> None:
    version = _case(world, world.case_one).version
    address = f"/portal/cases/{world.case_one}/live/"
    assert customer.get(address, {"version": version}).status_code == 204
    actions.reply(world.actor("alpha", "helpdesk_agent"), world.case_one, body="有进展。", now=NOW)
    answer = customer.get(address, {"version": version})
    assert answer.status_code == 200
    assert "有进展。" in answer.content.decode()
    assert "<main" not in answer.content.decode()


def test_a_file_comes_as_a_download(world: World, customer: Client) -> None:
    answer = customer.get(f"/portal/cases/{world.case_one}/files/{world.file_alpha}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"id,delay" in answer.content


def test_a_japanese_customer_reads_its_thread_in_its_own_word(world: World, client: Client, sign_in: SignIn) -> None:
    agent, one = world.actor("alpha", "helpdesk_agent"), world.actor("one")
    case_id = opened(world, "alpha", "one", subject="件名").pk
    actions.take(agent, case_id, now=NOW)
    actions.resolve(agent, case_id, body="直りました。", now=NOW)
    actions.reopen_own(one, case_id, why="まだです。", now=NOW)
    Person.objects.filter(pk=one.person).update(language="ja")
    page = _page(sign_in(client, one), f"/portal/cases/{case_id}/")
    assert "がお問い合わせを再開" in page
    assert "ケース" not in page
