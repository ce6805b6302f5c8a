"""Cases from their opening to the closed loop: each step of ``cases.toml`` is one act of somebody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from behalf.administration import actions as administration
from behalf.cases import actions as cases
from behalf.cases import queries as case_queries
from behalf.cases.models import Case, Rating
from behalf.customers import queries as customers
from behalf.escalation import actions as escalation
from behalf.escalation import queries as escalations
from behalf.escalation.models import Draft
from behalf.health import actions as health
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from behalf.site.demo.staff import STAFF, repair, visit
from behalf.site.demo.story import Story
from behalf.site.demo.words import read

OPENS = {
    "SH": "chen.siyu@yunhui.example",
    "QD": "lv.ning@shuangwei.example",
    "MC": "takahashi.ken@minato-cloud.example",
}


@dataclass
class Talk:
    """A case while it is told. ``agent``: who last worked on it for the reseller."""

    story: Story
    row: dict[str, Any]
    case: Case
    agent: Actor
    dossier: int = 0

    @property
    def account_id(self) -> int:
        """The customer's account."""
        return self.story.known.accounts[self.row["domain"]]

    @property
    def service_id(self) -> int:
        """The service that it is about."""
        return self.story.known.services[self.row["service"]]

    @property
    def about(self) -> tuple[str, str, str]:
        """The case, for what was done because of it."""
        return ("case", str(self.case.pk), self.case.number)

    def linked(self, actor: Actor) -> int:
        """The operator's own case."""
        with acting(actor):
            found = case_queries.by_exchange(actor, self.dossier)
        if found is None:
            raise LookupError(f"{self.case.number} has not arrived at the operator")
        return found.pk


def plan(story: Story) -> None:
    """Plan every case, and the requests about the portal."""
    facts = read("cases")
    for row in facts["case"]:
        story.plan(story.ago(hours=row["hours"]), partial(_open, story, row))
    for row in facts["portal"]:
        story.plan(story.ago(hours=row["hours"]), partial(_ask_about_portal, story, row))


def _open(story: Story, row: dict[str, Any], now: datetime) -> None:
    account_id, own = story.known.accounts[row["domain"]], row["channel"] == "portal"
    service_id = story.known.services[row["service"]] if row["service"] else None
    said = {key: row[key] for key in ("kind", "severity", "subject", "body")}
    opener = story.person(_opener(story, row["domain"]))
    if own and row["domain"] in story.known.admins:
        admin = story.person(story.known.admins[row["domain"]])
        case = cases.open_own(admin, account_id=account_id, service_id=service_id, now=now, **said)
    else:
        channel = "mail" if own else row["channel"]
        case = cases.open(opener, account_id=account_id, service_id=service_id, channel=channel, now=now, **said)
    talk = Talk(story, row, case, opener)
    _go_on(talk, 0, now)


def _opener(story: Story, domain: str) -> str:
    with_reseller = {"yunhui": "SH", "shuangwei": "QD", "minato-cloud": "MC"}
    house = story.known.sellers[domain].partition("@")[2].removesuffix(".example")
    return OPENS[with_reseller[house]]


def _go_on(talk: Talk, place: int, now: datetime) -> None:
    """Plan the next step, if there is one."""
    if place < len(talk.row["steps"]):
        minutes = talk.row["steps"][place][0]
        talk.story.plan(now + timedelta(minutes=minutes), partial(_step, talk, place))


def _step(talk: Talk, place: int, now: datetime) -> None:
    _minutes, who, what, *words = talk.row["steps"][place]
    if who == "customer":
        OF_CUSTOMER[what](talk, words, now)
    else:
        actor = talk.story.person(STAFF[who])
        if actor.tier == "reseller":
            talk.agent = actor
        DOES[what](talk, actor, words, now)
    _go_on(talk, place + 1, now)


# --- What the reseller's people do -----------------------------------------------------------------------------------


def _reply(talk: Talk, actor: Actor, words: list[str], now: datetime, *, wait: bool = False) -> None:
    cases.reply(actor, talk.case.pk, body=words[0], wait=wait, now=now)


def _check(talk: Talk, actor: Actor, words: list[str], now: datetime) -> None:
    health.check(actor, account_id=talk.account_id, service_ids=[talk.service_id], about=talk.about, now=now)


def _look(talk: Talk, actor: Actor, words: list[str], now: datetime) -> None:
    visit(actor, talk.account_id, talk.service_id, about=talk.about, now=now)
    talk.story.plan(now + timedelta(minutes=35), lambda at: administration.end(actor, talk.account_id, now=at))


def _repair(talk: Talk, actor: Actor, words: list[str], now: datetime) -> None:
    repair(actor, talk.account_id, talk.service_id, count=int(words[0]))


def _unrelated(talk: Talk, actor: Actor, words: list[str], now: datetime) -> None:
    topic = _draft(talk, actor, now).topic
    escalation.prepare(actor, talk.case.pk, topic=topic, settings_not_applicable=words[0], now=now)


def _answer_incident(talk: Talk, actor: Actor, words: list[str], now: datetime, *, stance: str) -> None:
    key, *reason = words
    incident_id = talk.story.known.incidents[key]
    escalation.answer_incident(
        actor, talk.case.pk, incident_id=incident_id, stance=stance, reason="".join(reason), now=now
    )


def _escalate(talk: Talk, actor: Actor, words: list[str], now: datetime) -> None:
    lack, lack_words, impact = words
    draft = _draft(talk, actor, now)
    escalation.prepare(
        actor, talk.case.pk, topic=draft.topic, lack=lack, lack_words=lack_words, impact=impact,
        settings_not_applicable=draft.settings_not_applicable, now=now,
    )  # fmt: skip
    talk.dossier = escalation.send(actor, talk.case.pk, now=now).pk


