"""Mail that is fetched from a mailbox, over a real socket."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection
from django.test import Client
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from behalf.cases.models import Case
from behalf.channels import actions, fetching, jobs, queries, rules
from behalf.channels.models import Arrival, Mailbox
from behalf.channels.tests.certificates import server_context
from behalf.channels.tests.factories import letter
from behalf.channels.tests.imap_server import ASCII_PASSWORD, PASSWORD, MailServer
from behalf.channels.tests.test_crash import ending_at
from behalf.kit.errors import Invalid
from behalf.kit.tenancy import acting
from behalf.notifications.models import Notice
from behalf.site.proxies import networks
from tests.harness import Elsewhere, SignIn, StandAt, read_world
from tests.world import NOW, World, run_jobs

CONTACT = "customer-admin@one.example"
TO = "support@yunhui.example"


@pytest.fixture(autouse=True)
def inside(settings: Any) -> None:
    settings.BEHALF_INSIDE = networks("127.0.0.0/8")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer().running() as running:
        yield running


def connected(world: World, server: MailServer, **differently: Any) -> int:
    """The desk's mailbox on this server."""
    given: dict[str, Any] = {
        "host": "127.0.0.1", "port": server.port, "security": "none", "user": "support", "password": server.password,
        "folder": "INBOX", "after": "seen", "moved_to": "", "with_old": True, **differently,
    }  # fmt: skip
    actions.connect_mailbox(world.actor("alpha", "global_admin"), world.inbox["alpha"], now=NOW, **given)
    return _box(world).pk


def _box(world: World) -> Mailbox:
    system = world.system("alpha")
    with acting(system):
        return Mailbox.objects.visible_to(system).get(inbox_id=world.inbox["alpha"])


def mail(number: int, **fields: str) -> bytes:
    named = fields or {"message_id": f"<{number}@one.example>"}
    return letter(CONTACT, TO, f"Fetched {number}", "Since noon.", **named)


def fetched(world: World) -> list[tuple[str, str]]:
    """Subject and outcome of the mails that were fetched and taken, in order."""
    system = world.system("alpha")
    jobs.drain(system)
    with acting(system):
        rows = Arrival.objects.visible_to(system).filter(came_by="imap").order_by("pk")
        return list(rows.values_list("subject", "outcome"))


@pytest.mark.django_db
def test_new_mail_is_kept_once_and_marked_as_seen(world: World, server: MailServer, stand_at: StandAt) -> None:
    first = server.add(mail(1))
    box = connected(world, server)
    stand_at(NOW)
    assert jobs.fetch(world.system("alpha"), mailbox_id=box) == 1, _box(world).trouble_words
    assert server.folders["INBOX"][first].flags == {r"\Seen"}
    server.add(mail(2))
    assert jobs.fetch(world.system("alpha"), mailbox_id=box) == 0, "it is not its time yet"
    stand_at(NOW + timedelta(minutes=2))
    assert jobs.fetch(world.system("alpha"), mailbox_id=box) == 1
    assert fetched(world) == [("Fetched 1", "case"), ("Fetched 2", "case")]
    assert any(command.startswith("ID ") for command in server.commands)


@pytest.mark.django_db
def test_by_default_what_lay_there_before_stays_alone(world: World, server: MailServer, stand_at: StandAt) -> None:
    old = server.add(mail(1))
    box = connected(world, server, with_old=False)
    stand_at(NOW)
    assert jobs.fetch(world.system("alpha"), mailbox_id=box) == 0
    server.add(mail(2))
    stand_at(NOW + timedelta(minutes=2))
    assert jobs.fetch(world.system("alpha"), mailbox_id=box) == 1
    assert fetched(world) == [("Fetched 2", "case")]
    assert server.folders["INBOX"][old].flags == set()


