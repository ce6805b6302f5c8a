"""The mail sink keeps what is sent and shows it safely."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest

from behalf.connectors.mail import letters
from behalf.connectors.mail.sink import Sink
from tests.site.running import free_port


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def sink(tmp_path: Path, port: int) -> Iterator[Sink]:
    with Sink(tmp_path, smtp_port=port, page_port=0) as sink:
        yield sink


def _send(port: int, to: str, subject: str, text: str, markup: str = "") -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Behalf <desk@behalf.example>", to, subject
    message.set_content(text)
    if markup:
        message.add_alternative(markup, subtype="html")
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(message)


def _kept(sink: Sink, **query: str) -> Any:
    return httpx.get(f"{sink.page_url}/messages.json", params=query).json()


def test_what_was_sent_is_listed_newest_first(sink: Sink, port: int) -> None:
    _send(port, "chen@yunhui.example", "第一", "你好")
    _send(port, "mori@tokyo.example", "第二", "こんにちは")
    assert [one["subject"] for one in _kept(sink)] == ["第二", "第一"]
    assert [one["text"] for one in _kept(sink, to="Chen@yunhui.example")] == ["你好\n"]
    page = httpx.get(sink.page_url).text
    assert page.index("第二") < page.index("第一")


def test_links_are_found_whole_and_clickable(sink: Sink, port: int) -> None:
    _send(port, "chen@yunhui.example", "Reset", "Open https://localhost:8000/reset/1-abc/?a=1&b=2.\n<b>not bold</b>")
    kept = _kept(sink)[0]
    assert kept["links"] == ["https://localhost:8000/reset/1-abc/?a=1&b=2"]
    page = httpx.get(f"{sink.page_url}/message/{kept['key']}").text
    assert '<a href="https://localhost:8000/reset/1-abc/?a=1&amp;b=2"' in page
    assert "<b>not bold</b>" not in page


def test_markup_is_shown_without_what_runs(sink: Sink, port: int) -> None:
    _send(port, "a@b.example", "Markup", "text", '<p onclick="x()">Hello <b>you</b><script>x()</script></p>')
    answer = httpx.get(f"{sink.page_url}/message/{_kept(sink)[0]['key']}")
    assert "Hello <b>you</b>" in answer.text
    assert "onclick" not in answer.text
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_message_can_be_taken_as_it_came(sink: Sink, port: int) -> None:
    _send(port, "a@b.example", "As it came", "text")
    answer = httpx.get(f"{sink.page_url}/message/{_kept(sink)[0]['key']}.eml")
    assert answer.headers["Content-Type"].startswith("message/rfc822")
    assert b"Subject: As it came" in answer.content


@pytest.mark.parametrize("path", ["/message/nothing", "/message/../../etc/passwd", "/message/%2e%2e.eml", "/elsewhere"])
def test_what_is_not_there_is_said_to_be_missing(sink: Sink, path: str) -> None:
    answer = httpx.get(f"{sink.page_url}{path}")
    assert answer.status_code == 404
    assert "<main" in answer.text


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost:8025", 200), ("127.0.0.1", 200), ("[::1]:8025", 200), ("rebound.example:8025", 421), ("", 421)],
)
def test_a_name_that_was_pointed_here_reads_no_letter(sink: Sink, port: int, host: str, status: int) -> None:
    _send(port, "a@b.example", "Let me in", "text")
    answer = httpx.get(sink.page_url, headers={"Host": host})
    assert answer.status_code == status
    assert ("Let me in" in answer.text) is (status == 200)


def test_an_empty_sink_says_what_to_do(sink: Sink) -> None:
    assert "No mail yet" in httpx.get(sink.page_url).text
    assert _kept(sink) == []


def test_the_look_is_the_products_own(sink: Sink) -> None:
    sheet = httpx.get(f"{sink.page_url}/style.css")
    assert sheet.headers["Content-Type"].startswith("text/css")
    assert "@layer tokens" in sheet.text


HOSTILE = {
    "scripts": b"From: <script>alert(1)</script>\r\nSubject: <img src=x onerror=alert(2)>\r\n"
    b"Content-Type: text/html\r\n\r\n"
    b"<script>alert(3)</script><a href='javascript:alert(4)'>a</a><iframe srcdoc='x'></iframe><p>Seen</p>",
    "a charset of no one": b"Subject: =?x-no-such?B?5L2g?= Seen\r\n"
    b"Content-Type: text/plain; charset=x-no-such\r\n\r\nSeen",
    "a charset that is no text": b"Subject: =?hex?Q?Seen?=\r\nContent-Type: text/plain; charset=hex\r\n\r\nSeen",
    "bytes that are no text": b"Subject: Seen \xff\xfe\x00\r\nFrom: \xc4\xe3\r\n\r\nSeen \xff",
    "broken words": b"Subject: =?utf-8?B?!!!?= =?utf-8?B?5L2?= Seen\r\n\r\nSeen",
    "a header that is none": b'Subject: Seen\r\nFrom: @@<>,,;:"\r\nTo: =?\r\nContent-Type: ;;/;\r\n\r\nSeen',
    "parts that are none": b"Subject: Seen\r\nContent-Type: multipart/mixed\r\n\r\nno parts",
    "files that climb": b"Subject: Seen\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    b'Content-Disposition: attachment; filename="../../etc/passwd"\r\n\r\nx\r\n--b--\r\n',
    "a subject without end": b"Subject: Seen" + b"A" * 100_000 + b"\r\n\r\nx",
    "no header at all": b"\r\n\r\nSeen",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_mail_is_shown_and_hides_no_other(sink: Sink, tmp_path: Path, content: bytes, port: int) -> None:
    _send(port, "chen@yunhui.example", "Before", "Hello")
    key = letters.keep(tmp_path, b"X-Envelope-To: forged@x.example\r\n" + content, recipients=["a@b.example"])
    (hostile, before) = _kept(sink)
    assert before["subject"] == "Before"
    assert hostile["recipients"] == ["a@b.example"]
    assert httpx.get(sink.page_url).status_code == 200
    page = httpx.get(f"{sink.page_url}/message/{key}")
    assert page.status_code == 200
    assert b"Seen" in page.content or b"no parts" in page.content
    assert not [
        bad for bad in ("<script", "<img", "<iframe", "href='javascript", 'href="javascript') if bad in page.text
    ]
    assert httpx.get(f"{sink.page_url}/message/{key}.eml").content.endswith(content)
