"""A conversation by mail, through real SMTP in both directions, while processes are killed."""

from __future__ import annotations

import re
import smtplib
import time
from typing import Any

import httpx
import pytest

from behalf.site.demo.words import PASSWORD
from tests.site.running import Up

pytestmark = pytest.mark.journey

DESK, CUSTOMER, AGENT = "support@yunhui.example", "li.wenjing@chenghai-bio.example", "daniel.reyes@yunhui.example"
LONG = 90.0


class Customer:
    """Somebody with a mail program: writes by SMTP, reads what arrived."""

    def __init__(self, up: Up) -> None:
        text = "".join(up.said)
        self._port = int(re.findall(r"smtp://127\.0\.0\.1:(\d+)", text)[0])
        self._page = re.findall(r"Mail it sends:\s+(\S+)", text)[0]
        self._number = 0

    def write(self, subject: str, body: str, **fields: str) -> str:
        """Send a mail, again and again until the desk's server says that it was taken, as mail servers do."""
        self._number += 1
        own = f"<{self._number}@chenghai-bio.example>"
        head = {"From": CUSTOMER, "To": DESK, "Subject": subject, "Message-ID": own, **fields}
        raw = "\r\n".join([*(f"{name}: {value}" for name, value in head.items()), "", body, ""]).encode()
        until(lambda: self._taken(raw), "the mail is never taken")
        return own

    def read(self, words: str) -> dict[str, Any]:
        """The first mail that arrived with these words in it."""
        found: dict[str, Any] = until(
            lambda: next((one for one in self.all() if words in one["text"]), None), f"no mail with {words!r}"
        )
        return found

    def all(self) -> list[dict[str, Any]]:
        """Everything that arrived."""
        found: list[dict[str, Any]] = httpx.get(
            f"{self._page}/messages.json", params={"to": CUSTOMER}, timeout=LONG
        ).json()
        return found

    def _taken(self, raw: bytes) -> bool:
        try:
            with smtplib.SMTP("127.0.0.1", self._port, timeout=10) as server:
                server.sendmail(CUSTOMER, [DESK], raw)
        except (OSError, smtplib.SMTPException):
            return False
        return True


def until(ask: Any, otherwise: str) -> Any:
    """What is asked for, as soon as it is there."""
    deadline = time.monotonic() + LONG
    while time.monotonic() < deadline:
        if found := ask():
            return found
        time.sleep(0.2)
    raise AssertionError(otherwise)


class Agent:
    """An agent without a browser."""

    def __init__(self, up: Up) -> None:
        self._client = httpx.Client(base_url=up.address, timeout=60, headers={"Referer": up.address})
        self._post("/accounts/login/", login=AGENT, password=PASSWORD)

    def case(self, subject: str) -> str:
        """The address of the case that a mail opened."""
        page = self._client.get("/incoming/", params={"outcome": "case"}).text
        found = re.search(rf'{subject}.*?href="(/cases/\d+/)"', page, re.DOTALL)
        assert found, page[-3_000:]
        return found[1]

    def page(self, path: str) -> str:
        """A page's text."""
        return self._client.get(path).text

    def reply(self, path: str, body: str) -> None:
        """Answer the customer."""
        assert self._post(f"{path}write/", kind="reply", body=body).status_code in (302, 303)

    def close(self) -> None:
        """Close its connections."""
        self._client.close()

    def _post(self, path: str, **values: str) -> httpx.Response:
        self._client.get("/accounts/login/" if "csrftoken" not in self._client.cookies else "/healthz")
        token = self._client.cookies["csrftoken"]
        return self._client.post(path, data={**values, "csrfmiddlewaretoken": token}, follow_redirects=False)


def _header(mail: dict[str, Any], name: str) -> str:
    return next((value for key, value in mail["headers"] if key.lower() == name.lower()), "")


def test_five_turns_by_mail_while_the_worker_and_the_mail_door_are_killed(own: Up) -> None:
    customer, agent = Customer(own), Agent(own)
    first = customer.write("Shared calendar is empty", "Since this morning.")
    confirmed = customer.read("Shared calendar is empty")
    assert _header(confirmed, "In-Reply-To") == first
    assert _header(confirmed, "Auto-Submitted") == "auto-replied"
    path = agent.case("Shared calendar is empty")
    for turn in range(5):
        if turn == 1:
            own.child("worker").kill()
        if turn == 3:
            own.child("mail", "listen").kill()
        agent.reply(path, f"Question number {turn}?")
        answer = customer.read(f"Question number {turn}?")
        assert DESK in answer["sender"]
        assert not _header(answer, "Auto-Submitted")
        fields = {"In-Reply-To": _header(answer, "Message-ID"), "References": _header(answer, "References")}
        customer.write(f"Re: {answer['subject']}", f"Answer number {turn}.\r\n\r\n> Question number {turn}?", **fields)
        until(lambda turn=turn: f"Answer number {turn}." in agent.page(path), "the answer is not on its case")
    page = agent.page(path)
    assert all(page.count(f"Answer number {turn}.") == 1 for turn in range(5))
    ids = [_header(mail, "Message-ID") for mail in customer.all()]
    assert len(ids) == len(set(ids)) == 6
    agent.close()
