"""What is right for mail: ids that only we can make, what names the same mail, and how often is too often."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

LARGEST = 25 * 1024 * 1024
BATCH = 50
BATCH_BYTES = 50 * 1024 * 1024  # of one batch, so that large mails are not all held in memory
ATTEMPTS = 3  # looks at one mail that may end with the process, before it waits for a human
ALONE_AFTER = 1  # a mail whose look ended so is looked at without company, so that it takes no other with it
REFERENCES = 10
OPENED_AT_MOST, WITHIN = 10, timedelta(hours=1)
FETCHED_AT_ONCE = 20  # mails of a mailbox, before its server is told that they were taken
FETCH_FOR = timedelta(minutes=4)  # then others have their turn
FETCH_EVERY = timedelta(minutes=1)
FETCH_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))  # after failures, then the last
FETCH_TOLD_AT = 3  # failures in a row, after which somebody is told
LOOKED_BACK = timedelta(days=2)  # before the last look, when a server has numbered its mails anew
TOLD_AT_ONCE = 500  # notices of a robot that go with one message, most of them counted
TELL_APART = timedelta(seconds=4)  # between two messages of a robot: 15 a minute, where both providers allow 20
TELL_CLAIM = timedelta(minutes=2)  # longer than sending takes; then the next looks whether it was done
TELL_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60, 240))  # then the notices have failed
TELL_TOLD_AT = 3  # failures in a row, after which somebody is told
TOGETHER = timedelta(hours=24)  # the second mail under a subject belongs to the case of the first
NOTED_AT_MOST = 5  # automatic answers that one case notes, then no more

_OURS = re.compile(
    r"<bh\.(?P<org>\d{1,18})\.(?P<case>\d{1,18})\.(?P<nonce>[0-9a-f]{12})\.(?P<mac>[0-9a-f]{24})@[^<>@\s]+>"
)
_NUMBER = re.compile(r"(?<![A-Za-z0-9-])([A-Z]{1,4}-\d{1,12})(?![\d-])")


@dataclass(frozen=True, slots=True)
class OurId:
    """What a message id that we made says."""

    org_id: int
    case_id: int


def message_id(secret: str, *, org_id: int, case_id: int, nonce: str, domain: str) -> str:
    """The id of a mail about a case; nobody without the secret can make another."""
    return f"<bh.{org_id}.{case_id}.{nonce}.{_mac(secret, org_id, case_id, nonce)}@{domain}>"


def our_id(secret: str, text: str) -> OurId | None:
    """What an id says, if we made it."""
    found = _OURS.fullmatch(text.strip())
    if found is None:
        return None
    org_id, case_id = int(found["org"]), int(found["case"])
    if not hmac.compare_digest(found["mac"], _mac(secret, org_id, case_id, found["nonce"])):
        return None
    return OurId(org_id, case_id)


def _mac(secret: str, org_id: int, case_id: int, nonce: str) -> str:
    text = f"channels message id\0{org_id}\0{case_id}\0{nonce}"
    return hmac.new(secret.encode(), text.encode(), sha256).hexdigest()[:24]


def digest(text: str) -> str:
    """What a message id is looked up by."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def same_mail(message_id: str, sender: str, raw: bytes) -> str:
    """What names a mail: its id together with its sender, so that a foreign id blocks nobody; else all of its bytes."""
    return digest(f"{message_id}\0{sender}") if message_id else sha256(raw).hexdigest()


def numbers(subject: str) -> list[str]:
    """Numbers of cases that a subject names; no proof of anything by themselves."""
    return list(dict.fromkeys(_NUMBER.findall(subject[:1_000])))[:5]


def domain_of(address: str) -> str:
    """The part of an address behind its sign."""
    return address.rpartition("@")[2].lower()


def next_telling(failures: int, now: datetime) -> datetime | None:
    """When a robot is tried again, after so many failures in a row; None: its notices are given up."""
    return now + TELL_WAITS[failures - 1] if failures <= len(TELL_WAITS) else None


def next_fetch(failures: int, now: datetime) -> datetime:
    """When a mailbox is asked again, after so many failures in a row."""
    return now + (FETCH_WAITS[min(failures, len(FETCH_WAITS)) - 1] if failures else FETCH_EVERY)
