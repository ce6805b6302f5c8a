"""What crossed the tier: the requests of a desk, and one dossier with its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case as SqlCase
from django.db.models import Count, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from behalf.catalog import queries as catalog
from behalf.escalation import rules, words
from behalf.escalation.models import Dossier, Escalation, ExchangeMessage, Intake
from behalf.identity import queries as identity
from behalf.kit.actor import Actor, rights
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query

LIMIT = 25


@dataclass(frozen=True, slots=True)
class Request:
    """An escalation in a list: the dossier's facts and where it stands."""

    dossier_id: int
    case_id: int | None
    number: str
    subject: str
    company: str
    service_name: str
    severity: str
    state: str
    sent_at: datetime
    changed_at: datetime
    sent_by_name: str
    holder_name: str
    reason: str = ""

    @property
    def stands(self) -> str:
        """Where it stands, in words."""
        return str(words.STATES[self.state])


@dataclass(frozen=True, slots=True)
class Tally:
    """How a reseller escalates."""

    reseller_id: int
    reseller_name: str
    sent: int
    inappropriate: int

    @property
    def percent(self) -> int:
        """The share that was found inappropriate, in whole percent."""
        return round(100 * self.inappropriate / self.sent) if self.sent else 0


@dataclass(frozen=True, slots=True)
class Exchange:
    """A dossier with its words in order, and the own side's case."""

    dossier: Dossier
    words: list[ExchangeMessage]
    state: str
    case_id: int | None
    changed_at: datetime
    ended_at: datetime | None
    may_reply: bool
    is_ours: bool
    may_judge: bool

    @property
    def stamp(self) -> str:
        """Changes with every word."""
        return f"{self.state}-{len(self.words)}"

    def may_reopen(self, now: datetime) -> bool:
        """Whether the reseller may go on with it: resolved, or closed within the last 14 days."""
        return self.is_ours and rules.may_reopen(self.state, ended_at=self.ended_at, now=now)


@query("escalation.read")
def requests(actor: Actor, *, search: str = "", before: int | None = None, limit: int = LIMIT) -> list[Request]:
    """What this desk escalated for customers, the newest first; ``before``: the last dossier of the page above."""
    rows = Escalation.objects.visible_to(actor).filter(dossier__kind=Dossier.Kind.CUSTOMER)
    if search:
        rows = rows.filter(dossier__company__icontains=search) | rows.filter(dossier__number__icontains=search)
    return _requests(actor, rows, before, limit)


@query("escalation.portal")
def portal_requests(actor: Actor, *, before: int | None = None, limit: int = LIMIT) -> list[Request]:
    """The reseller's own requests about the portal (P33), apart from those of customers."""
    rows = Escalation.objects.visible_to(actor).filter(dossier__kind=Dossier.Kind.PORTAL)
    return _requests(actor, rows, before, limit)


@query("escalation.send")
def with_us(actor: Actor, *, limit: int = LIMIT) -> list[Request]:
    """What the operator asked, answered or solved and waits for our word on.

    The actor's own first, then what nobody has (its holder left), then the colleagues'; of each the latest first.
    """
    rows = Escalation.objects.visible_to(actor).filter(state__in=rules.WITH_RESELLER)
    if not _may_see_portal(actor):
        rows = rows.filter(dossier__kind=Dossier.Kind.CUSTOMER)
    holder = Coalesce("case__assignee_id", SqlCase(When(case__isnull=True, then="sent_by_id")))
    own, nobodys = When(holder=actor.person_id, then=0), When(holder__isnull=True, then=1)
    rows = rows.annotate(holder=holder, rank=SqlCase(own, nobodys, default=2))
    return _read(actor, rows.order_by("rank", "-changed_at", "-id")[:limit])


@query("escalation.send")
def who_answers(actor: Actor, *, portal: bool) -> frozenset[int]:
    """The people of the desk who may answer the operator about a customer's case, or about the portal."""
    answering = rights()["escalation.portal" if portal else "escalation.send"]
    return frozenset(each.person_id for each in identity.colleagues(actor) if each.roles & answering)


