"""What every action on a case does alike: lock it, let it move, write the timeline, save, record, announce."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.cases import clocks, rules
from behalf.cases.actions._clocks import reckon
from behalf.cases.calls import Call
from behalf.cases.models import MOVES, Case, CaseEvent, Message
from behalf.cases.search import index
from behalf.kit import events
from behalf.kit.actor import Actor, system
from behalf.kit.errors import Conflict, NotFound
from behalf.kit.events import Event
from behalf.kit.statements import asked, made, put, saved, selecting


def locked(actor: Actor, case_id: int) -> Case:
    """The case, merged or not, locked until the transaction ends; NotFound for strangers."""
    found = locked_all(actor, [case_id])
    if not found:
        raise NotFound(_("There is no such case."))
    return found[case_id]


def locked_all(actor: Actor, ids: Collection[int]) -> dict[int, Case]:
    """Those of these cases that the actor may see, locked in one order, so that two who do the same do not deadlock."""
    rows = asked(_locking(customer=actor.tier == "customer"), [actor.org_id, list(ids)])
    return {case.pk: case for case in (made(Case, row) for row in rows)}


@cache
def _locking(*, customer: bool) -> str:
    """As the gate has it: a desk sees its own, a customer what is shown of its own."""
    mine = "customer_id = %s and is_shown" if customer else "org_id = %s"
    return f"{selecting(Case)} where {mine} and id = any(%s) order by id for update"


def went_on() -> Conflict:
    """The refusal of a case that was merged into another one."""
    return Conflict(_("This case was merged into another one. Go on there, or undo the merge first."))


class Step:
    """One change of one case, locked until the action's transaction ends."""

    def __init__(self, actor: Actor, case: Case, *, now: datetime) -> None:
        self.actor, self.case, self.now = actor, case, now
        self.party = rules.CUSTOMER if actor.tier == "customer" else rules.US
        self._holder: str | None = rules.holder(case.status) if case.pk else None
        self.moved = False  # whether a clock may stand elsewhere by what was written down

    @classmethod
    def on(cls, actor: Actor, case_id: int, *, follow: bool = False, now: datetime) -> Step:
        """Lock a case that the actor may see; NotFound for strangers, Conflict for one that was merged into another.

        follow: lock the one into which it was merged instead, for what comes late must not be lost.
        """
        case = locked(actor, case_id)
        while case.merged_into_id is not None:
            if not follow:
                raise went_on()
            case = locked(actor, case.merged_into_id)
        return cls(actor, case, now=now)

    def must(self, allowed: bool, otherwise: str) -> None:  # noqa: FBT001  # reads as a sentence where it is called
        """Conflict with this sentence unless the rule allows the step."""
        if not allowed:
            raise Conflict(otherwise)

    def must_converse(self) -> None:
        """Conflict on a closed case."""
        self.must(rules.may_converse(self.case.status), _("This case is closed. Reopen it to write on it."))

    def move(self, status: str, *, anew: bool = False) -> None:
        """Give the case another status; ``anew``: a new interval of our clock begins now."""
        if anew or rules.restarts(self.case.status, status):
            self.case.counts_from = self.now
        self.case.status = status
        self.case.closed_at = self.now if status == rules.CLOSED else None

    def answered(self) -> None:
        """We gave the customer a word, so the next one is owed from now on."""
        self.case.first_answer_at = self.case.first_answer_at or self.now
        self.case.last_answer_at = self.case.counts_from = self.now
        self.happened(clocks.ANSWERED, public=False)

    def say(self, body: str, *, public: bool, note: bool = False, call: Call | None = None, key: str = "") -> Message:
        """Add what the actor wrote, or what was said in a ``call``; ``key`` names what it came from: it comes once."""
        message = Message(
            **self.case.whose(), party=self.party, author_id=self.actor.person_id, author_name=self.actor.name,
            body=body.strip(), is_public=public, is_note=note, call=call.kept() if call else None,
            at=self.now, key=key,
        )  # fmt: skip
        put([message])
        return message

    def happened(
        self, kind: str, *, public: bool, party: str = "", by_name: str = "", key: str = "", **facts: Any
    ) -> CaseEvent:
        """Write a line of the timeline, with the hand in which the case now lies when it changed."""
        event = CaseEvent(
            **self.case.whose(), kind=kind, facts=facts, is_public=public, party=party or self.party,
            by_name=by_name or self.actor.name, holder=self._changed_holder(), at=self.now, key=key,
        )  # fmt: skip
        self.moved = self.moved or kind in clocks.MOVING or event.holder is not None
        self._write(event)
        return event

    def save(self, *others: str) -> None:
        """Save what moved, and the columns named beside it; a change of hands is never lost from the timeline."""
        case = self.case
        if rules.holder(case.status) != self._holder:
            self.happened("handed", public=True)
        case.changed_at = self.now
        case.version += 1
        own = () if self.actor.tier == "customer" else ("agreement_version",)
        self._keep((*MOVES, *own, *others))

    def record(self, what: str, *, shown: bool = True, why: str = "", before: Any = None, after: Any = None) -> None:
        """Write the act into the journal, and what it said into the index; ``shown``: the customer sees the entry."""
        case = self.case
        sees = shown and case.customer_id is not None and case.is_shown
        self._journal(audit.Act(what, case.ref, case.customer_id, sees, before, after, why))

    def announce(self, event: Event) -> None:
        """Tell the rooms above, in the name of the desk, also when it was the customer who did it."""
        theirs = self.actor.org_id != self.case.org_id
        events.announce(system("reseller", self.case.org_id) if theirs else self.actor, event)

    def _write(self, event: CaseEvent) -> None:
        put([event])

    def _keep(self, names: Sequence[str]) -> None:
        if self.moved:
            reckon(self.actor, [self.case], now=self.now)
        saved([self.case], names)

    def _journal(self, act: audit.Act) -> None:
        sees_all = self.actor.org_id == self.case.org_id or self.case.opened_at == self.now
        index.follow([self.case], reads_all=sees_all)
        audit.record_all(self.actor, [act], at=self.now)

    def _changed_holder(self) -> str | None:
        holder = rules.holder(self.case.status)
        if holder == self._holder:
            return None
        self._holder = holder
        return holder