@pytest.mark.django_db
@pytest.mark.parametrize("capabilities", ["MOVE", "UIDPLUS"])
def test_taken_mail_is_moved_and_what_others_deleted_is_left(
    world: World, server: MailServer, stand_at: StandAt, capabilities: str
) -> None:
    server.capabilities = ["IMAP4rev1", capabilities]
    others = server.add(mail(1))
    server.folders["INBOX"][others].flags.add(r"\Deleted")
    box = connected(world, server, after="move", moved_to="Taken", with_old=False)
    stand_at(NOW)
    jobs.fetch(world.system("alpha"), mailbox_id=box)
    server.add(mail(2))
    stand_at(NOW + timedelta(minutes=2))
    assert jobs.fetch(world.system("alpha"), mailbox_id=box) == 1
    assert list(server.folders["INBOX"]) == [others]
    assert [kept.raw for kept in server.folders["Taken"].values()] == [mail(2)]


@pytest.mark.django_db
def test_numbers_made_anew_bring_nothing_twice(world: World, server: MailServer, stand_at: StandAt) -> None:
    server.add(mail(0), day="3-Nov-2026")
    box = connected(world, server, with_old=False)
    stand_at(NOW)
    jobs.fetch(world.system("alpha"), mailbox_id=box)
    server.add(mail(1))
    stand_at(NOW + timedelta(minutes=2))
    jobs.fetch(world.system("alpha"), mailbox_id=box)
    server.add(mail(2))
    server.renumber()
    stand_at(NOW + timedelta(minutes=4))
    assert jobs.fetch(world.system("alpha"), mailbox_id=box) == 2
    assert fetched(world) == [("Fetched 1", "case"), ("Fetched 1", "duplicate"), ("Fetched 2", "case")]


@pytest.mark.django_db
def test_of_a_mail_that_is_too_large_the_head_is_fetched(
    world: World, server: MailServer, stand_at: StandAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "LARGEST", 1_000_000)
    server.add(letter(CONTACT, TO, "Enormous", "x" * 1_100_000, message_id="<big@one.example>"))
    box = connected(world, server)
    stand_at(NOW)
    assert jobs.fetch(world.system("alpha"), mailbox_id=box) == 1
    assert fetched(world) == [("Enormous", "held")]
    system = world.system("alpha")
    with acting(system):
        row = Arrival.objects.visible_to(system).get(came_by="imap")
    assert (row.why_facts, len(bytes(row.raw)) < 1_000) == ({"size": 1}, True)


