"""Mails of our own to read, and ways to break them."""

from __future__ import annotations

from base64 import b64encode
from random import Random

REPLY = """From: =?gb2312?B?zfXP/sP3?= <Wang@Chenghai.example>
To: support@yunhui.example
Subject: =?GBK?B??= =?utf-8?B?5peg5rOV?= =?utf-8?B?55m75b2V?=
Message-ID: <1@chenghai.example>
In-Reply-To: <0@yunhui.example>
References: <root@yunhui.example>
 <0@yunhui.example>
Date: Mon, 23 Nov 2026 09:00:00 +0800
Content-Type: text/plain; charset=gb2312
Content-Transfer-Encoding: 8bit

镕基先生，您好！还是不行。

发自我的 iPhone

在 2026年11月22日，云汇支持 <support@yunhui.example> 写道：
> 请重启 Outlook。
""".encode("gb18030").replace(b"\n", b"\r\n")

MIXED = (
    b"From: A <a@b.example>\nTo: support@yunhui.example\nSubject: files\nMessage-ID: <2@b.example>\n"
    b'Content-Type: multipart/mixed; boundary="x"\n\npreamble\n--x\nContent-Type: multipart/alternative; boundary=y\n\n'
    b"--y\nContent-Type: text/plain; charset=utf-8\n\nplain text\n--y\nContent-Type: text/html\n\n"
    b'<p>rich <b>text</b> <img src="https://track.example/1.gif"><script>x()</script></p>\n--y--\n'
    b"--x\nContent-Type: application/octet-stream\nContent-Disposition: attachment;\n"
    b" filename*0*=UTF-8''%E5%AF%B9%E8%B4%A6;\n filename*1=.csv\nContent-Transfer-Encoding: base64\n\n"
    + b64encode(b"a,b\r\n1,2\r\n")
    + b"\n--x\nContent-Type: message/rfc822\n\nSubject: inner\n\ninner\n--x--\n"
)

BOUNCE = (
    b"Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example>\nSubject: Undelivered Mail\n"
    b'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\n\n--r\n\nIt did not arrive.\n'
    b"--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
    b"Final-Recipient: rfc822; Gone@b.example\n"
    b"Action: failed\nStatus: 5.1.1\n\n--r\nContent-Type: text/rfc822-headers\n\n"
    b"Message-ID: <ours-1@yunhui.example>\n--r--\n"
)

HTML = (
    b"From: c@d.example\nSubject: =?iso-2022-jp?B?GyRCPGc+YxsoQg==?=\nContent-Type: text/html; charset=shift_jis\n\n"
    + "<div>障害です<br>至急<blockquote>前のメール</blockquote></div>".encode("cp932")
)

LETTERS = (REPLY, MIXED, BOUNCE, HTML)


def broken(letters: tuple[bytes, ...], random: Random) -> bytes:
    """One of the letters, broken somewhere: cut, torn, spliced, repeated, or with foreign bytes in it."""
    raw = random.choice(letters)
    for _time in range(random.randint(1, 6)):
        at = random.randrange(len(raw) + 1)
        upto = min(len(raw), at + random.randint(0, 300))
        raw = random.choice(_WAYS)(raw, at, upto, random, letters)
    return raw


def _spliced(raw: bytes, at: int, upto: int, random: Random, letters: tuple[bytes, ...]) -> bytes:
    other = random.choice(letters)
    begin = random.randrange(len(other) + 1)
    return raw[:at] + other[begin : begin + random.randint(0, 2_000)] + raw[upto:]


def _flipped(raw: bytes, at: int, upto: int, random: Random, _letters: tuple[bytes, ...]) -> bytes:
    return raw[:at] + bytes(sign ^ (random.random() < 0.1) << random.randrange(8) for sign in raw[at:upto]) + raw[upto:]


_ENDS = (b"\r", b"\r\n", b"\n\n", b"\n ")
_WAYS = (
    lambda raw, at, upto, _random, _letters: raw[:at] + raw[upto:],
    lambda raw, at, _upto, random, _letters: raw[:at] + random.randbytes(random.randint(1, 40)) + raw[at:],
    lambda raw, at, upto, random, _letters: raw[:at] + raw[at:upto] * random.randint(1, 30) + raw[upto:],
    lambda raw, at, _upto, _random, _letters: raw[: max(at, 1)],
    lambda raw, _at, _upto, random, _letters: raw.replace(b"\n", random.choice(_ENDS), random.randint(1, 200)),
    lambda raw, at, _upto, random, _letters: raw[:at] + random.choice(PIECES) + raw[at:],
    _spliced,
    _flipped,
)

PIECES: tuple[bytes, ...] = (
    b"\nContent-Type: multipart/mixed; boundary=x\n\n", b"\n--x\n", b"\n--x--\n", b"=?utf-8?B?", b"=?gb2312?Q?=CE?=",
    b"\nContent-Transfer-Encoding: base64\n", b"\nContent-Type: message/rfc822\n\n", b"\x00\x00", b"\x1b$B", b"~{",
    b"\xff\xfe", b"\nContent-Type: application/ms-tnef\n\n\x78\x9f\x3e\x22", b"<" * 500, b"<blockquote>" * 200,
    b'filename*0*="', b"\n\n\n",
)  # fmt: skip
