"""Every address of ours in a browser: WCAG 2.2 AA by axe, no error of the browser, nothing wider than a phone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import Browser

from behalf.identity.models import ORG_KEY, Person
from behalf.kit.actor import Actor
from behalf.site import rooms
from tests.harness import Elsewhere, clone, read_world
from tests.house.test_doors import Address, addresses, objects, people
from tests.journeys.visitor import Visitor
from tests.run import PATIENCE, ROOT
from tests.site.running import free_port
from tests.world import World

pytestmark = pytest.mark.journey

PHONE = 390
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
WIDEST = """() => [...document.querySelectorAll("main *")]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1).slice(0, 3)
  .map((each) => each.outerHTML.slice(0, 120))"""
SETTLED = """async () => {
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  await Promise.allSettled(document.getAnimations().map((each) => each.finished));
}"""
VIOLATIONS = "async (options) => (await axe.run(document, options)).violations"
DOOR = ("/accounts/login/", "/accounts/password/reset/")
OWN = ("/me/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/", "/no-such-page/")


@dataclass
class Served:
    """The small world behind a web process, and whoever signed in so far."""

    address: str
    world: World
    elsewhere: Elsewhere
    client: httpx.Client
    cookies: dict[tuple[int, int], str]

    def cookie(self, actor: Actor) -> str:
        """The session of somebody who signed in."""
        who = (actor.person, actor.org_id)
        if who not in self.cookies:
            with self.elsewhere("web"):
                self.cookies[who] = _session(actor)
        return self.cookies[who]


def _session(actor: Actor) -> str:
    person = Person.objects.get(pk=actor.person)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[ORG_KEY] = actor.org_id
    session.save()
    return str(session.session_key)


@pytest.fixture(scope="module")
def served(
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
    request: Any,
) -> Iterator[Served]:
    """A web process on a clone of the small world."""
    name = f"behalf_{getattr(request.config, 'workerinput', {}).get('workerid', 'main')}_pages"
    clone(name)
    port, data = free_port(), tmp_path_factory.mktemp("pages")
    web = subprocess.Popen(
        [sys.executable, "-m", "behalf", "web"],
        cwd=ROOT,
        env={
            **os.environ,
            "BEHALF_DATABASE_URL": urlsplit(os.environ["BEHALF_DATABASE_URL"])._replace(path=f"/{name}").geturl(),
            "BEHALF_DATA": str(data),
            "BEHALF_PORT": str(port),
            "BEHALF_ADDRESS": f"http://localhost:{port}",
            "BEHALF_SECRET_KEY": settings.SECRET_KEY,
            "BEHALF_WEB_WORKERS": "1",
            "BEHALF_TESTING": "0",
        },
    )
    address = f"http://localhost:{port}"
    try:
        transport = httpx.HTTPTransport(retries=8)  # waits longer after each refusal
        with httpx.Client(transport=transport, base_url=address, timeout=PATIENCE) as client:
            client.get("/healthz")
            with django_db_blocker.unblock():
                yield Served(address, read_world(), Elsewhere(name), client, {})
    finally:
        web.terminate()
        web.wait(PATIENCE)


def rooms_with_pages() -> list[str]:
    """The rooms that have addresses."""
    return [import_module(f"behalf.{room}.urls").app_name for room in rooms.present() if _has_urls(room)]


def _has_urls(room: str) -> bool:
    return (ROOT / "behalf" / room / "urls.py").exists()


def entitled(
    served: Served, address: Address, known: dict[str, dict[str, dict[str, Any]]]
) -> Iterator[tuple[Actor, str]]:
    """Who may open an address, with an own object each."""
    kinds = known.get(address.name, {"*": {}})
    for organization, actor in people(served.world):
        own = kinds.get("*", kinds.get(organization))
        if own is not None and (address.door.right is None or actor.may(address.door.right)):
            yield actor, reverse(address.name, kwargs={key: own[key] for key in address.takes})


def first_shown(served: Served, address: Address, known: Any) -> tuple[Actor, str] | None:
    """The first entitled person to whom the address answers with a whole page; None for fragments and files."""
    for actor, path in entitled(served, address, known):
        served.client.cookies.clear()
        served.client.cookies.set(settings.SESSION_COOKIE_NAME, served.cookie(actor))
        answer = served.client.get(path)
        if answer.status_code == 200:
            whole = answer.headers["content-type"].startswith("text/html") and "<html" in answer.text[:2000]
            return (actor, path) if whole else None
    return None


def test_every_door_before_signing_in(served: Served, browser: Browser) -> None:
    with Visitor.coming(browser, served.address) as nobody:
        examined(nobody)
        faults = [fault for path in DOOR for fault in look(nobody, path)]
        faults += nobody.faults
    assert not faults, "\n".join(faults)


def test_what_is_everybodys_own(served: Served, browser: Browser) -> None:
    assert not (faults := walk(served, browser, served.world.actor("alpha", "global_admin"), list(OWN))), "\n".join(
        faults
    )


@pytest.mark.parametrize("room", rooms_with_pages())
def test_every_page_of_a_room(served: Served, browser: Browser, room: str) -> None:
    with served.elsewhere("web"):
        known = objects(served.world)
    mine = [each for each in addresses() if each.name.startswith(f"{room}:") and "GET" in each.door.methods]
    shown: dict[int, tuple[Actor, list[str]]] = {}
    for address in mine:
        found = first_shown(served, address, known)
        if found is not None:
            actor, path = found
            shown.setdefault(actor.person, (actor, []))[1].append(path)
    faults = [fault for actor, paths in shown.values() for fault in walk(served, browser, actor, paths)]
    assert shown
    assert not faults, "\n".join(faults)


def walk(served: Served, browser: Browser, actor: Actor, paths: list[str]) -> list[str]:
    """Somebody's pages, one after the other in one window."""
    with Visitor.coming(browser, served.address, reduced_motion="reduce") as visitor:
        examined(visitor)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": served.cookie(actor), "url": served.address}
        visitor.page.context.add_cookies([cookie])  # type: ignore[list-item]  # of the three keys it may have
        faults = [f"{fault} (as {'/'.join(actor.roles)})" for path in paths for fault in look(visitor, path)]
        return faults + visitor.faults


def examined(visitor: Visitor) -> None:
    """Every page that is opened from here on brings axe with it."""
    visitor.page.add_init_script(AXE_SCRIPT)


def look(visitor: Visitor, path: str) -> Iterator[str]:
    """What is wrong with one page: on a wide screen in light colours, on a phone in dark ones."""
    page = visitor.page
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    visitor.go(path)
    yield from _violations(visitor, path, RULES)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.evaluate(SETTLED)
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > PHONE:
        yield f"{path} is {wide} pixels wide on a phone: {page.evaluate(WIDEST)}"
    yield from _violations(visitor, f"{path} in the dark", CONTRAST)


def _violations(visitor: Visitor, where: str, rules: dict[str, Any]) -> Iterator[str]:
    options = {**rules, "resultTypes": ["violations"], "preload": False}
    for violation in visitor.page.evaluate(VIOLATIONS, options):
        for node in violation["nodes"]:
            yield f"{where}: {violation['id']} {node['target']}: {node['html'][:160]}"
