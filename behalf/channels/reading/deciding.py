"""What is to become of a mail, judged from itself alone: a chain of small rules, the first with an answer decides.

``person`` opens or joins a case. Everything else does neither: ``bounce``, ``bounce-temporary``, ``complaint``,
``receipt``, ``auto``, ``list``, ``spam``, ``loop``; ``held`` waits for a human.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from behalf.channels.reading import signs
from behalf.channels.reading.letter import Read
from behalf.channels.reading.said import Facts, gettext_noop

PERSON, HELD, LOOP = "person", "held", "loop"
BOUNCE, TEMPORARY, COMPLAINT, RECEIPT = "bounce", "bounce-temporary", "complaint", "receipt"
AUTO, LIST, SPAM = "auto", "list", "spam"
AUTOMATIC = (BOUNCE, TEMPORARY, COMPLAINT, RECEIPT, AUTO, LIST, SPAM, LOOP)
WORDS = (PERSON, HELD, *AUTOMATIC)

MOST_HOPS = 50
DONE = ("delivered", "relayed", "expanded")


@dataclass(frozen=True, slots=True)
class Ours:
    """What is our own: the addresses of the desk, and whether a message id was made by us."""

    addresses: frozenset[str] = frozenset()
    is_own_id: Callable[[str], bool] = lambda _message_id: False


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule found. ``word`` is empty where it left the decision to the next.

    ``why`` is an English msgid with ``%(name)s`` for each of ``facts``; a page says it in the reader's language.
    """

    rule: str
    word: str
    why: str
    facts: Facts = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.rule}: {self.why % self.facts if self.facts else self.why}"


@dataclass(frozen=True, slots=True)
class Decision:
    """The word, and every step on the way to it."""

    word: str
    reasons: tuple[Reason, ...]


Rule = Callable[[str, Read, Ours], list[Reason]]


def decide(read: Read, ours: Ours = Ours()) -> Decision:
    """Go through the rules in order."""
    reasons: list[Reason] = []
    for name, rule in RULES:
        found = rule(name, read, ours)
        reasons.extend(found)
        if word := next((reason.word for reason in found if reason.word), ""):
            return Decision(word, tuple(reasons))
    last = Reason("person", PERSON, gettext_noop("nothing says that a machine wrote it"))
    return Decision(PERSON, (*reasons, last))


def _complaint(name: str, read: Read, _ours: Ours) -> list[Reason]:
    if read.report == "feedback-report":
        return [Reason(name, COMPLAINT, gettext_noop("it is a feedback report (RFC 5965)"))]
    return [Reason(name, "", gettext_noop("no feedback report"))]


def _receipt(name: str, read: Read, _ours: Ours) -> list[Reason]:
    if read.report == "disposition-notification":
        return [Reason(name, RECEIPT, gettext_noop("it says that a mail was seen (RFC 8098)"))]
    if read.dsn and all(one.action in DONE for one in read.dsn):
        return [Reason(name, RECEIPT, gettext_noop("every recipient got the mail (RFC 3464)"))]
    return [Reason(name, "", gettext_noop("no receipt"))]


def _delivery_report(name: str, read: Read, _ours: Ours) -> list[Reason]:
    stuck = [one for one in read.dsn if one.action not in DONE]
    if not stuck:
        return [Reason(name, "", gettext_noop("no delivery report"))]
    if all(one.action == "delayed" for one in stuck):
        who = _names([one.recipient for one in stuck])
        return [Reason(name, TEMPORARY, gettext_noop("the delivery report says delayed for %(who)s"), {"who": who})]
    who = _names([f"{one.recipient} {one.status}".strip() for one in stuck if one.action != "delayed"])
    return [Reason(name, BOUNCE, gettext_noop("the delivery report says failed for %(who)s"), {"who": who})]