@query("escalation.judge")
def under_way(actor: Actor, *, limit: int = LIMIT) -> list[Intake]:
    """What resellers sent for customers and is not over yet, the newest first, each with its dossier."""
    rows = Intake.objects.visible_to(actor).filter(kind=Dossier.Kind.CUSTOMER).exclude(state__in=rules.ENDED)
    return list(rows.select_related("dossier").order_by("-id")[:limit])


@query("escalation.judge")
def received(
    actor: Actor,
    *,
    portal: bool = False,
    reseller_id: int | None = None,
    before: int | None = None,
    limit: int = LIMIT,
) -> list[Intake]:
    """What resellers sent to this operator, the newest first, each with its dossier.

    portal: about the portal itself, in place of what was sent for customers.
    """
    kind = Dossier.Kind.PORTAL if portal else Dossier.Kind.CUSTOMER
    rows = Intake.objects.visible_to(actor).filter(kind=kind).select_related("dossier")
    if reseller_id is not None:
        rows = rows.filter(reseller_id=reseller_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-id")[:limit])


@query("escalation.judge")
def tally(actor: Actor) -> list[Tally]:
    """For each reseller: how many escalations came for customers, and how many were found inappropriate."""
    rows = Intake.objects.visible_to(actor).filter(kind=Dossier.Kind.CUSTOMER)
    counted = rows.values("reseller_id", "reseller_name").annotate(
        sent=Count("id"), inappropriate=Count("id", filter=~Q(inappropriate_reason=""))
    )
    return [Tally(**row) for row in counted.order_by("-sent", "reseller_name")]


@query("escalation.read")
def of_case(actor: Actor, case_id: int) -> Exchange | None:
    """The newest dossier of a case on either desk, with its words; None when the case never crossed the tier."""
    side = _side(actor).filter(case_id=case_id).select_related("dossier").order_by("-id").first()
    return _exchange(actor, side) if side else None


@query("escalation.read")
def exchange(actor: Actor, dossier_id: int) -> Exchange:
    """A dossier with its words; a portal request shows itself only to those who may raise one (or receive it)."""
    side = _side(actor).filter(dossier_id=dossier_id).select_related("dossier").first()
    hidden = side and side.dossier.kind == Dossier.Kind.PORTAL and not _may_see_portal(actor)
    if side is None or hidden:
        raise NotFound(_("There is no such request."))
    return _exchange(actor, side)


def _may_see_portal(actor: Actor) -> bool:
    return actor.tier == "operator" or actor.may("escalation.portal")


def _side(actor: Actor) -> Any:
    return (Intake if actor.tier == "operator" else Escalation).objects.visible_to(actor)


def _exchange(actor: Actor, side: Escalation | Intake) -> Exchange:
    words = ExchangeMessage.objects.visible_to(actor).filter(dossier_id=side.dossier_id).order_by("id")
    ours = isinstance(side, Escalation)
    return Exchange(
        dossier=side.dossier,
        words=list(words),
        state=side.state,
        case_id=side.case_id,
        changed_at=side.changed_at,
        ended_at=side.ended_at if isinstance(side, Escalation) else None,
        may_reply=ours and rules.may_reply(side.state),
        is_ours=ours,
        may_judge=not ours and rules.may_judge(side.state),
    )


def _requests(actor: Actor, rows: Any, before: int | None, limit: int) -> list[Request]:
    if before is not None:
        rows = rows.filter(dossier_id__lt=before)
    return _read(actor, rows.order_by("-dossier_id")[:limit])


def _read(actor: Actor, rows: QuerySet[Escalation]) -> list[Request]:
    found = list(rows.select_related("dossier", "case"))
    names = catalog.service_names(actor) if found else {}
    return [_request(row, names) for row in found]


def _request(row: Escalation, names: Mapping[int | str, str]) -> Request:
    return Request(
        dossier_id=row.dossier_id,
        case_id=row.case_id,
        number=row.dossier.number,
        subject=row.dossier.subject,
        company=row.dossier.company,
        service_name=row.dossier.service_in(names),
        severity=row.dossier.severity,
        state=row.state,
        sent_at=row.dossier.sent_at,
        changed_at=row.changed_at,
        sent_by_name=row.dossier.sent_by_name,
        holder_name=row.case.assignee_name if row.case else row.dossier.sent_by_name,
        reason=row.inappropriate_reason,
    )
