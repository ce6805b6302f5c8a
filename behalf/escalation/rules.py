"""The gate: what the operator expects before a case goes up, and what a dossier is on its way.

P34 defines escalation support as help that the reseller cannot reasonably give because it lacks the training,
documentation or tools; P24 and P30 say to start with the health of the service; P24 allows a request about an outage
only once it is over. Which of these may be passed by with a reason is domain.md 4 (6, 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Topic = Literal["technical", "subscription", "billing", "fraud"]
Item = Literal["health", "settings", "tried", "lack"]
Answer = Literal["met", "exempt", "overridden", "missing"]
Stance = Literal["cause", "denied", "persists"]

TOPICS: tuple[Topic, ...] = ("technical", "subscription", "billing", "fraud")
EXEMPT: tuple[Topic, ...] = ("billing", "fraud")
ITEMS: tuple[Item, ...] = ("health", "settings", "tried", "lack")
OF_SERVICE: tuple[Item, ...] = ("health", "settings")
LACKS = ("training", "documentation", "tools")

FRESH = timedelta(hours=24)
REOPENS = timedelta(days=14)

# Why the operator may call an escalation inappropriate (domain.md 4 (8)).
INAPPROPRIATE = (
    "no_health_check", "span_of_control", "known_incident", "how_to", "nothing_tried", "duplicate",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a case when its gate is looked at. Instants are None where there is none."""

    topic: Topic
    has_service: bool
    health_checked_at: datetime | None = None
    settings_seen_at: datetime | None = None
    settings_not_applicable: str = ""
    case_opened_at: datetime | None = None
    tried: int = 0
    lack: str = ""
    lack_words: str = ""


@dataclass(frozen=True, slots=True)
class IncidentQuestion:
    """A published incident on the case's service, and what the agent said about it."""

    incident_id: int
    is_open: bool
    stance: Stance | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """The state of the gate: each item's answer, the incidents that stand in the way, and whether it is open."""

    items: Mapping[Item, Answer]
    unanswered: tuple[int, ...]
    waiting: tuple[int, ...]

    @property
    def missing(self) -> tuple[Item, ...]:
        """The items that are neither there nor passed by, in order."""
        return tuple(item for item in ITEMS if self.items[item] == "missing")

    @property
    def met(self) -> int:
        """How many items need nothing more."""
        return len(ITEMS) - len(self.missing)

    @property
    def is_open(self) -> bool:
        """Whether the case may go up."""
        return not (self.missing or self.unanswered or self.waiting)


def gate(
    evidence: Evidence, overrides: Mapping[Item, str], incidents: Iterable[IncidentQuestion], *, now: datetime
) -> Gate:
    """Look at everything at once. overrides: item -> the reason for going up without it, which the operator reads."""
    asked = () if exempt(evidence.topic) or not evidence.has_service else tuple(incidents)
    return Gate(
        items={item: _answer(item, evidence, overrides.get(item, ""), now) for item in ITEMS},
        unanswered=tuple(each.incident_id for each in asked if not answered(each)),
        waiting=tuple(each.incident_id for each in asked if each.is_open and each.stance == "cause"),
    )


def exempt(topic: Topic) -> bool:
    """Billing and fraud have no service whose health or settings could be looked at (domain.md 4 (6))."""
    return topic in EXEMPT


def answered(question: IncidentQuestion) -> bool:
    """Whether the agent said what an incident has to do with the case.

    While it runs: it is the cause, or it is not, with a reason. Once it is over, only a case that waited for it
    has to say that the problem is still there.
    """
    match question.stance:
        case "denied":
            return bool(question.reason.strip())
        case "cause":
            return question.is_open
        case "persists":
            return not question.is_open
        case _:
            return not question.is_open


def _answer(item: Item, evidence: Evidence, override: str, now: datetime) -> Answer:
    if item in OF_SERVICE and (exempt(evidence.topic) or not evidence.has_service):
        return "exempt"
    if _is_met(item, evidence, now):
        return "met"
    return "overridden" if override.strip() else "missing"


def _is_met(item: Item, evidence: Evidence, now: datetime) -> bool:
    match item:
        case "health":
            return evidence.health_checked_at is not None and now - evidence.health_checked_at <= FRESH
        case "settings":
            return bool(evidence.settings_not_applicable.strip()) or _since_opened(evidence)
        case "tried":
            return evidence.tried > 0
        case "lack":
            return evidence.lack in LACKS and bool(evidence.lack_words.strip())


def _since_opened(evidence: Evidence) -> bool:
    seen, opened = evidence.settings_seen_at, evidence.case_opened_at
    return seen is not None and (opened is None or seen >= opened)


def severity_above(severity: str, *, premium: bool, topic: Topic) -> str:
    """The severity of the operator's case: A needs the premium agreement and a technical case (O1, O5)."""
    return "B" if severity == "A" and not (premium and topic == "technical") else severity


# --- The dossier on its way ------------------------------------------------------------------------------------------

SENT, ACKNOWLEDGED, QUESTION, ANSWERED, RESOLVED, CLOSED, INAPPROPRIATE_STATE = (
    "sent", "acknowledged", "question", "answered", "resolved", "closed", "inappropriate",
)  # fmt: skip

# word -> the state it brings; "received" brings none
AFTER = {
    "acknowledged": ACKNOWLEDGED,
    "question": QUESTION,
    "answer": ANSWERED,
    "reply": ACKNOWLEDGED,
    "resolved": RESOLVED,
    "inappropriate": INAPPROPRIATE_STATE,
    "reopened": ACKNOWLEDGED,
    "closed": CLOSED,
}
ENDED = (CLOSED, INAPPROPRIATE_STATE)
WITH_RESELLER = (QUESTION, ANSWERED, RESOLVED)  # the reseller's word is next


@dataclass(frozen=True, slots=True)
class Word:
    """What of a message decides where its dossier stands."""

    kind: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dossier stands; ``reason``: why it was called inappropriate."""

    state: str = SENT
    ended_at: datetime | None = None
    reason: str = ""


def standing(words: Iterable[Word]) -> Standing:
    """Where a dossier stands after its words in order: a fold, the same on both sides, however late each is heard.

    What has ended stays so until it is reopened, whatever else was on its way.
    """
    now = Standing()
    for word in words:
        if word.kind not in AFTER or (now.state in ENDED and word.kind != "reopened"):
            continue
        state = AFTER[word.kind]
        now = Standing(state, word.at if state in ENDED else None, word.reason or now.reason)
    return now


def may_reply(state: str) -> bool:
    """Whether the reseller may still write to the operator about it."""
    return state not in ENDED


def may_reopen(state: str, *, ended_at: datetime | None, now: datetime) -> bool:
    """A resolved request goes on at any time, a closed one within 14 days (GL)."""
    return state == RESOLVED or (state == CLOSED and ended_at is not None and now - ended_at <= REOPENS)


def may_judge(state: str) -> bool:
    """Whether the operator may still call it inappropriate."""
    return state not in ENDED
