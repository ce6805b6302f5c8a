"""The same step on many cases: locked together, decided on one by one, written together, a statement for each table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.cases.actions._clocks import reckon
from behalf.cases.actions._step import Step, locked_all, went_on
from behalf.cases.models import Case, CaseEvent
from behalf.cases.search import index
from behalf.kit import events
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound, Refusal
from behalf.kit.events import Event
from behalf.kit.statements import put, saved


class _Waiting(Step):
    """A step that says what it writes, for all of them to be written at the end; one that refuses is thrown away."""

    def __init__(self, actor: Actor, case: Case, *, now: datetime) -> None:
        super().__init__(actor, case, now=now)
        self.events: list[CaseEvent] = []
        self.acts: list[audit.Act] = []
        self.told: list[Event] = []
        self.names: tuple[str, ...] = ()

    def announce(self, event: Event) -> None:
        self.told.append(event)

    def _write(self, event: CaseEvent) -> None:
        self.events.append(event)

    def _keep(self, names: Sequence[str]) -> None:
        self.names = (*self.names, *names)

    def _journal(self, act: audit.Act) -> None:
        self.acts.append(act)


def together(actor: Actor, ids: Collection[int], act: Callable[[Step], None], *, now: datetime) -> dict[int, str]:
    """Do the same with cases of the actor's own desk: why each was refused, empty where it was done.

    ``act`` decides before it writes, and adds no message.
    """
    cases, refused, done = locked_all(actor, ids), dict[int, str](), list[_Waiting]()
    for case_id in sorted(ids):
        try:
            step = _on(actor, cases.get(case_id), now)
            act(step)
        except Refusal as refusal:
            refused[case_id] = refusal.message
        else:
            refused[case_id] = ""
            done.append(step)
    _finish(actor, done, now)
    return refused


def _on(actor: Actor, case: Case | None, now: datetime) -> _Waiting:
    if case is None:
        raise NotFound(_("There is no such case."))
    if case.merged_into_id is not None:
        raise went_on()
    return _Waiting(actor, case, now=now)


def _finish(actor: Actor, done: Sequence[_Waiting], now: datetime) -> None:
    put([event for step in done for event in step.events])
    reckon(actor, [step.case for step in done if step.moved], now=now)
    changed = [step for step in done if step.names]
    saved([step.case for step in changed], sorted({name for step in changed for name in step.names}))
    recorded = [step for step in done if step.acts]
    index.follow([step.case for step in recorded], reads_all=True)
    audit.record_all(actor, [act for step in recorded for act in step.acts], at=now)
    events.announce_all(actor, [event for step in done for event in step.told])