@pytest.mark.django_db
def test_a_mail_that_is_gone_meanwhile_is_passed_over(world: World, server: MailServer, stand_at: StandAt) -> None:
    server.add(mail(1))
    box = connected(world, server)
    stand_at(NOW)
    actions.start_at(world.system("alpha"), box, validity=server.validity, uid=0)
    assert not actions.keep_fetched(
        world.system("alpha"), box, validity=server.validity, uid=1, raw=None, size=0, now=NOW
    )
    assert jobs.fetch(world.system("alpha"), mailbox_id=box) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("differently", "trouble"),
    [
        ({"password": "wrong"}, "login"), ({"folder": "None"}, "folder"), ({"port": 1}, "connect"),
        ({"host": "nowhere.invalid"}, "name"), ({"security": "starttls"}, "tls"), ({"security": "tls"}, "tls"),
        ({"after": "move", "moved_to": "None"}, "move"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_said_in_words_and_tried_later(
    world: World, server: MailServer, stand_at: StandAt, differently: dict[str, Any], trouble: str
) -> None:
    server.add(mail(1))
    box = connected(world, server, **differently)
    at = NOW
    for failures, minutes in enumerate((1, 2, 5), start=1):
        stand_at(at)
        assert jobs.fetch(world.system("alpha"), mailbox_id=box) == 0
        row = _box(world)
        assert (row.trouble, row.failures, row.next_at) == (trouble, failures, at + timedelta(minutes=minutes))
        at = row.next_at
    admin = world.actor("alpha", "global_admin")
    with acting(world.system("alpha")):
        told = Notice.objects.visible_to(world.system("alpha")).filter(kind="mailbox_failing")
        assert list(told.values_list("person_id", flat=True)) == [admin.person]
    assert fetched(world) == ([("Fetched 1", "case")] if trouble == "move" else [])


@pytest.mark.django_db
def test_the_inner_network_is_closed_and_no_password_travels_in_the_clear(
    world: World, server: MailServer, stand_at: StandAt, settings: Any
) -> None:
    settings.BEHALF_INSIDE = ()
    box = connected(world, server)
    stand_at(NOW)
    jobs.fetch(world.system("alpha"), mailbox_id=box)
    assert (_box(world).trouble, server.commands) == ("inside", [])


@pytest.mark.django_db
def test_a_certificate_is_believed_only_when_it_is_known(
    world: World, server: MailServer, stand_at: StandAt, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, authority = server_context(tmp_path)
    server.add(mail(1))
    for number, (security, name) in enumerate((("tls", "tls"), ("starttls", "starts_tls"))):
        server.tls = server.starts_tls = None
        setattr(server, name, context)
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)
        box = connected(world, server, host="localhost", security=security)
        stand_at(NOW + timedelta(hours=number))
        jobs.fetch(world.system("alpha"), mailbox_id=box)
        assert _box(world).trouble == "certificate", (security, _box(world).trouble_words)
        assert server.password not in "".join(server.commands)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    stand_at(NOW + timedelta(hours=3))
    assert jobs.fetch(world.system("alpha"), mailbox_id=box) == 1, _box(world).trouble_words


@pytest.mark.django_db
def test_a_password_of_any_script_opens_and_is_kept_encrypted(
    world: World, server: MailServer, stand_at: StandAt, settings: Any
) -> None:
    server.password = PASSWORD
    server.add(mail(1))
    box = connected(world, server)
    stand_at(NOW)
    assert PASSWORD not in _box(world).secret
    assert jobs.fetch(world.system("alpha"), mailbox_id=box) == 1
    settings.SECRET_KEY = "another"
    stand_at(NOW + timedelta(hours=1))
    jobs.fetch(world.system("alpha"), mailbox_id=box)
    assert _box(world).trouble == "kept"


@pytest.mark.django_db
def test_a_kept_password_is_sent_to_no_other_server(world: World, server: MailServer) -> None:
    connected(world, server)
    connected(world, server, password="", folder="Taken")
    with pytest.raises(Invalid):
        connected(world, server, password="", host="mallory.example")


@pytest.mark.django_db
def test_the_desks_that_are_due_are_found_and_their_mailboxes_asked(
    world: World, server: MailServer, stand_at: StandAt
) -> None:
    server.add(mail(1))
    connected(world, server)
    stand_at(NOW)
    with connection.cursor() as cursor:
        cursor.execute("select has_function_privilege('behalf_worker', 'channels_due_desks(timestamptz)', 'execute')")
        assert cursor.fetchone() == (True,)
    with acting(world.system("alpha")):
        assert len(queries.due_mailboxes(world.system("alpha"), now=NOW)) == 1
    jobs.poll(world.system("alpha"))
    assert jobs.FETCH in run_jobs()
    assert fetched(world) == [("Fetched 1", "case")]


def test_a_look_ended_at_any_statement_keeps_each_mail_once(
    elsewhere: Elsewhere, server: MailServer, stand_at: StandAt
) -> None:
    world, number, ended = read_world(), 0, True
    at = NOW
    with elsewhere("worker"):
        with elsewhere("web"):
            box = connected(world, server, after="move", moved_to="Taken")
        while ended:
            number += 1
            server.add(mail(number))
            at += timedelta(minutes=10)
            stand_at(at)
            ended = _lost(number, lambda: jobs.fetch(world.system("alpha"), mailbox_id=box))
            at += timedelta(minutes=10)
            stand_at(at)
            jobs.fetch(world.system("alpha"), mailbox_id=box)
            assert [subject for subject, _outcome in fetched(world)] == [f"Fetched {n + 1}" for n in range(number)]
            assert server.folders["INBOX"] == {}
        assert number > 12
        with acting(world.system("alpha")):
            assert Case.objects.visible_to(world.system("alpha")).filter(subject__startswith="Fetched").count() > 5


def _lost(number: int, work: Any) -> bool:
    try:
        with ending_at(number):
            work()
    except (DatabaseError, psycopg.OperationalError, ConnectorException, AlreadyEnqueued):
        connection.close()
        return True
    return False


@pytest.mark.parametrize("way", ["hangs_up_at", "hangs_up_after"])
def test_a_server_that_hangs_up_at_any_command_loses_no_mail(
    elsewhere: Elsewhere, server: MailServer, stand_at: StandAt, way: str
) -> None:
    world, at = read_world(), NOW
    system = world.system("alpha")
    with elsewhere("worker"):
        with elsewhere("web"):
            box = connected(world, server, after="move", moved_to="Taken")
        for number in range(1, 14):
            server.add(mail(number))
            for cut in (number, 0):
                server.commands.clear()
                setattr(server, way, cut)
                at += timedelta(hours=2)
                stand_at(at)
                jobs.fetch(system, mailbox_id=box)
            assert _box_in(system).failures == 0
            assert [subject for subject, _outcome in fetched(world)] == [f"Fetched {n + 1}" for n in range(number)]
            assert server.folders["INBOX"] == {}


def _box_in(system: Any) -> Mailbox:
    with acting(system):
        return Mailbox.objects.visible_to(system).get()


def test_two_workers_keep_a_mail_once(elsewhere: Elsewhere, server: MailServer, stand_at: StandAt) -> None:
    world = read_world()
    system = world.system("alpha")
    server.add(mail(1))
    stand_at(NOW)
    with elsewhere("worker"):
        with elsewhere("web"):
            box = connected(world, server)
        with psycopg.connect(os.environ["BEHALF_WORKER_URL"], dbname=elsewhere.name) as other:
            other.execute("select pg_advisory_lock(%s, %s)", [jobs.FETCHING, box])
            assert jobs.fetch(system, mailbox_id=box) == 0
            assert server.commands == []
        assert fetching.fetch(system, box) == 1
        kept = actions.keep_fetched(system, box, validity=server.validity, uid=1, raw=mail(1), size=1, now=NOW)
        assert not kept, "a second one that was not held back by the lock finds the mail taken"
        assert len(fetched(world)) == 1


# --- The page ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_admin_sets_a_mailbox_up_and_tries_it(
    world: World, server: MailServer, client: Client, sign_in: SignIn
) -> None:
    admin = sign_in(client, world.actor("alpha", "global_admin"))
    page = f"/incoming/addresses/{world.inbox['alpha']}/mailbox/"
    given = {
        "host": "127.0.0.1", "port": server.port, "security": "none", "user": "support", "password": "wrong",
        "folder": "INBOX", "after": "move", "moved_to": "Taken",
    }  # fmt: skip
    assert admin.post(page, given).status_code == 303
    tried = admin.post(f"{page}try/")
    assert tried.status_code == 422
    assert "does not take this account and password" in tried.text
    assert "账号或密码错误" in tried.text
    assert admin.post(page, {**given, "password": ASCII_PASSWORD}).status_code == 303
    assert ASCII_PASSWORD not in admin.get(page).text
    server.add(mail(1))
    assert admin.post(f"{page}try/").status_code == 303
    assert "It works: 1 mail lies there." in admin.get(page).text
    assert server.folders["INBOX"][1].flags == set(), "a try takes nothing"
    assert "127.0.0.1" in admin.get("/incoming/addresses/").text
    assert admin.post(f"{page}remove/").status_code == 303
    assert "127.0.0.1" not in admin.get("/incoming/addresses/").text
