"""What a mail says, read from bytes of every kind."""

from __future__ import annotations

from random import Random
from time import monotonic

import pytest

from behalf.channels.reading import markup, names, tnef
from behalf.channels.reading.charsets import decode
from behalf.channels.reading.deciding import Ours, decide
from behalf.channels.reading.explaining import explained
from behalf.channels.reading.headers import decoded, parameters
from behalf.channels.reading.limits import DEPTH
from behalf.channels.reading.quotes import fold
from behalf.channels.reading.reader import read
from behalf.channels.tests.letters import BOUNCE, HTML, LETTERS, MIXED, REPLY, broken


def test_gb2312_is_read_as_gb18030_and_words_cut_in_mid_character_are_joined() -> None:
    mail = read(REPLY)
    assert mail.sender
    assert (mail.sender.name, mail.sender.address) == ("王晓明", "wang@chenghai.example")
    assert mail.subject == "无法登录"
    assert mail.text.startswith("镕基先生，您好！")  # its first character is in GBK, not in GB 2312
    assert mail.threads == ("<0@yunhui.example>", "<root@yunhui.example>")
    assert fold(mail.text).written == "镕基先生，您好！还是不行。"
    assert "请重启" in fold(mail.text).quoted


def test_a_charset_may_be_cut_anywhere_by_encoded_words() -> None:
    assert decoded("=?utf-8?B?5peg5rOV55m75b2V5Lqk?= =?utf-8?Q?=E6=8D=A2?=") == "无法登录交换"
    assert decoded("=?utf-8?B?5pc=?= =?utf-8?B?oOazlQ==?=") == "无法"
    assert decoded("a =?utf-8?Q?b?= c") == "a b c"


@pytest.mark.parametrize(
    ("data", "label", "text"),
    [
        ("无法登录邮箱".encode("gbk"), "", "无法登录邮箱"),
        ("メールが届きません".encode("cp932"), "", "メールが届きません"),
        ("メールが届きません".encode("euc_jp"), "", "メールが届きません"),
        ("메일을 받을 수 없습니다".encode("cp949"), "", "메일을 받을 수 없습니다"),
        ("無法登入信箱，請協助處理".encode("big5"), "", "無法登入信箱，請協助處理"),
        ("无法登录".encode(), "gb2312", "无法登录"),
        ("无法登录".encode(), "iso-8859-1", "无法登录"),
        ("受信".encode("iso2022_jp"), "us-ascii", "受信"),
        (b"\x1b$B-!-j\x1b(B", "iso-2022-jp", "①㈱"),
        ("你好".encode("hz"), "", "你好"),
        ("Grüße".encode("latin-1"), "us-ascii", "Grüße"),
        (b"plain", "x-no-such-charset", "plain"),
        (b"rot", "rot13", "rot"),
    ],
)
def test_bytes_are_read_in_the_charset_they_are_in(data: bytes, label: str, text: str) -> None:
    assert decode(data, label)[0] == text


def test_parts_files_and_enclosed_mails() -> None:
    mail = read(MIXED)
    assert mail.text == "plain text"
    assert [(one.name, one.size) for one in mail.attachments] == [("对账.csv", 10), ("", None)]
    assert "script" not in markup.clean(mail.html)
    assert markup.has_remote_images(mail.html)
    assert "track.example" not in markup.clean(mail.html)
    assert "track.example" in markup.clean(mail.html, images=True)


def test_html_becomes_text_with_its_quotations() -> None:
    mail = read(HTML)
    assert mail.subject == "主障"
    assert mail.text == "障害です\n至急\n\n> 前のメール"


def test_a_delivery_report_names_who_was_not_reached_and_which_mail_it_was() -> None:
    mail = read(BOUNCE)
    assert [(one.recipient, one.action, one.status) for one in mail.dsn] == [("gone@b.example", "failed", "5.1.1")]
    assert mail.original_id == "<ours-1@yunhui.example>"
    assert decide(mail).word == "bounce"


