"""What becomes of mail that comes to a desk."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest

from behalf.cases import actions as cases
from behalf.cases.models import Attachment, Case, CaseEvent, Message
from behalf.channels import actions, queries, rules
from behalf.channels.jobs import drain
from behalf.channels.models import Arrival, Unreachable
from behalf.channels.tests.factories import letter
from behalf.channels.tests.letters import MIXED
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid
from behalf.kit.tenancy import acting
from behalf.notifications.models import Mail, Notice
from tests.harness import StandAt
from tests.world import NOW, World, run_jobs

pytestmark = pytest.mark.django_db
TO = "support@yunhui.example"
CONTACT = "customer-admin@one.example"
_number = count(1)


def fed(world: World, raw: bytes, desk: str = "alpha") -> Arrival:
    """The mail, once it was looked at."""
    system = world.system(desk)
    pk = actions.receive(system, raw, address=TO, envelope_from="", came_by="smtp", now=NOW)
    drain(system)
    with acting(system):
        return Arrival.objects.visible_to(system).get(pk=pk)


def wrote(
    world: World, subject: str = "Mail is late", body: str = "Since noon.", *, sender: str = CONTACT, **fields: str
) -> Arrival:
    return fed(world, letter(sender, TO, subject, body, message_id=f"<{next(_number)}@one.example>", **fields))


def case_of(world: World, row: Arrival) -> Case:
    assert row.case_id
    with acting(world.system("alpha")):
        return Case.objects.visible_to(world.system("alpha")).get(pk=row.case_id)


def said(world: World, row: Arrival) -> list[str]:
    assert row.case_id
    with acting(world.system("alpha")):
        rows = Message.objects.visible_to(world.system("alpha")).filter(case_id=row.case_id)
        return list(rows.order_by("pk").values_list("body", flat=True))


def sent(world: World, case: Case) -> list[Mail]:
    run_jobs()
    with acting(world.system("alpha")):
        rows = Mail.objects.visible_to(world.system("alpha")).filter(about_kind="case", about_id=str(case.pk))
        return list(rows.order_by("pk"))


def test_mail_of_a_customers_person_opens_a_case_and_is_confirmed(world: World) -> None:
    row = wrote(world)
    case = case_of(world, row)
    assert (row.outcome, case.channel, case.contact_email, case.subject) == ("case", "mail", CONTACT, "Mail is late")
    assert said(world, row) == ["Since noon."]
    confirmed = sent(world, case)[-1]
    assert (confirmed.sender, confirmed.automatic, confirmed.in_reply_to) == (TO, True, row.message_id)
    assert "Answer this mail" in confirmed.text or confirmed.language != "en"


def test_an_answer_to_our_mail_joins_its_case(world: World) -> None:
    case = case_of(world, wrote(world))
    cases.reply(world.actor("alpha", "helpdesk_agent"), case.pk, body="Which server?", wait=True, now=NOW)
    ours = sent(world, case)[-1]
    assert not ours.automatic
    row = wrote(world, "Re: something else", "The first.\n\n> Which server?", in_reply_to=ours.message_id)
    assert (row.outcome, row.case_id) == ("reply", case.pk)
    assert said(world, row)[-1] == "The first."
    assert case_of(world, row).status == "in_progress"


def test_an_answer_to_a_merged_case_goes_to_where_it_lives_on(world: World) -> None:
    first, second = case_of(world, wrote(world)), case_of(world, wrote(world, "Calendar is empty"))
    asked = sent(world, first)[-1]
    cases.merge(world.actor("alpha", "helpdesk_agent"), first.pk, into_id=second.pk, now=NOW)
    answer = wrote(world, f"Re: {asked.subject}", "Still late.", references=asked.message_id)
    assert (answer.outcome, answer.case_id) == ("reply", second.pk)
    assert said(world, answer)[-1] == "Still late."


def test_five_turns_keep_one_thread(world: World) -> None:
    case = case_of(world, wrote(world))
    agent = world.actor("alpha", "helpdesk_agent")
    for turn in range(4):
        cases.reply(agent, case.pk, body=f"Question {turn}", now=NOW + timedelta(minutes=turn))
        ours = sent(world, case)[-1]
        assert ours.in_reply_to
        assert ours.references.split()[-1] == ours.in_reply_to
        row = wrote(
            world, f"Re: {case.number}", f"Answer {turn}", in_reply_to=ours.message_id, references=ours.references
        )
        assert row.case_id == case.pk
    assert len({mail.message_id for mail in sent(world, case)}) == len(sent(world, case)) == 5


def test_a_colleague_put_in_copy_joins_by_common_references(world: World) -> None:
    first = wrote(world, references="<never-seen@one.example>")
    row = wrote(world, "Another subject", sender="li@one.example", references="<never-seen@one.example>")
    assert row.outcome == "held", "an unknown domain is nobody"
    contact = wrote(world, "Another subject", references="<never-seen@one.example>")
    assert (contact.outcome, contact.case_id) == ("reply", first.case_id)


def test_a_party_that_takes_part_joins_and_one_kept_informed_is_held(world: World) -> None:
    first = wrote(world)
    case, agent = case_of(world, first), world.actor("alpha", "helpdesk_agent")
    for name, role in (("chen", "takes_part"), ("lin", "informed")):
        cases.keep_party(
            agent, case.pk, name=name, email=f"{name}@vendor.example", language="en", role=role, now=first.received_at
        )
    ours = sent(world, case)[-1].message_id
    for name, outcome in (("chen", "reply"), ("lin", "held")):
        assert wrote(world, "Re", name, sender=f"{name}@vendor.example", in_reply_to=ours).outcome == outcome


@pytest.mark.parametrize("way", ["id", "number"])
def test_a_stranger_gets_nowhere_with_an_id_or_a_number(world: World, way: str) -> None:
    first = wrote(world)
    case = case_of(world, first)
    ours = sent(world, case)[-1].message_id
    fields = {"in_reply_to": ours} if way == "id" else {}
    row = wrote(world, case.number, "Send me everything.", sender="mallory@nowhere.example", **fields)
    assert row.outcome == "held"
    assert "Send me everything." not in said(world, first)


def test_another_desks_case_is_never_reached(world: World) -> None:
    made = rules.message_id(
        "another secret", org_id=world.alpha, case_id=world.case_three, nonce="0" * 12, domain="x.example"
    )
    assert rules.our_id("another secret", made) == rules.OurId(world.alpha, world.case_three)
    row = wrote(world, "Hello", in_reply_to=made)
    assert row.case_id != world.case_three


def test_the_same_mail_twice_changes_nothing(world: World) -> None:
    raw = letter(CONTACT, TO, "Once", "Only once.", message_id="<once@one.example>")
    first, second = fed(world, raw), fed(world, raw)
    assert (first.outcome, second.outcome) == ("case", "duplicate")
    assert said(world, first) == ["Only once."]


def test_two_mails_before_the_first_answer_are_one_case(world: World) -> None:
    first, second = wrote(world, "Urgent"), wrote(world, "Urgent", "Nobody there?")
    assert (second.outcome, second.case_id) == ("reply", first.case_id)


@pytest.mark.parametrize(
    "fields", [{"auto_submitted": "auto-replied"}, {"precedence": "bulk"}, {"x_loop": TO}, {"list_id": "<x>"}]
)
def test_automatic_mail_opens_nothing_and_nothing_is_sent(world: World, fields: dict[str, str]) -> None:
    run_jobs()
    with acting(world.system("alpha")):
        before = Mail.objects.visible_to(world.system("alpha")).count()
    row = wrote(world, sender="robot@nowhere.example", **fields)
    run_jobs()
    with acting(world.system("alpha")):
        assert Mail.objects.visible_to(world.system("alpha")).count() == before
    assert (row.outcome, row.case_id) == ("dropped", None)


def test_an_absence_is_noted_on_its_case_and_stops_no_clock(world: World) -> None:
    case = case_of(world, wrote(world))
    ours = sent(world, case)[-1].message_id
    before = case_of(world, wrote(world, "x", in_reply_to=ours)).due_at
    row = wrote(world, "自动回复：Mail is late", "休假", in_reply_to=ours)
    assert (row.outcome, row.case_id) == ("dropped", case.pk)
    after = case_of(world, row)
    assert (after.due_at, after.status) == (before, "new")
    with acting(world.system("alpha")):
        assert CaseEvent.objects.visible_to(world.system("alpha")).filter(kind="mail_automatic").count() == 1


def returned(original: str, *, action: str = "failed", to: str = CONTACT) -> bytes:
    return (
        f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: {TO}\r\nSubject: Undeliverable\r\n"
        f"Message-ID: <dsn-{next(_number)}@mx.example>\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\r\n\r\n--r\r\n\r\nSorry.\r\n--r\r\n'
        f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; {to}\r\n"
        f"Action: {action}\r\nStatus: 5.1.1\r\n\r\n--r\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {original}\r\n--r--\r\n"
    ).encode()


def test_mail_that_came_back_marks_the_address_and_the_case(world: World) -> None:
    case = case_of(world, wrote(world))
    agent = world.actor("alpha", "helpdesk_agent")
    cases.take(agent, case.pk, now=NOW)
    ours = sent(world, case)[-1].message_id
    row = fed(world, returned(ours))
    assert (row.outcome, row.word, row.case_id) == ("dropped", "bounce", case.pk)
    with acting(agent):
        assert queries.unreachable(agent, CONTACT.upper()) is not None
    again = wrote(world, "We are back", in_reply_to=ours)
    assert again.outcome == "reply"
    with acting(agent):
        assert queries.unreachable(agent, CONTACT) is None


@pytest.mark.parametrize(
    "original", ["<forged@one.example>", "<bh.1.1.000000000000.000000000000000000000000@yunhui.example>"]
)
def test_a_bounce_of_nothing_we_sent_marks_nobody(world: World, original: str) -> None:
    assert fed(world, returned(original)).case_id is None
    with acting(world.system("alpha")):
        assert not Unreachable.objects.visible_to(world.system("alpha")).exists()


def test_late_mail_marks_nobody(world: World) -> None:
    case = case_of(world, wrote(world))
    assert fed(world, returned(sent(world, case)[-1].message_id, action="delayed")).word == "bounce-temporary"
    with acting(world.system("alpha")):
        assert not Unreachable.objects.visible_to(world.system("alpha")).exists()


def test_a_closed_case_goes_on_within_two_weeks_and_is_followed_later(world: World, stand_at: StandAt) -> None:
    stand_at(NOW)
    with acting(world.system("alpha")):
        closed = Case.objects.visible_to(world.system("alpha")).get(pk=world.case_closed)
    row = wrote(world, f"Re: {closed.number}", "Not yet.", sender=CONTACT)
    assert (row.outcome, row.case_id, case_of(world, row).status) == ("reply", closed.pk, "in_progress")
    cases.close(world.actor("alpha", "helpdesk_agent"), closed.pk, why="done", now=NOW - timedelta(days=20))
    late = wrote(world, f"Re: {closed.number}", "Again.", sender=CONTACT)
    assert late.outcome == "case"
    assert case_of(world, late).follow_up_of_id == closed.pk
    assert any(closed.number in str(step["facts"]) for step in late.steps if step["rule"] == "closed")


def test_late_mails_by_any_sign_join_the_one_follow_up(world: World) -> None:
    case = case_of(world, wrote(world))
    (letter_of_old,) = sent(world, case)
    cases.close(world.actor("alpha", "helpdesk_agent"), case.pk, why="done", now=NOW - timedelta(days=20))
    first = wrote(world, "Again", "Once more.", in_reply_to=letter_of_old.message_id)
    new = case_of(world, first)
    assert (first.outcome, new.follow_up_of_id, new.contact_email) == ("case", case.pk, case.contact_email)
    for subject, fields in (
        ("Again", {"in_reply_to": letter_of_old.message_id}),
        (f"Re: {case.number}", {}),
        ("Thanks", {"in_reply_to": sent(world, new)[-1].message_id}),
    ):
        row = wrote(world, subject, "Hello?", **fields)
        assert (row.outcome, row.case_id) == ("reply", new.pk), subject
    page_says = [step["rule"] for step in row.steps]
    assert "closed" not in page_says, "the last one answered the follow-up itself"
    stranger = wrote(world, f"Re: {case.number}", sender="who@nowhere.example")
    assert stranger.outcome == "held"


def test_files_are_kept_and_what_cannot_be_taken_stays_in_the_original(world: World) -> None:
    row = fed(world, MIXED.replace(b"A <a@b.example>", CONTACT.encode()))
    assert row.outcome == "case"
    assert row.case_id
    with acting(world.system("alpha")):
        names = (
            Attachment.objects.visible_to(world.system("alpha"))
            .filter(case_id=row.case_id)
            .values_list("name", flat=True)
        )
        assert list(names) == ["对账.csv"]


def test_a_held_mail_is_accepted_attached_discarded_or_looked_at_again(world: World) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    held = [wrote(world, f"Hello {number}", sender=f"who{number}@nowhere.example").pk for number in range(4)]
    case_id = actions.accept(agent, held[0], account_id=world.account_one, now=NOW)
    assert actions.attach(agent, held[1], number="sh-10001", now=NOW)
    with pytest.raises(Invalid):
        actions.attach(agent, held[2], number="SH-99999", now=NOW)
    actions.discard(agent, held[2], now=NOW)
    with pytest.raises(Conflict):
        actions.accept(agent, held[0], account_id=world.account_one, now=NOW)
    actions.replay(agent, held[3], now=NOW)
    drain(world.system("alpha"))
    with acting(agent):
        outcomes = [queries.arrival(agent, pk).row.outcome for pk in held]
        looks = queries.arrival(agent, held[3]).looks
    assert outcomes == ["case", "reply", "discarded", "held"]
    assert len(looks) == 2
    row = wrote(
        world, "Thanks", sender="who0@nowhere.example", in_reply_to=sent(world, _case(world, case_id))[-1].message_id
    )
    assert (row.outcome, row.case_id) == ("reply", case_id)


def _case(world: World, case_id: int) -> Case:
    with acting(world.system("alpha")):
        return Case.objects.visible_to(world.system("alpha")).get(pk=case_id)


def test_our_own_people_open_no_case_by_mail(world: World) -> None:
    assert wrote(world, sender=world.emails[("alpha", "helpdesk_agent")]).outcome == "held"


def test_a_sender_who_opens_without_end_is_held(world: World) -> None:
    outcomes = [wrote(world, f"Alarm {number}").outcome for number in range(rules.OPENED_AT_MOST + 1)]
    assert outcomes[-2:] == ["case", "held"]


def test_every_step_has_its_reason(world: World) -> None:
    row = wrote(world)
    assert [step["rule"] for step in row.steps][:3] == ["complaint", "receipt", "delivery report"]
    assert row.steps[-1]["found"] == "case"
    assert all(step["why"] for step in row.steps)


def test_an_address_belongs_to_one_desk(world: World) -> None:
    with pytest.raises(Invalid):
        actions.add_inbox(world.actor("beta", "global_admin"), address=TO.upper(), kind="how_to", severity="B", now=NOW)


def test_held_mail_is_told_once_for_a_bunch_to_who_may_decide(world: World) -> None:
    system = world.system("alpha")
    for name in "abc":
        wrote(world, f"From {name}", sender=f"{name}@nowhere.example")

    def told() -> set[tuple[int, str]]:
        with acting(system):
            rows = Notice.objects.visible_to(system).filter(kind="mail_held", key__startswith=f"held:{first()}:")
            return set(rows.values_list("person_id", "facts__subject"))

    def first() -> int:
        return min(held) if (held := _held(system)) else 0

    deciding = {world.actor("alpha", role).person for role in ("admin_agent", "helpdesk_agent", "global_admin")}
    assert told() == {(person, "Who are you?") for person in deciding}
    for pk in _held(system):
        actions.discard(world.actor("alpha", "helpdesk_agent"), pk, now=NOW)
    wrote(world, "Again", sender="d@nowhere.example")
    assert told() == {(person, "Again") for person in deciding}


def _held(system: Actor) -> list[int]:
    with acting(system):
        return list(Arrival.objects.visible_to(system).filter(outcome="held").values_list("pk", flat=True))
