"""How an answer that was sent is given: the reply, the solution or the macro that it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from behalf.cases import blocks, queries, rules
from behalf.cases.actions._block import block_of
from behalf.cases.actions._files import Stored, Uploads
from behalf.cases.actions._step import Step
from behalf.cases.actions.ready import use_macro
from behalf.cases.actions.talk import reply
from behalf.cases.actions.work import resolve
from behalf.cases.models import Case, Outgoing, TextBlock
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid

# Of the actor, what its acts need that is not the desk's own.
FROZEN = ("name", "org_name", "language", "zone", "address")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to the customer, and what becomes of the case with it."""

    kind: str
    body: str
    wait: bool = False
    children: bool = False
    block_id: int | None = None
    files: Uploads = ()
    minutes: int | None = None

    def checked(self, step: Step) -> Answer:
        """The answer with the places of its text filled, if the case takes it as it is now; else it is refused."""
        if not self.body.strip():
            raise Invalid(_("Write something first."), field="body")
        resolves, said = self.kind == Outgoing.Kind.RESOLVE, self.body
        if self.kind == Outgoing.Kind.MACRO:
            block = block_of(step.actor, self.block_id, self.files)
            resolves = block.then == TextBlock.Then.RESOLVE
            said = blocks.fill(said, queries.variables(step.actor, [step.case.pk]).get(step.case.pk, {}))
        if resolves:
            step.must(rules.may_resolve(step.case.status), _("This case is already resolved."))
        step.must_converse()
        return replace(self, body=said.strip())

    def give(self, actor: Actor, case_id: int, *, now: datetime) -> None:
        """Do what was sent."""
        if self.kind == Outgoing.Kind.RESOLVE:
            resolve(actor, case_id, body=self.body, children=self.children, now=now)
            return
        said: dict[str, Any] = {
            "body": self.body, "wait": self.wait, "children": self.children, "files": self.files,
            "minutes": self.minutes,
        }  # fmt: skip
        if self.block_id is not None:
            use_macro(actor, case_id, block_id=self.block_id, **said, now=now)
        else:
            reply(actor, case_id, **said, now=now)


def frozen(actor: Actor) -> dict[str, Any]:
    """Who sends, as the worker will need it."""
    return {"roles": sorted(actor.roles), **{name: getattr(actor, name) for name in FROZEN}}


def sender_of(desk: Actor, row: Outgoing) -> Actor:
    """Who sent it, to act once more."""
    known = {name: row.sender[name] for name in FROZEN}
    return replace(desk, person_id=row.person_id, roles=frozenset(row.sender["roles"]), **known)


def answer_of(row: Outgoing, case: Case) -> Answer:
    """What was sent. Whose customer has written since does not wait for it; a solution they did not know is none."""
    written = case.last_customer_at is not None and case.last_customer_at > row.sent_at
    if written and row.kind == Outgoing.Kind.RESOLVE:
        raise Conflict(_("The customer wrote meanwhile. Read it before you resolve the case."))
    return Answer(
        row.kind, row.body, row.wait and not written, row.children, row.block_id, stored(row.files), row.minutes,
    )  # fmt: skip


def stored(files: Iterable[dict[str, Any]]) -> list[Stored]:
    """The files of an answer, from its row."""
    return [Stored(**each) for each in files]