def _draft(talk: Talk, actor: Actor, now: datetime) -> Draft:
    with acting(actor):
        return escalations.readiness(actor, talk.case.pk, now=now).draft


# --- What the operator's people do -----------------------------------------------------------------------------------


def _take_up(talk: Talk, actor: Actor, words: list[str], now: datetime) -> None:
    cases.take(actor, talk.linked(actor), now=now)
    cases.reply(actor, talk.linked(actor), body=words[0], now=now)


def _answer(talk: Talk, actor: Actor, words: list[str], now: datetime, *, wait: bool = False) -> None:
    cases.reply(actor, talk.linked(actor), body=words[0], wait=wait, now=now)


def _resolve_theirs(talk: Talk, actor: Actor, words: list[str], now: datetime) -> None:
    cases.resolve(actor, talk.linked(actor), body=words[0], now=now)


def _judge(talk: Talk, actor: Actor, words: list[str], now: datetime) -> None:
    reason, body = words
    escalation.judge(actor, talk.dossier, reason=reason, body=body, now=now)


def _resolve(talk: Talk, actor: Actor, words: list[str], now: datetime) -> None:
    if actor.tier == "operator":
        _resolve_theirs(talk, actor, words, now)
    else:
        cases.resolve(actor, talk.case.pk, body=words[0], now=now)


# --- What the customer does ------------------------------------------------------------------------------------------


def _says(talk: Talk, words: list[str], now: datetime) -> None:
    """In the portal where the customer has a sign-in, else by mail or phone, written down by the agent."""
    if talk.row["domain"] in talk.story.known.admins:
        admin = talk.story.person(talk.story.known.admins[talk.row["domain"]])
        talk.case = cases.reply_own(admin, talk.case.pk, body=words[0], now=now)  # or its follow-up
        return
    with acting(talk.agent):
        name = customers.account(talk.agent, talk.account_id).contact_name
    key = f"heard:{talk.case.pk}:{now.timestamp()}"
    cases.hear(talk.agent, talk.case.pk, body=words[0], author_name=name, party="cust", key=key, public=True, now=now)
    cases.set_status(
        talk.agent, talk.case.pk, status="in_progress", kind="told", facts={"text": name}, public=True, party="cust",
        now=now,
    )  # fmt: skip


def _agrees(talk: Talk, words: list[str], now: datetime) -> None:
    cases.confirm_own(talk.story.person(talk.story.known.admins[talk.row["domain"]]), talk.case.pk, now=now)


def _rates(talk: Talk, words: list[str], now: datetime) -> None:
    """Whether it was content, in the portal or by the link of the letter."""
    answer, comment = words
    domain, actor = talk.row["domain"], talk.agent.as_system()
    if domain in talk.story.known.admins:
        admin = talk.story.person(talk.story.known.admins[domain])
        cases.rate_own(admin, talk.case.pk, good=answer == "good", comment=comment, now=now)
        return
    with acting(actor):
        question = Rating.objects.visible_to(actor).get(case_id=talk.case.pk)
    cases.rate(actor, question.pk, good=answer == "good", comment=comment, now=now)


DOES: Mapping[str, Callable[[Talk, Actor, list[str], datetime], object]] = {
    "take": lambda talk, actor, words, now: cases.take(actor, talk.case.pk, now=now),
    "reply": _reply,
    "ask": lambda talk, actor, words, now: (_answer if actor.tier == "operator" else _reply)(
        talk, actor, words, now, wait=True
    ),
    "note": lambda talk, actor, words, now: cases.note(actor, talk.case.pk, body=words[0], now=now),
    "tried": lambda talk, actor, words, now: cases.add_tried(actor, talk.case.pk, text=words[0], now=now),
    "book": lambda talk, actor, words, now: cases.book_time(
        actor, talk.case.pk, minutes=int(words[0]), activity=words[1], now=now
    ),
    "confirm": lambda talk, actor, words, now: cases.confirm(actor, talk.case.pk, how=words[0], now=now),
    "resolve": _resolve,
    "check": _check,
    "look": _look,
    "repair": _repair,
    "unrelated": _unrelated,
    "cause": partial(_answer_incident, stance="cause"),
    "deny": partial(_answer_incident, stance="denied"),
    "escalate": _escalate,
    "up": lambda talk, actor, words, now: escalation.reply(actor, talk.dossier, body=words[0], now=now),
    "acknowledge": _take_up,
    "answer": _answer,
    "judge": _judge,
}
OF_CUSTOMER: Mapping[str, Callable[[Talk, list[str], datetime], object]] = {
    "says": _says, "agrees": _agrees, "rates": _rates,
}  # fmt: skip


# --- Requests about the portal ---------------------------------------------------------------------------------------


def _ask_about_portal(story: Story, row: dict[str, Any], now: datetime) -> None:
    actor = story.person(STAFF[row["who"]])
    dossier = escalation.send_portal_request(
        actor, topic=row["topic"], subject=row["subject"], body=row["body"], now=now
    )
    for minutes, what, text in row["steps"]:
        story.plan(now + timedelta(minutes=minutes), partial(_about_portal, story, dossier.pk, what, text))


def _about_portal(story: Story, dossier: int, what: str, text: str, now: datetime) -> None:
    engineer = story.person(STAFF["liu"])
    with acting(engineer):
        found = case_queries.by_exchange(engineer, dossier)
    if found is not None:
        does = cases.resolve if what == "resolve" else cases.reply
        does(engineer, found.pk, body=text, now=now)