def _returned(name: str, read: Read, _ours: Ours) -> list[Reason]:
    found = signs.returned(read)
    reasons = [Reason(name, "", why, facts) for why, facts in found.signs]
    if found.holds and found.temporary:
        why = gettext_noop("who sent it and what it says agree: mail of ours is late")
        return [*reasons, Reason(name, TEMPORARY, why)]
    if found.holds:
        return [*reasons, Reason(name, BOUNCE, gettext_noop("who sent it and what it says agree: it is returned mail"))]
    nothing = gettext_noop("not enough for returned mail") if reasons else gettext_noop("no sign of returned mail")
    return [*reasons, Reason(name, "", nothing)]


def _loop(name: str, read: Read, ours: Ours) -> list[Reason]:
    if ours.is_own_id(read.message_id):
        return [Reason(name, LOOP, gettext_noop("we sent this very mail"))]
    looped = read.header("x-loop").lower().strip("<> ")
    for address in (*(one.address for one in read.senders), looped):
        if address in ours.addresses:
            why = gettext_noop("it carries our own address %(address)s as its sender or mark")
            return [Reason(name, LOOP, why, {"address": address})]
    hops = sum(header == "received" for header, _value in read.headers)
    if hops > MOST_HOPS:
        return [Reason(name, LOOP, gettext_noop("it went through %(hops)s servers"), {"hops": hops})]
    return [Reason(name, "", gettext_noop("not from us"))]


def _automatic(name: str, read: Read, _ours: Ours) -> list[Reason]:
    if read.auto_submitted not in ("", "no"):
        return [_field(name, "Auto-Submitted", read.auto_submitted)]
    if read.precedence in ("bulk", "junk", "auto_reply", "auto-reply"):
        return [_field(name, "Precedence", read.precedence)]
    if header := signs.automatic_field(read):
        return [_field(name, header, read.header(header))]
    if sign := signs.automatic_subject(read.subject):
        why = gettext_noop("its subject reads like an automatic answer: %(sign)s")
        return [Reason(name, AUTO, why, {"sign": sign})]
    if read.null_sender:
        return [Reason(name, AUTO, gettext_noop("the envelope names no sender"))]
    if read.sender and signs.is_nobody(read.sender.address):
        return [Reason(name, AUTO, gettext_noop("nobody reads %(address)s"), {"address": read.sender.address})]
    return [Reason(name, "", gettext_noop("no mark of automatic mail"))]


def _field(name: str, header: str, value: str) -> Reason:
    why = gettext_noop("a field says that it is automatic: %(header)s: %(value)s")
    return Reason(name, AUTO, why, {"header": header, "value": value[:80]})


def _spam(name: str, read: Read, _ours: Ours) -> list[Reason]:
    for header in ("x-spam-flag", "x-spam-status", "x-spam"):
        if read.header(header).lower().startswith(("yes", "true", "spam")):
            return [Reason(name, SPAM, gettext_noop("a filter before us marked it: %(header)s"), {"header": header})]
    return [Reason(name, "", gettext_noop("no filter marked it"))]


def _list(name: str, read: Read, _ours: Ours) -> list[Reason]:
    if read.is_list or read.precedence == "list":
        return [Reason(name, LIST, gettext_noop("it came over a mailing list"))]
    return [Reason(name, "", gettext_noop("no mailing list"))]


def _held(name: str, read: Read, _ours: Ours) -> list[Reason]:
    if read.sender is None:
        return [Reason(name, HELD, gettext_noop("it names no sender, so there is nobody to answer"))]
    if not read.text.strip() and not read.attachments and not read.subject:
        return [Reason(name, HELD, gettext_noop("it says nothing"))]
    return [Reason(name, "", gettext_noop("it has a sender and says something"))]


def _names(found: list[str]) -> str:
    return ", ".join(found[:5]) + (", …" if len(found) > 5 else "")


RULES: tuple[tuple[str, Rule], ...] = (
    ("complaint", _complaint),
    ("receipt", _receipt),
    ("delivery report", _delivery_report),
    ("returned mail", _returned),
    ("loop", _loop),
    ("automatic", _automatic),
    ("spam", _spam),
    ("list", _list),
    ("held", _held),
)