def test_a_person_who_forwards_a_bounce_is_a_person() -> None:
    raw = (
        b"From: Li <li@a.example>\nSubject: Fwd: Undelivered Mail Returned to Sender\nMessage-ID: <3@a.example>\n\n"
        b"What does this mean?\n\n550 5.1.1 user unknown, your mail could not be delivered\n"
    )
    assert decide(read(raw)).word == "person"


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ("Auto-Submitted: auto-replied", "auto"),
        ("Auto-Submitted: no", "person"),
        ("Precedence: bulk", "auto"),
        ("Subject: 自动回复: 您好", "auto"),
        ("Subject: Automatic reply: hello", "auto"),
        ("Subject: Out of office settings do not work", "person"),
        ("Subject: Out of office: hello", "auto"),
        ("Subject: 自动回复无法设置", "person"),
        ("Subject: Automatic replies are not sent", "person"),
        ("Subject: Our autoresponder setting is wrong", "person"),
        ("List-Id: <a.example>", "list"),
        ("X-Spam-Flag: YES", "spam"),
        ("Return-Path: <>", "auto"),
        ("X-Loop: support@yunhui.example", "loop"),
    ],
)
def test_automatic_mail_is_known_by_its_marks(fields: str, word: str) -> None:
    raw = f"From: a@b.example\nMessage-ID: <4@b.example>\n{fields}\n\nHello\n".encode()
    assert decide(read(raw), Ours(frozenset({"support@yunhui.example"}))).word == word


def test_every_rule_that_was_asked_says_what_it_found() -> None:
    decision = decide(read(b"From: support@yunhui.example\n\nx"), Ours(frozenset({"support@yunhui.example"})))
    assert decision.word == "loop"
    assert [reason.rule for reason in decision.reasons][-1] == "loop"
    assert all(reason.why for reason in decision.reasons)


@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"\x00", b"no headers at all", b"From x\n", b"\r\r\r", b"From: \xff\xfe\n"]
)
def test_what_is_hardly_a_mail_is_held(raw: bytes) -> None:
    assert decide(read(raw)).word == "held"


def test_carriage_returns_alone_end_lines_too() -> None:
    mail = read(REPLY.replace(b"\r\n", b"\r"))
    assert mail.subject == "无法登录"
    assert mail.text.startswith("镕基先生")


def test_endless_nesting_is_left_closed_and_said() -> None:
    raw = b"From: a@b.example\n"
    for level in range(1_000):
        raw += f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n".encode()
    begun = monotonic()
    mail = read(raw + b"\nText\n")
    assert monotonic() - begun < 5
    assert any(str(DEPTH) in why for why in mail.cut)


@pytest.mark.parametrize(
    "html",
    ["<div>" * 100_000, "<a " * 50_000, "<!--" * 50_000, '<a href="' * 30_000, "<table><td>" * 20_000, "&" * 100_000,
     "<p>a<b>" * 20_000, "<blockquote>" * 5_000],
)  # fmt: skip
def test_hostile_html_costs_no_time(html: str) -> None:
    begun = monotonic()
    mail = read(f"From: a@b.example\nContent-Type: text/html\n\n{html}x".encode())
    markup.clean(mail.html)
    assert monotonic() - begun < 5


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "CON.txt",
        "-rf",
        "...",
        "",
        "a\x00b",
        "x\u202etxt.exe",
        "<script>.js",
        "\n",
        "a" * 500 + ".pdf",
    ],
)
def test_no_name_leaves_its_folder(name: str) -> None:
    safe = names.safe(name, "application/pdf")
    assert safe
    assert len(safe) <= names.LONGEST
    assert not set(safe) & set('/\\:*?"<>|\x00\n\u202e')
    assert not safe.startswith((".", "-"))


def test_parameters_in_pieces_and_in_quotes() -> None:
    value, found = parameters('attachment; filename*0*=GBK\'\'%B6%D4; filename*1*=%D5%CB; x="a;b\\"c"; y=z')
    assert (value, found) == ("attachment", {"filename": "对账", "x": 'a;b"c', "y": "z"})


@pytest.mark.parametrize("data", [b"", b"\x78\x9f\x3e\x22", b"\x78\x9f\x3e\x22" + b"\xff" * 64])
def test_a_broken_winmail_is_no_reason_to_fail(data: bytes) -> None:
    inside = tnef.opened(data)
    assert inside is None or inside.files == ()


def test_no_mutation_of_a_mail_raises_or_lasts() -> None:
    random = Random(20261122)
    for _number in range(400):
        raw = broken(LETTERS, random)
        begun = monotonic()
        found = explained(raw, Ours())
        markup.clean(read(raw).html)
        assert monotonic() - begun < 5
        assert found["decision"]
        assert "\x00" not in str(found["text"])
        str(found).encode()
