"""The bell list: one's own, once, in one's language, counted until read."""

from __future__ import annotations

from typing import Any

from django.core import mail
from django.test import Client

from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from behalf.notifications import actions, queries
from tests.world import NOW, World, run_jobs


def tell(world: World, actor: Actor, **more: Any) -> None:
    actions.tell(
        world.system("alpha"), actor.person, text="%(case)s is yours", facts={"case": "SH-10482"}, url="/cases/7/",
        kind="assigned", about=("case", 7, "SH-10482"), now=NOW, **more,
    )  # fmt: skip


def lines(actor: Actor) -> list[str]:
    with acting(actor):
        return [line.text for line in queries.notices(actor)]


def test_a_notice_reaches_its_person_alone(world: World) -> None:
    helpdesk, sales = world.actor("alpha", "helpdesk_agent"), world.actor("alpha", "sales_agent")
    tell(world, helpdesk)
    assert lines(helpdesk)[0] == "SH-10482 is yours"
    assert "SH-10482 is yours" not in lines(sales)


def test_a_key_tells_once(world: World) -> None:
    helpdesk = world.actor("alpha", "helpdesk_agent")
    for _time in range(2):
        tell(world, helpdesk, key="assigned:7", by_mail=True)
    assert lines(helpdesk).count("SH-10482 is yours") == 1
    run_jobs()
    assert [letter.subject for letter in mail.outbox] == ["SH-10482 is yours"]


def test_somebody_who_left_gets_no_mail(world: World) -> None:
    actions.tell(
        world.system("alpha"), 999_999, text="x", url="/", kind="x", about=("x", 1, "x"), by_mail=True, now=NOW
    )
    assert run_jobs() == []


def test_reading_counts_what_was_shown(world: World, client: Client, sign_in: Any) -> None:
    helpdesk = world.actor("alpha", "helpdesk_agent")
    sign_in(client, helpdesk)
    with acting(helpdesk):
        before = queries.notices(helpdesk)
    assert all(line.is_new for line in before)
    assert f"{len(before)} new notice" in client.get("/notices/bell/").content.decode()
    shown = before[0].id
    tell(world, helpdesk)
    assert client.post("/notices/read/", {"upto": shown}, headers={"HX-Request": "true"}).status_code == 204
    with acting(helpdesk):
        assert [line.is_new for line in queries.notices(helpdesk)] == [True, *[False] * len(before)]
    assert client.post("/notices/read/").status_code == 303
    assert "new notice" not in client.get("/notices/bell/").content.decode()


def test_a_customers_admin_has_a_bell_too(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, world.actor("one"))
    assert "Welcome, customer_admin of one" in client.get("/notices/").content.decode()
