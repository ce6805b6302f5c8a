"""What is to become of a mail, judged from itself alone: a chain of small rules, the first with an answer decides.

``person`` opens or joins a case. Everything else does neither: ``bounce``, ``bounce-temporary``, ``complaint``,
``receipt``, ``auto``, ``list``, ``spam``, ``loop``; ``held`` waits for a human.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from behalf.channels.reading import signs
from behalf.channels.reading.letter import Read

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
    """What one rule found. ``word`` is empty where it left the decision to the next."""

    rule: str
    word: str
    why: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.why}"


@dataclass(frozen=True, slots=True)
class Decision:
    """The word, and every step on the way to it."""

    word: str
    reasons: tuple[Reason, ...]


Finding = tuple[str, str]
Rule = Callable[[Read, Ours], Finding]


def decide(read: Read, ours: Ours = Ours()) -> Decision:
    """Go through the rules in order."""
    reasons: list[Reason] = []
    for name, rule in RULES:
        word, why = rule(read, ours)
        reasons.append(Reason(name, word, why))
        if word:
            return Decision(word, tuple(reasons))
    return Decision(PERSON, (*reasons, Reason("person", PERSON, "nothing says that a machine wrote it")))


def _complaint(read: Read, _ours: Ours) -> Finding:
    if read.report == "feedback-report":
        return COMPLAINT, "it is a feedback report (RFC 5965)"
    return "", "no feedback report"


def _receipt(read: Read, _ours: Ours) -> Finding:
    if read.report == "disposition-notification":
        return RECEIPT, "it says that a mail was seen (RFC 8098)"
    if read.dsn and all(one.action in DONE for one in read.dsn):
        return RECEIPT, "every recipient got the mail (RFC 3464)"
    return "", "no receipt"


def _delivery_report(read: Read, _ours: Ours) -> Finding:
    stuck = [one for one in read.dsn if one.action not in DONE]
    if not stuck:
        return "", "no delivery report"
    if all(one.action == "delayed" for one in stuck):
        return TEMPORARY, f"the delivery report says delayed for {_names([one.recipient for one in stuck])}"
    lost = [f"{one.recipient} {one.status}".strip() for one in stuck if one.action != "delayed"]
    return BOUNCE, f"the delivery report says failed for {_names(lost)}"


def _returned(read: Read, _ours: Ours) -> Finding:
    found = signs.returned(read)
    if not found.holds:
        return "", "; ".join(found.signs) + ": not enough for a bounce" if found.signs else "no sign of a bounce"
    return TEMPORARY if found.temporary else BOUNCE, "; ".join(found.signs)


def _loop(read: Read, ours: Ours) -> Finding:
    if ours.is_own_id(read.message_id):
        return LOOP, "we sent this very mail"
    mine = [one.address for one in read.senders if one.address in ours.addresses]
    if mine:
        return LOOP, f"it comes from our own address {mine[0]}"
    hops = sum(name == "received" for name, _value in read.headers)
    if hops > MOST_HOPS:
        return LOOP, f"it went through {hops} servers"
    looped = read.header("x-loop").lower().strip("<> ")
    if looped and looped in ours.addresses:
        return LOOP, "it carries our own mark"
    return "", "not from us"


def _automatic(read: Read, _ours: Ours) -> Finding:
    if read.auto_submitted not in ("", "no"):
        return AUTO, f"Auto-Submitted: {read.auto_submitted} (RFC 3834)"
    if read.precedence in ("bulk", "junk", "auto_reply", "auto-reply"):
        return AUTO, f"Precedence: {read.precedence}"
    if field := signs.automatic_field(read):
        return AUTO, f"{field} is set"
    if sign := signs.automatic_subject(read.subject):
        return AUTO, f"the subject reads like an automatic answer: {sign}"
    if read.null_sender:
        return AUTO, "the envelope names no sender"
    if read.sender and signs.is_nobody(read.sender.address):
        return AUTO, f"nobody reads {read.sender.address}"
    return "", "no mark of automatic mail"


def _spam(read: Read, _ours: Ours) -> Finding:
    for name in ("x-spam-flag", "x-spam-status", "x-spam"):
        if read.header(name).lower().startswith(("yes", "true", "spam")):
            return SPAM, f"a filter before us marked it: {name}"
    return "", "no filter marked it"


def _list(read: Read, _ours: Ours) -> Finding:
    if read.is_list or read.precedence == "list":
        return LIST, "it came over a mailing list"
    return "", "no mailing list"


def _held(read: Read, _ours: Ours) -> Finding:
    if read.sender is None:
        return HELD, "it names no sender, so there is nobody to answer"
    if not read.text.strip() and not read.attachments and not read.subject:
        return HELD, "it says nothing"
    return "", "it has a sender and says something"


def _names(found: list[str]) -> str:
    return ", ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")


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
