"""`behalf live` as a process of its own, over a socket: who hears of what, and when a stream ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from behalf.cases import actions
from behalf.identity import actions as identity
from behalf.identity.models import Membership
from behalf.kit.actor import Actor
from tests.harness import Elsewhere, SignIn
from tests.run import PATIENCE, ROOT
from tests.site.running import free_port
from tests.world import NOW, World

PAGES = "http://localhost:8000"


class Page:
    """An open page: the events that its stream brings, one after the other."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.iter_lines()

    def next(self) -> tuple[str, Any]:
        """The next event, with its data; heartbeats are passed over."""
        event, data = "", ""
        for line in self._lines:
            name, _colon, text = line.partition(":")
            if name == "event":
                event = text.strip()
            elif name == "data":
                data = text.strip()
            elif not line and event:
                return event, json.loads(data) if data else None
        return "closed", None


class Live:
    """A running `behalf live`, and people with their pages."""

    def __init__(self, port: int, elsewhere: Elsewhere, sign_in: SignIn) -> None:
        self.port, self.elsewhere, self._sign_in = port, elsewhere, sign_in
        self.keys: dict[Actor, str] = {}

    def ask(self, key: str = "", **headers: str) -> httpx.Response:
        """An answer that is no stream."""
        cookie = {"cookie": f"behalf={key}"} if key else {}
        return httpx.get(f"http://localhost:{self.port}/live/", headers={**cookie, **headers}, timeout=PATIENCE)

    @contextmanager
    def page(self, actor: Actor) -> Iterator[Page]:
        """Somebody's page that listens."""
        with self.elsewhere("web"):
            self.keys[actor] = self._sign_in(Client(), actor).cookies[settings.SESSION_COOKIE_NAME].value
        with self.page_again(actor) as page:
            yield page

    @contextmanager
    def page_again(self, actor: Actor) -> Iterator[Page]:
        """A further page of the same sign-in."""
        headers = {"cookie": f"behalf={self.keys[actor]}", "origin": PAGES}
        with httpx.stream("GET", f"http://localhost:{self.port}/live/", headers=headers, timeout=PATIENCE) as answer:
            page = Page(answer)
            assert page.next() == ("hello", None)
            yield page

    def do(self, act: Callable[..., Any], actor: Actor, *args: Any, **kwargs: Any) -> Any:
        """An action that is committed."""
        with self.elsewhere("web"):
            return act(actor, *args, **kwargs)


@pytest.fixture
def live(elsewhere: Elsewhere, sign_in: SignIn, tmp_path: Path) -> Iterator[Live]:
    url = urlsplit(os.environ["BEHALF_DATABASE_URL"])._replace(path=f"/{elsewhere.name}").geturl()
    port = free_port()
    environment = {
        **os.environ, "BEHALF_DATABASE_URL": url, "BEHALF_LIVE_PORT": str(port), "BEHALF_DATA": str(tmp_path),
        "BEHALF_SECRET_KEY": settings.SECRET_KEY, "BEHALF_AUDIT_KEY": "a" * 40,
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "behalf", "live", "--check", "0.3"],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        said = list(iter_until(process.stdout, "the database is heard"))
        assert process.poll() is None, "".join(said)
        yield Live(port, elsewhere, sign_in)
        process.terminate()
        try:
            assert process.wait(10) == 0, process.stdout.read()
        finally:
            process.kill()


def iter_until(lines: Iterable[str], words: str) -> Iterator[str]:
    """What is said, up to the line with these words."""
    for line in lines:
        yield line
        if words in line:
            return


def test_a_change_is_told_to_the_desk_and_to_its_customer(world: World, live: Live) -> None:
    agent, admin = world.actor("alpha", "helpdesk_agent"), world.actor("one")
    with live.page(agent) as desk, live.page(admin) as customer:
        live.do(actions.reply, agent, world.case_one, body="We look at it.", now=NOW)
        event, facts = desk.next()
        assert event == "changed"
        assert (facts["what"], facts["id"]) == ("case", world.case_one)
        assert set(facts) == {"what", "id", "version"}
        assert customer.next() == ("changed", facts)


def test_strangers_never_hear_of_it(world: World, live: Live) -> None:
    """What comes first after a stranger's change is the reader's own, so the stranger's was not told."""
    alpha, beta = world.actor("alpha", "helpdesk_agent"), world.actor("beta", "helpdesk_agent")
    with live.page(beta) as other_desk, live.page(world.actor("two")) as other_customer:
        live.do(actions.reply, alpha, world.case_one, body="Not for you.", now=NOW)
        live.do(actions.reply, beta, world.case_three, body="はい", now=NOW)
        live.do(actions.reply, alpha, world.case_two, body="We look at it.", now=NOW)
        assert other_desk.next()[1]["id"] == world.case_three
        assert other_customer.next()[1]["id"] == world.case_two


def test_who_may_not_read_cases_hears_nothing_of_them(world: World, live: Live) -> None:
    billing = world.actor("alpha", "billing_admin")
    with live.page(billing) as page:
        live.do(actions.reply, world.actor("alpha", "helpdesk_agent"), world.case_one, body="Hello", now=NOW)
        with live.elsewhere("web"):
            Session.objects.filter(session_key=live.keys[billing]).delete()
        assert page.next() == ("end", None)


def test_what_is_rolled_back_is_not_told(world: World, live: Live) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    with live.page(agent) as desk:
        with pytest.raises(Exception, match="closed"):
            live.do(actions.reply, agent, world.case_closed, body="Too late", now=NOW)
        live.do(actions.note, agent, world.case_two, body="Inside", now=NOW)
        assert desk.next()[1]["id"] == world.case_two


def test_a_stream_ends_with_its_sign_in(world: World, live: Live) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    with live.page(agent) as page:
        with live.elsewhere("web"):
            Session.objects.filter(session_key=live.keys[agent]).delete()
        assert page.next() == ("end", None)
        assert page.next() == ("closed", None)
    assert live.ask(live.keys[agent], origin=PAGES).status_code == 401


def test_a_stream_ends_when_its_person_is_deactivated(world: World, live: Live) -> None:
    agent, owner = world.actor("alpha", "helpdesk_agent"), world.actor("alpha", "global_admin")
    with live.page(agent) as page:
        with live.elsewhere("web"):
            membership = Membership.objects.get(person_id=agent.person, organization_id=agent.org_id).pk
        live.do(identity.deactivate, owner, membership, why="Left", now=NOW)
        events = [page.next()[0]]
        while events[-1] == "changed":  # its cases go back to the queue
            events.append(page.next()[0])
        assert events[-1] == "end"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403), ({"origin": "http://localhost:9999"}, 403),
        ({"host": "evil.example"}, 403), ({"origin": PAGES}, 401), ({}, 401),
    ],
)  # fmt: skip
def test_who_may_not_listen(live: Live, headers: dict[str, str], status: int) -> None:
    answer = live.ask("made-up" if status == 401 else "", **headers)
    assert answer.status_code == status
    assert answer.headers.get("access-control-allow-origin") in {None, PAGES}


def test_too_many_pages_of_one_sign_in_end_the_oldest(world: World, live: Live) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    with ExitStack() as stack, live.page(agent) as first:
        more = [stack.enter_context(live.page_again(agent)) for _each in range(12)]
        assert first.next() == ("end", None)
        live.do(actions.reply, agent, world.case_one, body="We look at it.", now=NOW)
        assert {page.next()[0] for page in more} == {"changed"}


def test_it_says_whether_the_database_is_heard(live: Live) -> None:
    assert httpx.get(f"http://localhost:{live.port}/healthz", timeout=PATIENCE).status_code == 200
