"""One problem per case: what belongs to a second problem goes into a case of its own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from behalf.cases.actions._enter import enter
from behalf.cases.actions._step import Step
from behalf.cases.events import CaseOpened, CaseSplit
from behalf.cases.models import DESK_KINDS, Bond, Case, Message, Severity
from behalf.cases.search import index
from behalf.catalog import queries as catalog
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid
from behalf.kit.verbs import action

# Kept of the case that is split: whose it is, whom we answer, how it reached us.
KEPT = (
    "org_id", "customer_id", "account_id", "company", "counterpart_org_id", "counterpart_name", "channel",
    "contact_name", "contact_email", "contact_phone", "contact_language", "is_shown",
)  # fmt: skip


@action("cases.work")
def split(
    actor: Actor,
    case_id: int,
    *,
    messages: Collection[int],
    subject: str,
    kind: str,
    severity: str,
    service_id: int | None = None,
    now: datetime,
) -> Case:
    """Move some messages with their files into a new case of the same customer; the new case.

    The words themselves are never changed; where each stood before is in the journal.
    """
    step = Step.on(actor, case_id, now=now)
    step.must_converse()
    chosen = _chosen(actor, case_id, messages)
    _must_be_a_case(actor, subject=subject, kind=kind, severity=severity, service_id=service_id)
    new = Case(
        **{name: getattr(step.case, name) for name in KEPT}, kind=kind, severity=severity, service_id=service_id,
        subject=subject.strip()[:200],
    )  # fmt: skip
    there = enter(actor, new, now=now)
    _move(case_id, new.pk, chosen)
    Bond(org_id=new.org_id, case_id=case_id, other=new, sort=Bond.Sort.RELATED, at=now, by_name=actor.name).save(
        force_insert=True
    )
    there.happened("opened", public=True, channel=new.channel, severity=severity, version=new.agreement_version_id)
    there.happened("split_from", public=True, number=step.case.number)
    step.happened("split_off", public=True, number=new.number, subject=new.subject)
    step.save()
    there.record("cases.opened", after={"severity": severity, "kind": kind, "subject": new.subject})
    step.record("cases.split", after={"number": new.number, "messages": chosen})
    index.renew([case_id, new.pk])
    there.announce(CaseOpened(case_id=new.pk, org_id=new.org_id, at=now))
    step.announce(CaseSplit(case_id=case_id, new_id=new.pk, org_id=new.org_id, at=now))
    return new


def _chosen(actor: Actor, case_id: int, messages: Collection[int]) -> list[int]:
    """Those of the messages that stand on this case; at least one goes, and one stays."""
    rows = Message.objects.visible_to(actor).filter(case_id=case_id)
    known = list(rows.order_by("id").values_list("pk", flat=True))
    chosen = [pk for pk in known if pk in set(messages)]
    if not chosen:
        raise Invalid(_("Choose what belongs to the other problem."), field="messages")
    if len(chosen) == len(known):
        raise Invalid(_("Something must stay with this case: choose less."), field="messages")
    return chosen


def _must_be_a_case(actor: Actor, *, subject: str, kind: str, severity: str, service_id: int | None) -> None:
    if not subject.strip():
        raise Invalid(_("Say in one line what is wrong."), field="subject")
    if kind not in DESK_KINDS:
        raise Invalid(_("Choose what it is about."), field="kind")
    if severity not in Severity.values:
        raise Invalid(_("Choose how much it hurts."), field="severity")
    if service_id is not None:
        catalog.service(actor, service_id)


def _move(source: int, target: int, chosen: list[int]) -> None:
    """Messages and files are only ever added to; one function of the database may say on which case they stand."""
    with connection.cursor() as cursor:
        cursor.execute("select cases_move_messages(%s, %s, %s)", [source, target, chosen])
