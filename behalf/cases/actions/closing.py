"""The end of a case: the loop is closed by the customer's consent, or without it for a reason."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from behalf.cases import queries, rules
from behalf.cases.actions import _children
from behalf.cases.actions._going import send_first
from behalf.cases.actions._step import Step
from behalf.cases.events import CaseClosed
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid
from behalf.kit.verbs import action


@action("cases.work")
def confirm(actor: Actor, case_id: int, *, how: str, children: bool = False, now: datetime) -> None:
    """The customer told us that it works, and ``how`` it did so: the loop is closed.

    Open children keep it open, unless ``children``: all of them are closed. What waits to go out goes first.
    """
    step = _on(actor, case_id, children=children, now=now)
    step.must(rules.may_confirm(step.case.status), _("Only a resolved case can be confirmed."))
    if not how.strip():
        raise Invalid(_("Say who confirmed it, and how."), field="how")
    _close_all(step, children=children, kind="confirmed", confirmed=True, why=how.strip())


@action("cases.work")
def close(actor: Actor, case_id: int, *, why: str, children: bool = False, now: datetime) -> None:
    """Close a case without the customer's consent, for a reason that the customer may read.

    Open children keep it open, unless ``children``: all of them are closed. What waits to go out goes first.
    """
    step = _on(actor, case_id, children=children, now=now)
    step.must_converse()
    if not why.strip():
        raise Invalid(_("Say why it is closed without consent."), field="why")
    _close_all(step, children=children, kind="closed", confirmed=False, why=why.strip())


def _on(actor: Actor, case_id: int, *, children: bool, now: datetime) -> Step:
    """The case, locked, after what waited to go out on it."""
    along = [child.pk for child in queries.children(actor, case_id)] if children else []
    send_first(actor, [case_id, *along], now=now)
    return Step.on(actor, case_id, now=now)


def _close_all(step: Step, *, children: bool, kind: str, confirmed: bool, why: str) -> None:
    """Close a case, and when so chosen its open children, of which only those that wait for consent have it."""
    _children.must_go_along(step, children=children)
    for child in _children.of(step) if children else ():
        agreed = confirmed and rules.may_confirm(child.case.status)
        _close(child, kind="confirmed" if agreed else "closed", confirmed=agreed, why=why)
    _close(step, kind=kind, confirmed=confirmed, why=why)


def _close(step: Step, *, kind: str, confirmed: bool, why: str) -> None:
    step.move(rules.CLOSED)
    step.happened(kind, public=True, why=why)
    step.save()
    step.record("cases.closed", after={"confirmed": confirmed}, why=why)
    closed = CaseClosed(
        case_id=step.case.pk, org_id=step.case.org_id, confirmed=confirmed, at=step.now, by_id=step.actor.person_id
    )
    step.announce(closed)
