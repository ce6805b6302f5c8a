"""The question after a closed case: who is asked, how it is answered without signing in, and what follows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from behalf.cases import actions, keys, queries
from behalf.cases.models import Case, CaseEvent, Message, Rating
from behalf.cases.tests.factories import HOUR, opened
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from behalf.notifications.models import Mail, Notice
from tests.harness import SignIn, StandAt
from tests.world import NOW, World, run_jobs

TODAY = NOW.date()
LATE = NOW + timedelta(days=15)


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def boss(world: World) -> Actor:
    return world.actor("alpha", "global_admin")


def closed(world: World, agent: Actor, customer: str = "one", *, channel: str = "phone", kind: str = "how_to") -> Case:
    """A case that was answered and closed now, with what follows done."""
    case = actions.open(
        agent, account_id=world[f"account_{customer}"], kind=kind, severity="C", subject="DNS", body="How?",
        channel=channel, now=NOW - HOUR,
    )  # fmt: skip
    actions.take(agent, case.pk, now=NOW - HOUR)
    actions.reply(agent, case.pk, body="So.", now=NOW - HOUR)
    actions.close(agent, case.pk, why="Done", now=NOW)
    run_jobs()
    return case


def asked(actor: Actor, case: Case) -> Rating | None:
    with acting(actor):
        return Rating.objects.visible_to(actor).filter(case_id=case.pk).first()


def letter(agent: Actor, case: Case) -> Mail | None:
    with acting(agent):
        return Mail.objects.visible_to(agent).filter(about_id=str(case.pk), key__startswith="case_rating:").first()


def link_of(agent: Actor, case: Case) -> str:
    """The path to which the letter leads."""
    sent = letter(agent, case)
    assert sent is not None
    found = re.search(r"https?://[^/\s]+(/rate/\S+?)\?good=yes", sent.text)
    assert found is not None, sent.text
    return found[1]


def ticked(page: str) -> list[str]:
    """The answers that are chosen already on the page."""
    inputs = re.findall(r"<input[^>]*>", page)
    return [found[1] for each in inputs if "checked" in each and (found := re.search(r'value="(yes|no)"', each))]


@pytest.fixture
def case(world: World, agent: Actor) -> Case:
    return closed(world, agent)


def test_the_requester_is_asked_once_in_its_language_with_the_desks_footer(
    world: World, agent: Actor, case: Case
) -> None:
    row, sent = asked(agent, case), letter(agent, case)
    assert row is not None
    assert sent is not None
    assert (row.email, row.agent_id, row.good) == (case.contact_email.lower(), agent.person_id, None)
    assert (sent.to, sent.language) == (case.contact_email.lower(), case.contact_language)
    assert "上海云汇信息技术有限公司" in sent.text
    actions.reopen(agent, case.pk, why="Not yet", now=NOW + HOUR)
    actions.close(agent, case.pk, why="Done", now=NOW + 2 * HOUR)
    run_jobs()
    with acting(agent):
        assert Mail.objects.visible_to(agent).filter(key__startswith="case_rating:").count() == 1


@pytest.mark.parametrize("given", [{"channel": "desk"}, {"kind": "fraud"}])
def test_nobody_is_asked_of_what_nobody_asked_for(world: World, agent: Actor, given: dict[str, str]) -> None:
    assert asked(agent, closed(world, agent, **given)) is None


def test_nobody_is_asked_of_hidden_merged_or_unanswered_cases(world: World, agent: Actor) -> None:
    hidden, merged, unanswered, survivor = (opened(world, "alpha", "two", subject=str(each)) for each in range(4))
    for each in (hidden, merged, survivor):
        actions.reply(agent, each.pk, body="So.", now=NOW)
    actions.hide(agent, hidden.pk, why="Fraud", now=NOW)
    actions.close(agent, hidden.pk, why="Done", now=NOW)
    actions.close(agent, unanswered.pk, why="Spam", now=NOW)
    actions.merge(agent, merged.pk, into_id=survivor.pk, now=NOW)
    run_jobs()
    assert [asked(agent, each) for each in (hidden, merged, unanswered)] == [None, None, None]
    engineer = world.actor("operator", "operator_engineer")
    actions.close(engineer, world.case_operator, why="Done", now=NOW)
    run_jobs()
    with acting(engineer):
        assert not Rating.objects.visible_to(engineer).exists()


def test_a_desk_asks_as_often_as_it_chose(world: World, agent: Actor, boss: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.set_asking(agent, is_on=True, every=1, rest_days=0, now=NOW)
    actions.set_asking(boss, is_on=True, every=1, rest_days=7, now=NOW)
    assert asked(agent, closed(world, agent)) is not None
    assert asked(agent, closed(world, agent)) is None, "the same person, too soon"
    assert asked(agent, closed(world, agent, "two")) is not None, "somebody else"
    actions.set_asking(boss, is_on=True, every=3, rest_days=0, now=NOW)
    assert [asked(agent, closed(world, agent)) is not None for _each in range(6)] == [False, False, True] * 2
    actions.set_asking(boss, is_on=False, every=1, rest_days=0, now=NOW)
    assert asked(agent, closed(world, agent)) is None


def test_who_wants_no_such_mail_is_asked_in_the_portal_alone(world: World, agent: Actor) -> None:
    customer = world.actor("one")
    actions.choose_notices(customer, notices="answers", now=NOW)
    own = actions.open_own(
        customer, account_id=world.account_one, kind="how_to", severity="C", subject="DNS", body="How?", now=NOW
    )
    actions.reply(agent, own.pk, body="So.", now=NOW)
    actions.close(agent, own.pk, why="Done", now=NOW)
    run_jobs()
    assert asked(agent, own) is not None
    assert letter(agent, own) is None


def test_looking_at_the_link_changes_nothing_and_sending_does(agent: Actor, case: Case, client: Client) -> None:
    path = link_of(agent, case)
    for good in ("yes", "no"):
        page = client.get(path, {"good": good})
        assert page.status_code == 200
        assert client.head(path, {"good": good}).status_code == 200
    row = asked(agent, case)
    assert row is not None
    assert row.good is None
    assert client.post(path, {"good": ""}).status_code == 422
    answer = client.post(path, {"good": "yes", "comment": "Quick"})
    assert answer.status_code == 303
    row = asked(agent, case)
    assert row is not None
    assert (row.good, row.comment) == (True, "Quick")
    assert "Quick" in client.get(answer["Location"]).content.decode()
    assert ticked(client.get(path).content.decode()) == ["yes"], "what was answered"
    assert ticked(client.get(path, {"good": "no"}).content.decode()) == ["no"], "what the other link offers"
    client.post(path, {"good": "no", "comment": "It came back"})
    row = asked(agent, case)
    assert row is not None
    assert (row.good, row.comment) == (False, "It came back")


def test_a_key_that_we_did_not_make_leads_nowhere(agent: Actor, case: Case, client: Client) -> None:
    path, row = link_of(agent, case), asked(agent, case)
    assert row is not None
    assert client.get(path).status_code == 200
    made = keys.made(row.org_id, row.pk)
    others = f"{row.org_id}-{row.pk + 1}.{made.partition('.')[2]}"
    for wrong in (made[:-1], others, str(row.pk), keys.made(row.org_id, row.pk + 1000)):
        where = reverse("cases:rate", kwargs={"key": wrong})
        assert client.get(where).status_code == 404
        assert client.post(where, {"good": "yes"}).status_code == 404


def test_it_ends_after_two_weeks(agent: Actor, case: Case, client: Client, stand_at: StandAt) -> None:
    path, row = link_of(agent, case), asked(agent, case)
    assert row is not None
    stand_at(LATE)
    assert "<textarea" not in client.get(path).content.decode()
    client.post(path, {"good": "no"})
    again = asked(agent, case)
    assert again is not None
    assert again.good is None
    with pytest.raises(Conflict):
        actions.rate(agent.as_system(), row.pk, good=True, now=LATE)


def test_one_of_a_case_hidden_since_leads_nowhere(agent: Actor, case: Case, client: Client) -> None:
    path = link_of(agent, case)
    actions.reopen(agent, case.pk, why="Look again", now=NOW)
    actions.hide(agent, case.pk, why="Fraud", now=NOW)
    assert client.get(path).status_code == 404
    assert client.post(path, {"good": "no"}).status_code == 404


def test_a_bad_answer_is_told_to_the_agent_and_leads_to_reopening(agent: Actor, case: Case, client: Client) -> None:
    path = link_of(agent, case)
    client.post(path, {"good": "yes"})
    client.post(path, {"good": "no", "comment": "Slow"})
    client.post(path, {"good": "no", "comment": "Very slow"})
    run_jobs()
    with acting(agent):
        notice = Notice.objects.visible_to(agent).get(kind="case_rated")
        lines = CaseEvent.objects.visible_to(agent).filter(case_id=case.pk, kind__startswith="rated_")
        assert list(lines.order_by("pk").values_list("kind", flat=True)) == ["rated_good", "rated_bad"]
    assert notice.person_id == agent.person_id
    assert notice.url.endswith("?do=reopen")


def test_who_is_not_content_may_have_it_go_on(agent: Actor, case: Case, client: Client) -> None:
    path = link_of(agent, case)
    assert client.post(path, {"good": "no", "again": "on"}).status_code == 422, "with a word"
    assert client.post(path, {"good": "no", "again": "on", "comment": "Mail is still late"}).status_code == 303
    with acting(agent):
        found = Case.objects.visible_to(agent).get(pk=case.pk)
        last = Message.objects.visible_to(agent).filter(case_id=case.pk).latest("pk")
    assert found.status == "in_progress"
    assert (last.party, last.body) == ("cust", "Mail is still late")
    client.post(path, {"good": "no", "again": "on", "comment": "Mail is still late"})
    with acting(agent):
        assert Message.objects.visible_to(agent).filter(case_id=case.pk).latest("pk").pk == last.pk, "said once"


def test_the_portal_asks_the_same(
    world: World, agent: Actor, case: Case, client: Client, sign_in: SignIn, stand_at: StandAt
) -> None:
    stand_at(NOW)
    sign_in(client, world.actor("one"))
    page = reverse("portal:case", kwargs={"case_id": case.pk})
    where = reverse("portal:rate", kwargs={"case_id": case.pk})
    assert "How did we handle it?" in client.get(page).content.decode()
    assert client.post(where, {}).status_code == 422
    assert client.post(where, {"good": "yes", "comment": "Thanks"}).status_code == 303
    row = asked(agent, case)
    assert row is not None
    assert (row.good, row.comment) == (True, "Thanks")
    sign_in(client, world.actor("two"))
    assert client.post(where, {"good": "no"}).status_code == 404
    with pytest.raises(NotFound):
        actions.rate_own(world.actor("two"), case.pk, good=False, now=NOW)


def test_the_page_of_the_case_shows_it(agent: Actor, case: Case, client: Client, sign_in: SignIn) -> None:
    sign_in(client, agent)
    page = reverse("cases:case", kwargs={"case_id": case.pk})
    assert "Asked, no answer yet" in client.get(page).content.decode()
    row = asked(agent, case)
    assert row is not None
    actions.rate(agent.as_system(), row.pk, good=False, comment="Too slow for us", now=NOW)
    assert "Too slow for us" in client.get(page).content.decode()


def test_reports_add_up_by_each_side_and_lead_to_the_cases(
    world: World, agent: Actor, boss: Actor, case: Case, client: Client, sign_in: SignIn, stand_at: StandAt
) -> None:
    actions.set_asking(boss, is_on=True, every=1, rest_days=0, now=NOW)
    other, silent = closed(world, agent, "two"), closed(world, agent)
    for each, good, comment in ((case, True, ""), (other, False, "Slow")):
        row = asked(agent, each)
        assert row is not None
        actions.rate(agent.as_system(), row.pk, good=good, comment=comment, now=NOW)
    with acting(boss):
        for part, keyed in (("agent", str(agent.person_id)), ("kind", "how_to"), ("service", ""), ("severity", "C")):
            total, (line,) = queries.voices(boss, since=TODAY, until=TODAY, part=part)
            assert (total.asked, total.good, total.bad, total.percent) == (3, 1, 1, 50)
            assert (line.key, line.asked, line.good, line.bad) == (keyed, 3, 1, 1)
        _total, lines = queries.voices(boss, since=TODAY, until=TODAY, part="customer")
        assert [(line.asked, line.good, line.bad) for line in lines] == [(1, 0, 1), (2, 1, 0)]
        behind = {
            answer: {each.case_id for each in queries.voices_behind(
                boss, since=TODAY, until=TODAY, part="kind", key="how_to", answer=answer, limit=10
            )}
            for answer in ("good", "bad", "none", "said")
        }  # fmt: skip
    assert behind == {"good": {case.pk}, "bad": {other.pk}, "none": {silent.pk}, "said": {other.pk}}
    beta = world.actor("beta", "global_admin")
    with acting(beta):
        assert queries.voices(beta, since=TODAY, until=TODAY, part="agent")[0].asked == 0
    stand_at(NOW)
    sign_in(client, boss)
    assert "2 of 3 answered" in client.get(reverse("cases:ratings"), {"part": "customer"}).content.decode()
    page = client.get(reverse("cases:ratings_behind"), {"part": "kind", "key": "how_to", "answer": "bad"})
    assert other.number in page.content.decode()
    assert case.number not in page.content.decode()
    sheet = client.get(reverse("cases:ratings_file")).getvalue().decode()
    assert len(sheet.strip().splitlines()) == 4
    assert "Slow" in sheet
    where = reverse("cases:asking")
    assert client.post(where, {"is_on": "on", "every": "0", "rest_days": "1"}).status_code == 422
    assert client.post(where, {"every": "2", "rest_days": "1"}).status_code == 303
    with acting(boss):
        assert (queries.asking(boss).is_on, queries.asking(boss).every) == (False, 2)
