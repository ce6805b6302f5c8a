"""What the cases room does when it or a lower room announced something; the actor is the desk's own system."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from django.utils.translation import gettext_noop, override

from behalf.administration import queries as administration
from behalf.administration.events import SettingCorrected
from behalf.cases import actions, keys, queries, rules
from behalf.cases.events import (
    CaseAnswered,
    CaseAssigned,
    CaseClosed,
    CaseNoted,
    CaseOpened,
    CaseRanked,
    CaseRated,
    CaseReopened,
    CaseResolved,
    ColleagueMentioned,
    CustomerReplied,
)
from behalf.cases.models import Case, EvidenceKind, Message, Role
from behalf.catalog import queries as catalog
from behalf.health import queries as health
from behalf.health.events import HealthChecked, IncidentEnded, IncidentUpdated
from behalf.identity.events import PersonDeactivated
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from behalf.notifications import actions as notifications
from behalf.partners import queries as partners
from behalf.web.addresses import url

GIVEN = gettext_noop("%(by)s gave you the case %(number)s: %(subject)s")
MENTIONED = gettext_noop("%(by)s mentions you on %(number)s: %(subject)s")
REPLIED = gettext_noop("The customer replied on %(number)s: %(subject)s")

WROTE = gettext_noop("%(by)s wrote on %(number)s: %(subject)s")
RESOLVED = gettext_noop("%(by)s resolved %(number)s: %(subject)s")
REOPENED = gettext_noop("%(number)s was reopened: %(subject)s")
CLOSED = gettext_noop("%(number)s was closed: %(subject)s")
TAKEN = gettext_noop("%(by)s took %(number)s: %(subject)s")
PASSED_ON = gettext_noop("%(by)s gave %(number)s to %(name)s: %(subject)s")
PUT_BACK = gettext_noop("%(by)s put %(number)s back into the queue: %(subject)s")
RANKED = gettext_noop("%(by)s set the severity of %(number)s to %(severity)s: %(subject)s")
NOT_CONTENT = gettext_noop("The customer is not content with %(number)s: %(subject)s")

Happened: TypeAlias = (
    "CaseNoted | CaseAnswered | CaseResolved | CustomerReplied | CaseReopened | CaseClosed | CaseAssigned | CaseRanked"
)


# --- People ----------------------------------------------------------------------------------------------------------


def person_deactivated(actor: Actor, event: PersonDeactivated) -> None:
    """Somebody left: their open cases go back to the queue (a customer's people have none)."""
    if actor.tier != "customer":
        actions.release(actor, person_id=event.person_id, now=event.at)


def case_assigned(actor: Actor, event: CaseAssigned) -> None:
    """Tell a person that somebody else gave them a case, and those who follow it whose it is now."""
    text = TAKEN if event.by_id == event.person_id else PUT_BACK if event.person_id is None else PASSED_ON
    _tell_followers(
        actor, event, text, "assigned", but=(event.by_id, event.person_id), by=event.by_name, name=event.name
    )
    if event.person_id is None or event.by_id == event.person_id:
        return
    case = _case(actor, event.case_id)
    notifications.tell(
        actor, event.person_id, text=GIVEN, url=url("cases:case", case_id=case.pk), kind="case_assigned",
        about=case.ref, facts={"by": event.by_name, "number": case.number, "subject": case.subject},
        key=f"assigned:{case.pk}:{event.person_id}:{event.at.timestamp()}", now=event.at,
    )  # fmt: skip


def case_ranked(actor: Actor, event: CaseRanked) -> None:
    """Tell those who follow the case how urgent it is now."""
    _tell_followers(actor, event, RANKED, "ranked", but=(event.by_id,), by=event.by_name, severity=event.severity)


def colleague_mentioned(actor: Actor, event: ColleagueMentioned) -> None:
    """Tell a colleague that a note names them."""
    case = _case(actor, event.case_id)
    notifications.tell(
        actor, event.person_id, text=MENTIONED, url=url("cases:case", case_id=case.pk), kind="case_mentioned",
        about=case.ref, facts={"by": event.by_name, "number": case.number, "subject": case.subject},
        key=f"mentioned:{event.message_id}", now=event.at,
    )  # fmt: skip


def customer_replied(actor: Actor, event: CustomerReplied) -> None:
    """Tell the owner of the case and who follows it; without an owner, it stands in the queue for all to see."""
    case = _case(actor, event.case_id)
    _tell_followers(actor, event, REPLIED, f"said:{event.message_id}", but=(case.assignee_id,))
    if case.assignee_id is not None:
        notifications.tell(
            actor, case.assignee_id, text=REPLIED, url=url("cases:case", case_id=case.pk), kind="customer_replied",
            about=case.ref, facts={"number": case.number, "subject": case.subject}, key=f"said:{event.message_id}",
            now=event.at,
        )  # fmt: skip


# --- Those who follow a case -----------------------------------------------------------------------------------------


def case_noted(actor: Actor, event: CaseNoted) -> None:
    """Tell those who follow the case what a colleague or the operator wrote on it."""
    _tell_wrote(actor, event)


def case_reopened(actor: Actor, event: CaseReopened) -> None:
    """Tell those who follow the case that it goes on."""
    _tell_followers(actor, event, REOPENED, "reopened", but=(event.by_id,))


def case_closed(actor: Actor, event: CaseClosed) -> None:
    """Tell those who follow the case that it has ended, and ask its requester whether it was handled well."""
    _tell_followers(actor, event, CLOSED, "closed", but=(event.by_id,))
    _ask(actor, event)


def _tell_wrote(actor: Actor, event: CaseNoted | CaseAnswered | CaseResolved) -> None:
    with acting(actor):
        message = queries.message(actor, event.message_id)
    text = RESOLVED if isinstance(event, CaseResolved) else WROTE
    _tell_followers(actor, event, text, f"wrote:{message.pk}", but=(message.author_id,), by=message.author_name)


def _tell_followers(
    actor: Actor, event: Happened, text: str, what: str, *, but: Collection[int | None], **facts: str
) -> None:
    """Each once for each thing that happened; not who did it, nor who is told of it in another way."""
    with acting(actor):
        following = [each for each in queries.followers(actor, event.case_id) if each not in but]
        if not following:
            return
        case = queries.case(actor, event.case_id)
    for person_id in following:
        notifications.tell(
            actor, person_id, text=text, url=url("cases:case", case_id=event.case_id), kind="case_followed",
            about=case.ref, facts={"number": case.number, "subject": case.subject, **facts},
            key=f"followed:{event.case_id}:{person_id}:{what}:{event.at.timestamp()}", now=event.at,
        )  # fmt: skip


# --- Whether the customer is content -----------------------------------------------------------------------------


def case_rated(actor: Actor, event: CaseRated) -> None:
    """Tell the agent who had the case that the customer is not content; the notice leads to reopening it."""
    if event.good or event.agent_id is None:
        return
    case = _case(actor, event.case_id)
    goes_on = case.may_reopen(event.at) or case.needs_follow_up(event.at)
    notifications.tell(
        actor, event.agent_id, text=NOT_CONTENT, kind="case_rated", about=case.ref,
        url=url("cases:case", case_id=case.pk, query={"do": "reopen"} if goes_on else {}),
        facts={"number": case.number, "subject": case.subject}, key=f"rated:{case.pk}:{event.at.timestamp()}",
        now=event.at,
    )  # fmt: skip


def _ask(actor: Actor, event: CaseClosed) -> None:
    """By mail, where there is an address that wants every mail; in the portal in any case."""
    if actor.tier != "reseller":
        return
    row = actions.ask(actor, event.case_id, now=event.at)
    if row is None or not row.email:
        return
    with acting(actor):
        wanted = {each.email.lower(): each.notices for each in queries.requesters(actor, event.case_id)}
        profile = partners.support_profiles(actor, [actor.org_id]).get(actor.org_id)
        case = queries.case(actor, event.case_id)
    if rules.wants(wanted.get(row.email, "none"), "asked"):
        notifications.write(
            actor, to=row.email, to_name=row.name, letter="cases/letters/rating.txt", language=row.language,
            context={"case": case, "profile": profile, "key": keys.made(row.org_id, row.pk)}, about=case.ref,
            key=f"case_rating:{row.pk}", now=event.at,
        )  # fmt: skip


# --- Letters to the customer's contact -------------------------------------------------------------------------------


def case_opened(actor: Actor, event: CaseOpened) -> None:
    """Confirm to the contact that there is a case, and its number."""
    _write(actor, event.case_id, "opened", key=f"case_opened:{event.case_id}", event=event)


def case_answered(actor: Actor, event: CaseAnswered) -> None:
    """Tell who follows the case, and write to the contact what was answered."""
    _tell_wrote(actor, event)
    _write(actor, event.case_id, "answered", key=f"case_said:{event.message_id}", event=event)


def case_resolved(actor: Actor, event: CaseResolved) -> None:
    """Tell who follows the case, and write to the contact what was done; ask whether it works."""
    _tell_wrote(actor, event)
    _write(actor, event.case_id, "resolved", key=f"case_said:{event.message_id}", event=event)


def _write(
    actor: Actor, case_id: int, letter: str, *, key: str, event: CaseOpened | CaseAnswered | CaseResolved
) -> None:
    """A reseller writes to its customer; what the operator says to a reseller goes its own way.

    Each address gets a word once, also when it waits on several cases that were merged or have one parent, and only the
    letters that it wants; of a hidden case nobody hears. A party hears what is said, not that there is a case.
    """
    case = _case(actor, case_id)
    if actor.tier != "reseller" or not case.is_shown:
        return
    with acting(actor):
        sender = partners.reseller(actor, actor.org_id).name
        profile = partners.support_profiles(actor, [actor.org_id]).get(actor.org_id)
        message = None if isinstance(event, CaseOpened) else queries.message(actor, event.message_id)
        waiting = queries.requesters(actor, case_id)
    key = key if message is None else f"case_said:{origin(message)}"
    said = message.body if message else ""
    for each in waiting:
        if not rules.wants(each.notices, letter) or (each.role and message is None):
            continue
        template = "party" if each.role else letter
        notifications.write(
            actor, to=each.email, to_name=each.name, letter=f"cases/letters/{template}.txt",
            context={"case": case, "said": said, "sender": sender, "profile": profile, "role": each.role},
            language=each.language, about=case.ref, key=f"{key}:{each.email.casefold()}", automatic=message is None,
            answerable=each.role != Role.INFORMED, now=event.at,
        )  # fmt: skip


def origin(message: Message) -> int:
    """The message that was said first, when this one carries a parent's word to its child."""
    kind, _colon, rest = message.key.partition(":")
    return int(rest.partition(":")[0]) if kind == "update" else message.pk


# --- What proves something -------------------------------------------------------------------------------------------


def health_checked(actor: Actor, event: HealthChecked) -> None:
    """A look at the customer's health for a case becomes a line of its timeline and a link."""
    if event.about_kind != "case":
        return
    with acting(actor), override("en"):  # the words are kept as msgids, and said in each reader's language
        case_id = queries.of_customer(actor, event.about_id, account_id=event.account_id)
        if case_id is None:
            return
        check = health.check(actor, event.check_id)
        service = catalog.service(actor, event.service_id).name
        state = str(check.seen.word)
        address = url("health:recorded", account_id=event.account_id, check_id=event.check_id)
        facts = {"service": service, "state": state, "url": address}
        noted = actions.note_event(
            actor, case_id, kind="health_checked", facts=facts, by_name=check.person,
            key=f"check:{event.check_id}", now=event.at,
        )  # fmt: skip
        if noted:
            actions.link(
                actor, case_id, kind=EvidenceKind.HEALTH_CHECK, about_id=event.check_id,
                label=f"{service}: {state}", by_name=check.person, now=event.at,
            )  # fmt: skip


def setting_corrected(actor: Actor, event: SettingCorrected) -> None:
    """A setting corrected in a session that was begun for a case shows on its timeline, also to the customer."""
    with acting(actor), override("en"):
        made_for = queries.change_for_case(actor, event.change_id)
        if made_for is None:
            return
        change = administration.change(actor, event.account_id, event.service_id, event.change_id)
        address = url(
            "administration:change", account_id=event.account_id, service_id=event.service_id,
            change_id=event.change_id,
        )  # fmt: skip
        noted = actions.note_event(
            actor, made_for.case_id, kind="onbehalf_change", public=True, party="cust", by_name=change.agent_name,
            facts={"setting": change.setting.title, "result": event.outcome, "inner_url": address},
            key=f"change:{event.change_id}:{event.outcome}", now=event.at,
        )  # fmt: skip
        if noted:
            actions.link(
                actor, made_for.case_id, kind=EvidenceKind.SESSION, about_id=made_for.session_id,
                label=made_for.service, by_name=change.agent_name, now=event.at,
            )  # fmt: skip


def incident_updated(actor: Actor, event: IncidentUpdated) -> None:
    """News of an incident reaches the cases that are attached to it."""
    with acting(actor):
        cases = queries.attached_to(actor, event.incident_id)
        if not cases:
            return
        story = health.incident(actor, event.incident_id)
        facts = {"code": story.row.code, "text": story.words[0].text if story.words else story.row.title}
        for case_id in cases:
            key = f"incident:{event.incident_id}:{event.at.timestamp()}:{case_id}"
            actions.note_event(
                actor, case_id, kind="incident_updated", facts=facts, public=True, party="oper", key=key, now=event.at
            )


def incident_ended(actor: Actor, event: IncidentEnded) -> None:
    """The cause is over: somebody should ask the customer whether it works again (P24)."""
    with acting(actor):
        cases = queries.attached_to(actor, event.incident_id)
        code = health.incident(actor, event.incident_id).row.code if cases else ""
        for case_id in cases:
            key = f"incident:{event.incident_id}:ended:{event.at.timestamp()}:{case_id}"
            actions.note_event(
                actor, case_id, kind="incident_ended", facts={"code": code}, party="oper", key=key, now=event.at
            )


def _case(actor: Actor, case_id: int) -> Case:
    with acting(actor):
        return queries.case(actor, case_id)
