"""One case of the desk, with everything its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from behalf.cases import rules
from behalf.cases.models import Attachment, Case, Message, Tried
from behalf.cases.queries._told import Told
from behalf.cases.queries.thread import Conversation, Download, Entry
from behalf.catalog.models import Service
from behalf.customers.models import Account
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.statements import asked, made, selecting, width
from behalf.kit.verbs import query


@cache
def _case() -> str:
    return (
        f"{selecting(Case, Service, Account)} "
        "left join catalog_service on catalog_service.id = cases_case.service_id "
        "left join customers_account on customers_account.id = cases_case.account_id "
        "where cases_case.org_id = %s and cases_case.id = %s"
    )


def _with_names(row: Sequence[Any]) -> Case:
    service, account = width(Case), width(Case) + width(Service)
    found = made(Case, row[:service])
    found.service = made(Service, row[service:account]) if found.service_id is not None else None
    found.account = made(Account, row[account:]) if found.account_id is not None else None
    return found


@query("cases.read")
def case(actor: Actor, case_id: int) -> Case:
    """A case with its service and account, its status as the actor sees it; NotFound for a stranger."""
    rows = asked(_case(), [actor.org_id, case_id])
    if not rows:
        raise NotFound(_("There is no such case."))
    found = _with_names(rows[0])
    found.status = rules.seen(found.status, background=actor.may("cases.background"))
    return found


@query("cases.read")
def by_exchange(actor: Actor, exchange_id: int) -> Case | None:
    """The case that was opened from what another tier sent, if there is one yet."""
    return Case.objects.visible_to(actor).filter(exchange_id=exchange_id).first()


@query("cases.read")
def conversation(actor: Actor, case_id: int, *, told: Told | None = None) -> Conversation:
    """The thread together with who has held the case; ``told``: its rows, when they have been read already."""
    return Conversation(actor, case_id, background=actor.may("cases.background"), told=told)


@query("cases.read")
def thread(actor: Actor, case_id: int) -> list[Entry]:
    """What was said and what happened, the oldest first, internal notes among it."""
    return conversation(actor, case_id).entries


@query("cases.read")
def message(actor: Actor, message_id: int) -> Message:
    """One message, on whatever case it stands by now."""
    return Message.objects.visible_to(actor).get(pk=message_id)


@query("cases.read")
def version(actor: Actor, case_id: int) -> int:
    """A number that grows with every change of the case; what a live page asks for."""
    found = Case.objects.visible_to(actor).filter(pk=case_id).values_list("version", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such case."))
    return found


@query("cases.background")
def tried(actor: Actor, case_id: int) -> list[Tried]:
    """What was tried, the oldest first."""
    return list(Tried.objects.visible_to(actor).filter(case_id=case_id).order_by("at", "id"))


@query("cases.read")
def attachment(actor: Actor, case_id: int, file_id: int) -> Download:
    """A file of a case, that its door may send; NotFound for a stranger's.

    An old address leads to a file that went to another case by a split or a merge: the gate says who may read it.
    """
    return Download.of(Attachment.objects.visible_to(actor).filter(pk=file_id))
