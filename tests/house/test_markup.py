"""What people write is text wherever it is shown: no page makes elements, handlers or addresses of it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from behalf.cases import actions as cases
from behalf.cases.models import Case
from behalf.customers.models import Account
from behalf.health import actions as health
from behalf.health.rules import Kind, State
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from behalf.notifications.models import Mail
from tests.harness import SignIn
from tests.house.test_doors import addresses, objects
from tests.world import NOW, World, run_jobs

HOSTILE = """"'><script>hostile()</script><img src=x onerror=hostile()><a href="javascript:hostile()">x</a>"""
ADDRESS = (
    "javascript:hostile() https://good.example/'onmouseover='hostile() https://x.example/<script>hostile()</script>"
)
PEOPLE = [
    ("alpha", "admin_agent"), ("alpha", "global_admin"), ("operator", "operator_engineer"),
    ("operator", "operator_admin"), ("one", "customer_admin"),
]  # fmt: skip


class Faults(HTMLParser):
    """Elements, handlers and addresses that no template of ours writes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img" or (tag == "script" and not given.get("src")):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in given if name.startswith("on")]
        for name in ("href", "src", "action", "hx-get", "hx-post"):
            if (given.get(name) or "").strip().lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}={given[name]}")


@pytest.fixture
def soiled(world: World) -> World:
    """The small world, in which a customer, an agent and a publisher wrote markup wherever they could."""
    agent, one = world.actor("alpha", "helpdesk_agent"), world.actor("one")
    publisher = world.actor("operator", "operator_publisher")
    service = world.services["exchange-online"]
    said: dict[str, Any] = {"title": HOSTILE, "now": NOW}
    with acting(agent):
        Account.objects.visible_to(agent).update(company=HOSTILE[:200], address=HOSTILE[:200], contact_name=HOSTILE)
        Case.objects.visible_to(agent).update(subject=HOSTILE, company=HOSTILE[:200], contact_name=HOSTILE)
    case_id = objects(world)["cases:case"]["alpha"]["case_id"]
    file = SimpleUploadedFile("<img src=x onerror=hostile()>.txt", b"<script>hostile()</script>")
    cases.reply(agent, case_id, body=f"{HOSTILE}\n\n{ADDRESS}", files=[file], now=NOW)
    cases.add_tried(agent, case_id, text=HOSTILE, at=NOW, now=NOW)
    cases.open_own(
        one, account_id=world.account_one, subject=HOSTILE, body=ADDRESS, kind="performance", severity="B",
        service_id=service, now=NOW,
    )  # fmt: skip
    world["incident"] = health.publish_incident(
        publisher, kind=Kind.OUTAGE, impact=HOSTILE, text=f"{HOSTILE} {ADDRESS}", places=[(service, "")],
        state=State.INVESTIGATING, **said,
    )  # fmt: skip
    world["news"] = health.announce_post(
        publisher, category="change", body=f"{HOSTILE} {ADDRESS}", places=[(service, "")], **said
    )
    run_jobs()
    return world


def _pages(world: World, org: str) -> list[str]:
    known = objects(world)
    found = []
    for address in addresses():
        own = known.get(address.name, {})
        arguments = (own.get(org) or own.get("*")) if address.takes else {}
        if arguments is not None and "GET" in address.door.methods:
            found.append(reverse(address.name, kwargs=arguments))
    return found


@pytest.mark.parametrize(("org", "role"), PEOPLE)
def test_no_page_makes_markup_of_what_people_wrote(
    soiled: World, client: Client, sign_in: SignIn, org: str, role: str
) -> None:
    actor: Actor = soiled.actor(org, role)
    sign_in(client, actor)
    faults, carried = {}, 0
    for page in _pages(soiled, org):
        answer: Any = client.get(page)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        text = answer.content.decode()
        carried += "hostile()" in text
        if found := Faults(text).found:
            faults[page] = found
    assert faults == {}
    assert carried >= 5


def test_no_mail_makes_markup_of_what_people_wrote(soiled: World) -> None:
    desk = soiled.system("alpha")
    with acting(desk):
        mails = [mail for mail in Mail.objects.visible_to(desk) if "hostile()" in mail.text + mail.subject]
    assert mails
    for mail in mails:
        assert Faults(mail.html).found == []
        assert "\n" not in mail.subject
