"""The collected mails, where they lie beside the repository: every decision and every agreed field, but for what is
explained here one by one."""

from __future__ import annotations

import json
import os
import unicodedata
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from behalf.channels.reading import tnef
from behalf.channels.reading.deciding import Ours, decide
from behalf.channels.reading.explaining import facts
from behalf.channels.reading.quotes import fold
from behalf.channels.reading.reader import read

CORPUS = Path(os.environ.get("MAIL_CORPUS") or Path(__file__).resolve().parents[4] / "shared" / "data" / "mail")
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the collected mails are not beside this repository")

# Where we judge otherwise: file -> (our word, why).
JUDGED_OTHERWISE = {
    "sisimai/bsd__lhost-amazonses-11.eml": ("auto", "a topic's notice by no-reply, its bounce in JSON"),
    "sisimai/bsd__lhost-gmail-08.eml": ("bounce-temporary", "it says delayed, and the server goes on trying"),
    "sisimai/bsd__lhost-opensmtpd-12.eml": ("bounce-temporary", "its report says Action: delayed"),
    "sisimai/bsd__lhost-sendmail-29.eml": ("bounce-temporary", "its report says Action: delayed"),
    "sisimai/bsd__lhost-x1-04.eml": ("bounce-temporary", "a warning: the server goes on trying"),
    "sisimai/bsd__lhost-sendmail-14.eml": ("person", "a person forwards a bounce"),
    "sisimai/mailbox__size-2.mbox": ("held", "three bytes without a sender"),
    "sisimai/not__is-not-bounce-01.eml": ("person", "the collection only says what it is not"),
    "flanker/bounce__delayed.eml": ("bounce", "its report says Action: failed, after five days"),
    "flanker/attached-pdf.eml": ("held", "no sender: nobody to answer"),
    "otobo/EmailParser__MultipartMixedHTML.eml": ("held", "no sender: nobody to answer"),
    "mikel-mail/error_emails__bad_encoded_subject.eml": ("held", "no sender: nobody to answer"),
    "cpython/msg_11.txt.eml": ("held", "no sender: nobody to answer"),
    "otobo/EmailParser__UTF8Filename.box": ("list", "it came over a mailing list, as List-Id says"),
}  # fmt: skip

WORDS = {
    "case": "person",
    "reply": "person",
    "duplicate": "person",
    "own-copy": "loop",
    "auto-likely": "auto",
    "case-or-held": "person",
}


def _lines(name: str) -> list[dict[str, Any]]:
    path = CORPUS / name
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def _same(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("expected", _lines("expected.jsonl"), ids=lambda each: each["file"])
def test_a_collected_mail(expected: dict[str, Any]) -> None:
    begun = monotonic()
    mail = read((CORPUS / expected["file"]).read_bytes())
    word = decide(mail).word
    assert monotonic() - begun < 5
    assert word == JUDGED_OTHERWISE.get(expected["file"], (expected["decision"], ""))[0]
    found, wanted = facts(mail), expected.get("facts", {})
    for field in expected["must"]:
        match field:
            case "text":
                assert _same(mail.text).startswith(_same(wanted["text_start"]))
            case "filenames":
                assert [one["name"] for one in found["attachments"]] == [one["name"] for one in wanted["attachments"]]
            case "attachments":
                keys = ("type", "size", "sha256")
                named = [[one[key] for key in keys] for one in found["attachments"]]
                assert named == [[one[key] for key in keys] for one in wanted["attachments"]]
            case "subject":
                assert _same(mail.subject) == _same(wanted["subject"])
            case _:
                assert found[field] == wanted[field]


@pytest.mark.parametrize("expected", _lines("made/expected.jsonl"), ids=lambda each: each["file"])
def test_a_made_mail(expected: dict[str, Any]) -> None:
    begun = monotonic()
    mail = read((CORPUS / "made" / expected["file"]).read_bytes())
    word = decide(mail, Ours(frozenset({"support@reseller.example"}))).word
    assert monotonic() - begun < 5
    assert word == WORDS.get(expected["decision"], expected["decision"])
    for field, got in (("subject", mail.subject), ("text", mail.text)):
        if field in expected and expected.get(f"{field}_must", True):
            assert _same(got) == _same(expected[field])
    if "from_name" in expected:
        assert mail.sender
        assert mail.sender.name == expected["from_name"]
    files = mail.attachments if "attachments" in expected else ()
    for wanted, one in zip(expected.get("attachments", []), files, strict=True):
        assert (one.size, sha256(one.content or b"").hexdigest()) == (wanted["size"], wanted["sha256"])
        assert wanted.get("name", one.name) == one.name
    if "dsn" in expected:
        assert [(one.recipient, one.action, one.status) for one in mail.dsn] == [
            tuple(one.values()) for one in expected["dsn"]
        ]
        assert mail.original_id == expected["original_message_id"]


@pytest.mark.parametrize("expected", _lines("tnef_expected.jsonl"), ids=lambda each: each["file"])
def test_a_winmail_stream(expected: dict[str, Any]) -> None:
    inside = tnef.opened((CORPUS / expected["file"]).read_bytes())
    assert inside is not None
    bodies = {"message.rtf": inside.rtf, "message.html": inside.html, "message.txt": inside.text}
    assert {name for name, body in bodies.items() if body} == set(expected["bodies"])
    assert sorted(one.name for one in inside.files) == sorted(one["name"] for one in expected["attachments"])
    if expected["second_parser_agrees"]:
        assert [sha256(one.content).hexdigest() for one in inside.files] == [
            one["sha256"] for one in expected["attachments"]
        ]


@pytest.mark.parametrize("expected", _lines("replies.jsonl"), ids=lambda each: each["file"])
def test_what_a_person_really_wrote(expected: dict[str, Any]) -> None:
    mail = read((CORPUS / expected["file"]).read_bytes())
    assert _same(fold(mail.text).written) in (_same(expected["kept"]), _same(expected["kept_plain"]))
