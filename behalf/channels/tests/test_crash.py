"""A connection lost at any statement of intake or outbox: nothing is lost and nothing comes twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import DatabaseError, connection
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from behalf.cases.models import Case, Message
from behalf.channels import actions, rules
from behalf.channels.jobs import drain
from behalf.channels.models import Arrival
from behalf.channels.tests.factories import letter
from behalf.kit.tenancy import acting
from behalf.notifications import actions as outbox
from behalf.notifications.jobs import send
from behalf.notifications.models import Mail
from tests.harness import Elsewhere, read_world
from tests.site.running import free_port
from tests.world import NOW, World

TO, CONTACT = "support@yunhui.example", "customer-admin@one.example"


@contextmanager
def ending_at(number: int) -> Iterator[list[int]]:
    """Lose the connection at the so-manieth statement from here on; answers how many there were."""
    seen = [0]

    def counting(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        seen[0] += 1
        if seen[0] == number:
            connection.connection.close()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        yield seen


def _state(world: World) -> tuple[int, int, list[str]]:
    system = world.system("alpha")
    with acting(system):
        cases = Case.objects.visible_to(system).filter(channel="mail").count()
        said = Message.objects.visible_to(system).filter(body__startswith="Since noon").count()
        outcomes = Arrival.objects.visible_to(system).filter(subject="Mail is late").values_list("outcome", flat=True)
        return cases, said, sorted(outcomes)


def _again(work: Callable[[], object], number: int) -> bool:
    """Do it until the chosen statement ends it; whether it was ended."""
    try:
        with ending_at(number):
            work()
    except (DatabaseError, psycopg.OperationalError, ConnectorException, AlreadyEnqueued):
        connection.close()
        return True
    return False


def test_intake_ended_at_any_statement_takes_each_mail_once(elsewhere: Elsewhere) -> None:
    world = read_world()
    system, number, ended = world.system("alpha"), 0, True
    with elsewhere("worker"):
        while ended:
            number += 1
            raw = letter(CONTACT, TO, "Mail is late", f"Since noon. {number}", message_id=f"<{number}@one.example>")
            actions.receive(system, raw, address=TO, envelope_from="", came_by="smtp", now=NOW)
            ended = _again(lambda: drain(system), number)
            drain(system)
            assert _state(world)[1:] == (number, ["case", *["reply"] * (number - 1)])
        assert number > 15
        assert _state(world)[0] == 1


def test_a_mail_that_is_not_kept_is_not_called_kept(elsewhere: Elsewhere) -> None:
    world = read_world()
    system = world.system("alpha")
    raw = letter(CONTACT, TO, "Mail is late", "Since noon.", message_id="<kept@one.example>")
    with elsewhere("worker"):
        number = 1
        while _again(lambda: _received(system, raw), number):
            number += 1
            with acting(system):
                assert Arrival.objects.visible_to(system).filter(raw=raw).count() == 0
        with acting(system):
            assert Arrival.objects.visible_to(system).filter(raw=raw).count() == 1


def _received(system: Any, raw: bytes) -> int:
    return actions.receive(system, raw, address=TO, envelope_from="", came_by="smtp", now=NOW)


def test_a_mail_whose_look_ends_the_process_three_times_waits_for_a_human(elsewhere: Elsewhere) -> None:
    world = read_world()
    system = world.system("alpha")
    with elsewhere("worker"):
        bodies = ("Since noon. First", "Since noon. Second")
        raws = [letter(CONTACT, TO, "Mail is late", body, message_id=f"<{body[-3:]}@one.example>") for body in bodies]
        pks = [_received(system, raw) for raw in raws]
        for _look in range(rules.ATTEMPTS):
            with acting(system):
                claimed = actions.claim(system, now=NOW)  # and the process ends
        assert claimed == pks[:1], "after the first time a mail is looked at alone"
        drain(system)
        with acting(system):
            rows = Arrival.objects.visible_to(system).filter(pk__in=pks).order_by("pk")
            assert list(rows.values_list("outcome", flat=True)) == ["held", "case"]


class Server:
    """A mail server that keeps what it took."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Take it."""
        content = envelope.content or b""
        self.taken.append(content if isinstance(content, bytes) else content.encode())
        return "250 OK"


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    taking = Server()
    port = free_port()
    door = Controller(taking, hostname="127.0.0.1", port=port, ready_timeout=10)
    door.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield taking
    door.stop()


def test_a_sender_ended_at_any_statement_sends_once_or_twice_under_one_id(elsewhere: Elsewhere, server: Server) -> None:
    world = read_world()
    system, number, ended = world.system("alpha"), 0, True
    with elsewhere("worker"):
        while ended:
            number += 1
            server.taken.clear()
            mail_id = outbox.mail(
                system, to="a@b.example", to_name="A", subject=f"Number {number}", text="x", language="en",
                about=("case", 1, "x"), now=NOW,
            )  # fmt: skip
            ended = _again(partial(send, system, mail_id=mail_id), number)
            _lapse(system, mail_id)
            send(system, mail_id=mail_id)
            assert 1 <= len(server.taken) <= 2
            assert len({_id(raw) for raw in server.taken}) == 1
        assert number > 4
        assert len(server.taken) == 1


def _lapse(system: Any, mail_id: int) -> None:
    """The claim of a sender that is no more has run out."""
    with acting(system):
        Mail.objects.visible_to(system).filter(pk=mail_id).update(claimed_at=None)


def _id(raw: bytes) -> bytes:
    return next(line for line in raw.splitlines() if line.lower().startswith(b"message-id:"))
