"""Contact, parties and the choice of mail: who hears what, who may answer, and whose rows these are."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse

from behalf.cases import actions, queries, rules
from behalf.cases.models import Case, NoticeChoice, Party
from behalf.cases.tests.factories import opened
from behalf.identity.models import Person
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid, NotFound
from behalf.kit.tenancy import acting
from behalf.notifications.models import Mail
from tests.harness import SignIn
from tests.world import NOW, World, run_jobs

ON_PURPOSE = "the gate is left out on purpose"


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def case(world: World) -> Case:
    return opened(world, "alpha", "two", subject="Printer")


def _party(agent: Actor, case: Case, name: str, role: str, notices: str = "all", **given: str) -> Party:
    email = given.pop("email", f"{name}@vendor.example")
    return actions.keep_party(
        agent, case.pk, name=name, email=email, language="en", role=role, notices=notices, is_third=True, now=NOW
    )


def _mails(agent: Actor, case: Case) -> dict[str, list[str]]:
    run_jobs()
    found: dict[str, list[str]] = {}
    with acting(agent):
        for mail in Mail.objects.visible_to(agent).filter(about_id=str(case.pk)).order_by("pk"):
            found.setdefault(mail.to, []).append(mail.text)
    return found


@pytest.mark.parametrize(
    ("notices", "letters"),
    [("all", {"opened", "answered", "resolved", "asked"}), ("answers", {"answered", "resolved"}), ("none", set())],
)
def test_which_letters_a_choice_lets_through(notices: str, letters: set[str]) -> None:
    every = ("opened", "answered", "resolved", "asked")
    assert {letter for letter in every if rules.wants(notices, letter)} == letters


def test_parties_hear_public_replies_and_nothing_else(agent: Actor, case: Case) -> None:
    _party(agent, case, "informed", "informed")
    _party(agent, case, "silent", "approves", "none")
    actions.note(agent, case.pk, body="Only us.", now=NOW)
    actions.reply(agent, case.pk, body="To all.", now=NOW)
    mails = _mails(agent, case)
    assert "silent@vendor.example" not in mails
    (text,) = mails["informed@vendor.example"]
    assert "To all." in text
    assert "Nothing is expected of you" in text
    assert "Only us." not in str(mails)


def test_one_address_hears_a_word_once(agent: Actor, case: Case) -> None:
    _party(agent, case, "Twice", "takes_part", email=case.contact_email.upper())
    actions.reply(agent, case.pk, body="Once.", now=NOW)
    mails = _mails(agent, case)
    assert sum("Once." in text for texts in mails.values() for text in texts) == 1


def test_only_who_takes_part_may_answer(agent: Actor, case: Case) -> None:
    for role in ("informed", "takes_part", "approves"):
        _party(agent, case, role, role)
    with acting(agent):
        may = [each for each in ("informed", "takes_part", "approves", "nobody")
               if queries.takes_part(agent, case.pk, f"{each}@vendor.example")]  # fmt: skip
    assert may == ["takes_part", "approves"]


def test_parties_of_a_merged_case_go_along(world: World, agent: Actor, case: Case) -> None:
    other = opened(world, "alpha", "two", subject="Same")
    _party(agent, other, "vendor", "takes_part")
    actions.merge(agent, other.pk, into_id=case.pk, now=NOW)
    with acting(agent):
        assert [each.name for each in queries.parties(agent, case.pk)] == ["vendor"]
        assert queries.takes_part(agent, case.pk, "Vendor@vendor.example")


def test_what_is_missing_is_said(agent: Actor, case: Case) -> None:
    wrong = (
        {"name": " "}, {"email": "", "phone": ""}, {"email": "nobody"}, {"language": "xx"}, {"role": "boss"},
        {"notices": "some"},
    )  # fmt: skip
    fine: dict[str, Any] = {"name": "A", "email": "a@b.example", "language": "en", "role": "informed"}
    for part in wrong:
        with pytest.raises(Invalid):
            actions.keep_party(agent, case.pk, **{**fine, **part}, now=NOW)
    kept = actions.keep_party(agent, case.pk, **fine, now=NOW)
    with pytest.raises(Invalid):
        actions.keep_party(agent, case.pk, **{**fine, "email": "A@B.example"}, now=NOW)
    actions.keep_party(agent, case.pk, **{**fine, "name": "B"}, party_id=kept.pk, now=NOW)
    actions.drop_party(agent, case.pk, kept.pk, now=NOW)
    with pytest.raises(NotFound):
        actions.drop_party(agent, case.pk, kept.pk, now=NOW)


def test_the_contact_is_named_anew(agent: Actor, case: Case) -> None:
    actions.set_contact(agent, case.pk, name="山田", email="y@two.example", phone="+81 3", language="ja", now=NOW)
    with acting(agent):
        found = queries.case(agent, case.pk)
        assert queries.thread(agent, case.pk)[-1].sentence.endswith("named another contact: 山田")
    assert (found.contact_name, found.contact_phone, found.contact_language) == ("山田", "+81 3", "ja")


def test_the_customer_chooses_its_mail(world: World, agent: Actor, client: Client, sign_in: SignIn) -> None:
    two = world.actor("two")
    sign_in(client, two)
    assert client.post(reverse("portal:mail"), {"notices": "answers"}).status_code == 303
    assert client.post(reverse("portal:mail"), {"notices": "much"}).status_code == 422
    case = actions.open_own(
        two, account_id=world.account_two, kind="how_to", severity="C", subject="x", body="y", now=NOW
    )
    email = Person.objects.get(pk=two.person).email
    assert email not in _mails(agent, case)
    actions.reply(agent, case.pk, body="Answer.", now=NOW)
    assert len(_mails(agent, case)[email]) == 1
    assert 'value="answers"' in client.get(reverse("portal:mail")).content.decode()


def test_the_customer_names_who_is_called_back(world: World) -> None:
    case = actions.open_own(
        world.actor("two"), account_id=world.account_two, kind="how_to", severity="C", subject="x", body="y",
        contact_name="Mr Wu", contact_phone="123 456", now=NOW,
    )  # fmt: skip
    assert (case.contact_name, case.contact_phone) == ("Mr Wu", "123 456")


def test_the_database_keeps_parties_and_choices_apart(world: World, agent: Actor, case: Case) -> None:
    party = _party(agent, case, "vendor", "informed")
    for stranger in (world.actor("two"), world.actor("beta", "helpdesk_agent")):
        with acting(stranger):
            assert party.pk not in set(Party.objects.everywhere(reason=ON_PURPOSE).values_list("pk", flat=True))
    with pytest.raises(NotFound):
        actions.drop_party(world.actor("beta", "helpdesk_agent"), case.pk, party.pk, now=NOW)
    actions.choose_notices(world.actor("two"), notices="none", now=NOW)
    with acting(world.actor("three")):
        assert not NoticeChoice.objects.everywhere(reason=ON_PURPOSE).exists()
    insert = """insert into cases_noticechoice (org_id, customer_id, email, notices, at)
        values (%s, %s, 'x@y.example', 'none', now())"""
    three = world.actor("three")
    with pytest.raises(ProgrammingError), transaction.atomic(), acting(three), connection.cursor() as cursor:
        cursor.execute(insert, [world.alpha, world.two])


def test_an_agent_keeps_parties_on_the_page(agent: Actor, case: Case, client: Client, sign_in: SignIn) -> None:
    sign_in(client, agent)
    where = reverse("cases:parties", kwargs={"case_id": case.pk})
    given = {
        "name": "陈工",
        "email": "chen@vendor.example",
        "language": "zh-hans",
        "role": "approves",
        "notices": "all",
    }
    assert client.post(where, given).status_code == 303
    page = client.get(where).content.decode()
    assert "陈工" in page
    assert "陈工" in client.get(reverse("cases:case", kwargs={"case_id": case.pk})).content.decode()
    assert client.post(where, {"name": "x"}).status_code == 422
    form = {"name": "Li", "phone": "1", "language": "en"}
    assert client.post(reverse("cases:contact", kwargs={"case_id": case.pk}), form).status_code == 303
