"""A full disk: of the database, which says so as PostgreSQL does, and of the files. Nothing is lost, nothing doubled.

The database is told to answer as it does when it cannot extend a table (SQLSTATE 53100), by a trigger of its owner.
"""

from __future__ import annotations

import errno
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError, connection, connections

from behalf.cases.models import Attachment, Case
from behalf.channels import actions, jobs
from behalf.channels.listening import listening
from behalf.channels.models import Arrival
from behalf.channels.tests.factories import letter
from behalf.channels.tests.letters import MIXED
from behalf.channels.tests.test_crash import CONTACT, TO, Server, server
from behalf.kit.tenancy import acting
from behalf.notifications import actions as outbox
from behalf.notifications import jobs as sending
from behalf.notifications.models import Mail
from tests.harness import Elsewhere, StandAt, read_world
from tests.site.running import free_port
from tests.world import CAPTURE, NOW, run_jobs

__all__ = ["server"]  # a fixture


@contextmanager
def full(elsewhere: Elsewhere, table: str, what: str = "insert", when: str = "true") -> Iterator[None]:
    """For this table there is no room, as long as the block lasts."""
    function = (
        "create or replace function no_room() returns trigger language plpgsql as $$ begin raise exception "
        "using errcode = 'disk_full', message = 'could not extend file: No space left on device'; end $$"
    )
    with elsewhere("owner"), connection.cursor() as cursor:
        cursor.execute(function)
        cursor.execute(
            f"create trigger no_room before {what} on {table} for each row when ({when}) execute function no_room()"
        )
    try:
        yield
    finally:
        with elsewhere("owner"), connection.cursor() as cursor:
            cursor.execute(f"drop trigger no_room on {table}")


def test_a_sender_is_asked_to_come_again_when_there_is_no_room(
    elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = read_world()
    raw = letter(CONTACT, TO, "Mail is late", "Since noon.", message_id="<full@one.example>")
    with elsewhere("worker"):
        monkeypatch.setitem(connections.settings, "default", connection.settings_dict)  # for the door's threads
        door = listening("127.0.0.1", free_port())
        door.start()
        try:
            with smtplib.SMTP("127.0.0.1", door.port) as sender:
                with full(elsewhere, "channels_arrival"), pytest.raises(smtplib.SMTPDataError) as refused:
                    sender.sendmail(CONTACT, [TO], raw)
                assert refused.value.smtp_code == 452
                assert sender.sendmail(CONTACT, [TO], raw) == {}
        finally:
            door.stop()
        jobs.drain(world.system("alpha"))
        with acting(world.system("alpha")):
            assert Case.objects.visible_to(world.system("alpha")).filter(subject="Mail is late").count() == 1


@pytest.mark.parametrize("table", ["cases_case", "cases_message", "channels_thread"])
def test_what_came_waits_until_there_is_room_and_is_then_taken_once(elsewhere: Elsewhere, table: str) -> None:
    world = read_world()
    system = world.system("alpha")
    raw = letter(CONTACT, TO, "Mail is late", "Since noon.", message_id="<full@one.example>")
    with elsewhere("worker"):
        kept = actions.receive(system, raw, address=TO, envelope_from="", came_by="smtp", now=NOW)
        with full(elsewhere, table):
            for _time in range(5):
                with pytest.raises(OperationalError):
                    jobs.drain(system)
        assert jobs.drain(system) == 1
        with acting(system):
            assert Arrival.objects.visible_to(system).get(pk=kept).outcome == "case"
            assert Case.objects.visible_to(system).filter(subject="Mail is late").count() == 1


def test_a_file_that_finds_no_room_leaves_its_mail_waiting(
    elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = read_world()
    system = world.system("alpha")
    raw = MIXED.replace(b"From: ", b"From: customer-admin@one.example\r\nX-Was: ", 1)

    def no_room(*_given: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with elsewhere("worker"):
        kept = actions.receive(system, raw, address=TO, envelope_from="", came_by="smtp", now=NOW)
        with monkeypatch.context() as disk:
            disk.setattr(FileSystemStorage, "_save", no_room)
            for _time in range(5):
                with pytest.raises(OSError, match="No space left"):
                    jobs.drain(system)
        assert jobs.drain(system) == 1
        with acting(system):
            row = Arrival.objects.visible_to(system).get(pk=kept)
            assert row.outcome == "case"
            assert row.case_id
            assert Attachment.objects.visible_to(system).filter(message__case_id=row.case_id).exists()


def test_the_outbox_sends_once_there_is_room(elsewhere: Elsewhere, server: Server, stand_at: StandAt) -> None:
    world = read_world()
    system = world.system("alpha")
    with elsewhere("worker"):
        stand_at(NOW)
        mail_id = outbox.mail(
            system,
            to="a@b.example",
            to_name="A",
            subject="Full",
            text="x",
            language="en",
            about=("case", 1, "x"),
            now=NOW,
        )
        with full(elsewhere, "notifications_mail", "update"), pytest.raises(OperationalError):
            sending.send(system, mail_id=mail_id)
        assert server.taken == [], "who cannot write down that it begins does not begin"
        with full(elsewhere, "notifications_mail", "update", "new.state = 'sent'"), pytest.raises(OperationalError):
            sending.send(system, mail_id=mail_id)
        assert len(server.taken) == 1
        CAPTURE.jobs.clear()  # and the job is given up, for the queue had no room either
        stand_at(NOW + timedelta(minutes=16))
        assert ("reseller", system.org_id) in sending.stranded_desks()
        sending.rescue(system)
        run_jobs()
        with acting(system):
            assert Mail.objects.visible_to(system).get(pk=mail_id).state == "sent"
        same = {next(line for line in raw.splitlines() if line.startswith(b"Message-ID")) for raw in server.taken}
        assert (len(server.taken), len(same)) == (2, 1), "a mail server may get it twice, under one id"
        assert sending.stranded_desks() == []
