"""The outbox: a mail is sent once, tried again, given up in plain sight, and never lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any, ClassVar

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from behalf.kit.errors import Conflict, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from behalf.notifications import actions, queries, rules
from behalf.notifications.models import Mail
from tests.world import NOW, Capture, World, run_jobs

ABOUT = ("case", 7, "SH-10482")


class Refusing(BaseEmailBackend):
    """A mail server that answers with the errors it is given, one for each mail, then takes everything."""

    errors: ClassVar[list[Exception]] = []

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        if self.errors:
            raise self.errors.pop(0)
        return len(email_messages)


@pytest.fixture
def server(settings: Any) -> type[Refusing]:
    """The mail server, in a bad mood."""
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    Refusing.errors = []
    return Refusing


def queue(world: World, organization: str = "alpha", **more: Any) -> int:
    usual = {"to": "li@customer.example", "to_name": "李雷", "subject": "关于您的工单"}
    return actions.mail(
        world.system(organization), text="您好", html="<p>您好</p>", language="zh-hans", about=ABOUT, now=NOW,
        **{**usual, **more},
    )  # fmt: skip


def kept(world: World, mail_id: int) -> Mail:
    with acting(world.system("alpha")):
        return Mail.objects.visible_to(world.system("alpha")).get(pk=mail_id)


def test_a_mail_is_sent_after_the_change_that_wanted_it(world: World) -> None:
    mail_id = queue(world)
    assert mail.outbox == []
    assert run_jobs() == ["notifications.send"]
    (sent,) = mail.outbox
    assert (sent.subject, sent.body) == ("关于您的工单", "您好")
    assert "li@customer.example" in sent.to[0]
    row = kept(world, mail_id)
    assert (row.state, row.attempts, row.last_error) == ("sent", 1, "")
    assert sent.extra_headers["Message-ID"] == row.message_id


def test_a_key_sends_once(world: World, deferred: Capture) -> None:
    first = queue(world, key="countdown:30:9")
    assert queue(world, key="countdown:30:9") == first
    assert queue(world, "beta", key="countdown:30:9") != first, "another organization's keys are its own"
    assert len(deferred.jobs) == 2


def test_a_job_that_runs_twice_sends_once(world: World) -> None:
    mail_id = queue(world)
    run_jobs()
    assert actions.claim(world.system("alpha"), mail_id, now=NOW) is None
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_is_tried_again(world: World, server: type[Refusing]) -> None:
    server.errors = [SMTPServerDisconnected("gone"), ConnectionRefusedError(111, "Connection refused")]
    mail_id = queue(world)
    assert run_jobs() == ["notifications.send"] * 3
    row = kept(world, mail_id)
    assert (row.state, row.attempts, row.last_error) == ("sent", 3, "")


def test_it_is_given_up_in_plain_sight_after_a_day(world: World, server: type[Refusing]) -> None:
    server.errors = [SMTPServerDisconnected("gone")] * 20
    mail_id = queue(world)
    run_jobs()
    row = kept(world, mail_id)
    assert (row.state, row.attempts) == ("failed", rules.ATTEMPTS)
    assert "gone" in row.last_error
    assert sum(rules.WAITS, timedelta()) > timedelta(hours=17)


def test_an_address_that_does_not_exist_is_not_tried_again(world: World, server: type[Refusing]) -> None:
    server.errors = [SMTPRecipientsRefused({"li@customer.example": (550, b"no such mailbox")})]
    mail_id = queue(world)
    assert run_jobs() == ["notifications.send"]
    assert kept(world, mail_id).state == "failed"


def test_a_line_break_in_a_name_or_subject_makes_no_header(world: World) -> None:
    mail_id = queue(world, to_name="Eve\r\nBcc: x@elsewhere.example", subject="Hello\nReply-To: x@elsewhere.example")
    run_jobs()
    (sent,) = mail.outbox
    assert (sent.message()["Bcc"], sent.message()["Reply-To"]) == (None, None)
    assert kept(world, mail_id).state == "sent"


def test_what_no_mail_can_be_made_of_fails_in_plain_sight(world: World) -> None:
    mail_id = queue(world, to="x@elsewhere.example\nBcc: y@elsewhere.example")
    run_jobs()
    assert kept(world, mail_id).state == "failed"


def test_a_mailbox_that_is_full_is(world: World, server: type[Refusing]) -> None:
    server.errors = [SMTPRecipientsRefused({"li@customer.example": (452, b"mailbox full")})]
    mail_id = queue(world)
    run_jobs()
    assert kept(world, mail_id).state == "sent"


def test_a_killed_sender_loses_no_mail(world: World, deferred: Capture) -> None:
    mail_id, system = queue(world), world.system("alpha")
    deferred.jobs.clear()
    assert actions.claim(system, mail_id, now=NOW) is not None, "and then it is killed"
    assert actions.claim(system, mail_id, now=NOW + timedelta(seconds=30)) is None, "it might still be sending"
    assert [name for name, *_rest in deferred.jobs] == ["notifications.send"], "so the job comes back"
    assert actions.claim(system, mail_id, now=NOW + rules.CLAIM) is not None


def test_a_failed_mail_is_sent_again_by_an_admin_alone(world: World) -> None:
    mail_id = world.mail["alpha"]
    with pytest.raises(NotAllowed):
        actions.send_again(world.actor("alpha", "sales_agent"), mail_id, now=NOW)
    with pytest.raises(NotFound):
        actions.send_again(world.actor("beta", "global_admin"), mail_id, now=NOW)
    actions.send_again(world.actor("alpha", "global_admin"), mail_id, now=NOW)
    with pytest.raises(Conflict):
        actions.send_again(world.actor("alpha", "global_admin"), mail_id, now=NOW)
    run_jobs()
    assert kept(world, mail_id).state == "sent"


def test_a_confidential_mail_is_read_by_nobody_else(world: World) -> None:
    mail_id, admin = queue(world, confidential=True), world.actor("alpha", "global_admin")
    with acting(admin):
        assert queries.outgoing(admin, mail_id).text == ""
    run_jobs()
    assert mail.outbox[0].body == "您好"
    row = kept(world, mail_id)
    assert (row.text, row.html) == ("", "")


def test_a_customers_own_mail_goes_too(world: World) -> None:
    queue(world, "one")
    run_jobs()
    assert len(mail.outbox) == 1


def test_the_outbox_pages_by_key(world: World) -> None:
    admin = world.actor("alpha", "global_admin")
    ids = [queue(world) for _mail in range(4)]
    with acting(admin):
        first = queries.outbox(admin, state="waiting", limit=3)
        assert [line.id for line in first] == ids[::-1], "one more than the limit says that there are older ones"
        assert [line.id for line in queries.outbox(admin, state="waiting", before=first[2].id, limit=3)] == ids[:1]
        assert world.mail["alpha"] in [line.id for line in queries.outbox(admin, state="failed")]
