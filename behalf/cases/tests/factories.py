"""Cases of the small world: one of each customer, one that waits, one closed, one on the operator's desk."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from behalf.cases import actions
from behalf.cases.models import Attachment, Case, Outgoing
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from tests.world import NOW, World

HOUR = timedelta(hours=1)


def furnish(world: World) -> None:
    """``case_one``, ``_two``, ``_waiting``, ``_closed`` of alpha, ``case_three`` of beta, and ``case_operator``."""
    world.service_mail = world.services["exchange-online"]
    world.case_one = opened(world, "alpha", "one", subject="发往日本的邮件延迟两小时以上", hours_ago=1).pk
    world.case_two = opened(world, "alpha", "two", subject="Nobody can sign in", severity="A", hours_ago=3).pk
    world.case_three = opened(world, "beta", "three", subject="共有メールボックスから送信できない", hours_ago=1).pk
    agent = world.actor("alpha", "helpdesk_agent")
    world.case_waiting = opened(world, "alpha", "one", subject="DNS records", severity="C", hours_ago=5).pk
    actions.reply(agent, world.case_waiting, body="Which domain is it?", wait=True, now=NOW - 4 * HOUR)
    world.case_closed = opened(world, "alpha", "one", subject="Licence for a new colleague", hours_ago=30).pk
    actions.resolve(agent, world.case_closed, body="Assigned.", now=NOW - 20 * HOUR)
    actions.confirm_own(world.actor("one"), world.case_closed, now=NOW - 19 * HOUR)
    world.case_operator = linked(world).pk
    for desk, case in (("alpha", "case_one"), ("beta", "case_three"), ("operator", "case_operator")):
        world[f"file_{desk}"] = _file(world, desk, world[case])
        world[f"reminder_{desk}"] = _reminded(_agent(world, desk), world[case])
        world[f"outgoing_{desk}"] = _taken_back(_agent(world, desk), world[case])
        world[f"view_{desk}"] = actions.save_view(
            _agent(world, desk), name="Critical", wanted={"view": "all", "severity": "A"}, shared=True, now=NOW
        ).pk

    for desk in ("alpha", "beta", "operator"):
        agent = _agent(world, desk)
        world[f"check_{desk}"] = actions.keep_check(agent, kind="performance", text="Look at the board", now=NOW).pk
        world[f"old_check_{desk}"] = actions.keep_check(agent, kind="portal", text="Ask who", now=NOW).pk
        case_id = world[{"alpha": "case_one", "beta": "case_three"}.get(desk, "case_operator")]
        world[f"party_{desk}"] = actions.keep_party(
            agent, case_id, name="周敏", phone="+86 21 5555 0199", language="zh-hans", role="informed", now=NOW
        ).pk
        world[f"time_{desk}"] = actions.book_time(agent, case_id, minutes=20, now=NOW).pk
        world[f"block_{desk}"] = actions.keep_block(
            agent, name="Which domain", body="Dear {{contact}}, which domain is it?", then="wait", tag="domain", now=NOW
        ).pk


def upload(name: str = "trace.csv", content: bytes = b"id,delay\n1,168\n") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def _file(world: World, desk: str, case_id: int) -> int:
    agent = _agent(world, desk)
    message = actions.reply(agent, case_id, body="See the trace.", files=[upload()], now=NOW - HOUR / 2)
    with acting(agent):
        return Attachment.objects.visible_to(agent).get(message_id=message.pk).pk


def _taken_back(agent: Actor, case_id: int) -> int:
    """An answer that was sent and taken back."""
    with acting(agent):
        row = Outgoing(
            **Case.objects.visible_to(agent).get(pk=case_id).whose(), kind="reply", body="See", sender={},
            person_id=agent.person, sent_at=NOW, goes_at=NOW, done_at=NOW, outcome="undone",
        )  # fmt: skip
        row.save(force_insert=True)
        return int(row.pk)


def _reminded(agent: Actor, case_id: int) -> int:
    """A reminder that is done."""
    reminder = actions.remind(agent, case_id, choice="hour", word="Call", now=NOW - 3 * HOUR)
    return int(actions.end_reminder(agent, reminder.pk, now=NOW - 2 * HOUR).pk)


def _agent(world: World, desk: str) -> Actor:
    return world.actor(desk, "operator_engineer" if desk == "operator" else "helpdesk_agent")


def opened(world: World, desk: str, customer: str, *, subject: str, severity: str = "B", hours_ago: float = 0) -> Case:
    """A case opened for a customer by the desk's help desk agent."""
    return actions.open(
        world.actor(desk, "helpdesk_agent"), account_id=world[f"account_{customer}"], kind="performance",
        service_id=world.service_mail, severity=severity, subject=subject, body="It began this afternoon.",
        now=NOW - hours_ago * HOUR,
    )  # fmt: skip


def linked(world: World, *, exchange_id: int = 1, severity: str = "B") -> Case:
    """The operator's case about alpha's."""
    return actions.open_linked(
        world.system("operator"), counterpart_org_id=world.alpha, counterpart_name="上海云汇信息技术有限公司",
        company="苏州澄海生物科技有限公司", kind="performance", service_id=world.service_mail, severity=severity,
        subject="Mail to Japan is delayed", body="We checked health and settings.", exchange_id=exchange_id,
        number_of_other="SH-10001", contact_name="helpdesk_agent of alpha", now=NOW,
    )  # fmt: skip
