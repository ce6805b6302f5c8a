"""Whose row is it? The declaration on the model, the gate in Python and the transaction in a tenant's name.

Seven kinds of table; from the same declaration come the gate's filter (here) and the database's policies
(``policies.py``), so that forgetting one is caught by the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

import psycopg
from django.db import connection, models, transaction
from psycopg.pq import ExecStatus, TransactionStatus

from behalf.kit.actor import Actor

Undo = Callable[[], object]

_current: ContextVar[Actor | None] = ContextVar("behalf_actor", default=None)
_undo: ContextVar[list[Undo] | None] = ContextVar("behalf_undo", default=None)
_broken: ContextVar[Exception | None] = ContextVar("behalf_broken", default=None)


# --- The kinds -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Desk:
    """Rows of the organization whose desk it is (``org_id``); a customer may read what is public of its own.

    customer_reads: whether the customer (``customer_id``) reads it, if the boolean column ``public`` is true.
    customer_inserts: whether it may add rows of its own; customer_updates: the columns it may change.
    within: the foreign key to the row on which this one hangs; the customer reaches it only where it reaches that row.
    """

    column: str = "org_id"
    customer_reads: bool = False
    public: str | None = None
    within: str | None = None
    customer_inserts: bool = False
    customer_updates: tuple[str, ...] = ()
    append_only: bool = False


@dataclass(frozen=True)
class Account:
    """Rows between one reseller (``reseller_id``) and one customer organization (``customer_id``)."""

    column: str = "reseller_id"
    customer_reads: bool = True
    customer_inserts: bool = False
    customer_updates: tuple[str, ...] = ()
    operator_reads: bool = False
    append_only: bool = False


@dataclass(frozen=True)
class Exchange:
    """Rows that cross a tier (``from_org_id`` -> ``to_org_id``): written by the sender, read by both, never changed."""


@dataclass(frozen=True)
class Published:
    """Rows that the operator writes and everybody reads; append_only: what was said once is never changed."""

    append_only: bool = False


@dataclass(frozen=True)
class Standing:
    """Rows about a reseller (``column``) that the operator keeps and the reseller itself reads; others are strangers.

    own_updates: the columns that the reseller may change; customers_read: whether customers read it, too.
    """

    column: str = "organization_id"
    own_updates: tuple[str, ...] = ()
    customers_read: bool = False


@dataclass(frozen=True)
class Identity:
    """Rows read before there is an actor: the login roles reach them, no tenant role does."""


@dataclass(frozen=True)
class Machine:
    """Rows of the machinery: the worker's login role alone, or as ``grants`` says (role -> privileges)."""

    grants: dict[str, str] = field(default_factory=dict)


Kind = Desk | Account | Exchange | Published | Standing | Identity | Machine

M = TypeVar("M", bound=models.Model)


class Gate(models.Manager[M]):
    """A tenant model's only manager: two doors, and everything else raises."""

    def visible_to(self, actor: Actor) -> models.QuerySet[M]:
        """The rows that this actor's organization may see."""
        rows = super().get_queryset()
        kind = self.model.tenancy  # type: ignore[attr-defined]  # every model declares it; a house test holds that
        match kind:
            case Published():
                return rows
            case Standing():
                return self._of_standing(rows, kind, actor)
            case Exchange():
                return rows.filter(models.Q(from_org_id=actor.org_id) | models.Q(to_org_id=actor.org_id))
            case Desk() if actor.tier == "customer" and kind.customer_reads:
                return rows.filter(customer_id=actor.org_id, **self._public(kind))
            case Account() if actor.tier == "customer":
                return rows.filter(customer_id=actor.org_id) if kind.customer_reads else rows.none()
            case Account() if actor.tier == "operator":
                return rows if kind.operator_reads else rows.none()
            case Desk() | Account():
                return rows.filter(**{kind.column: actor.org_id})
            case _:
                raise TypeError(f"{self.model.__name__} is not a tenant's table")

    def _public(self, kind: Desk) -> dict[str, bool]:
        """What must be true of a row, and of the row on which it hangs, for a customer to see it."""
        public = {kind.public: True} if kind.public else {}
        if kind.within:
            there: Any = self.model._meta.get_field(kind.within).related_model
            public |= {f"{kind.within}__{there.tenancy.public}": True}
        return public

    @staticmethod
    def _of_standing(rows: models.QuerySet[M], kind: Standing, actor: Actor) -> models.QuerySet[M]:
        if actor.tier == "reseller":
            return rows.filter(**{kind.column: actor.org_id})
        return rows if actor.tier == "operator" or kind.customers_read else rows.none()

    def everywhere(self, *, reason: str) -> models.QuerySet[M]:
        """The rows without the gate's filter; the database's policies still hold."""
        if not reason:
            raise ValueError("say why the gate is passed by")
        return super().get_queryset()

    def get_queryset(self) -> models.QuerySet[M]:
        raise RuntimeError(f"{self.model.__name__}.objects: use visible_to(actor) or everywhere(reason=…)")


class Row(models.Model):
    """Base of every tenant's table; subclasses declare ``tenancy``."""

    tenancy: Kind

    objects = Gate()

    class Meta:
        abstract = True


# --- The transaction -------------------------------------------------------------------------------------------------


def current() -> Actor | None:
    """The actor in whose name the present transaction runs, if there is one."""
    return _current.get()


def _take(actor: Actor | None) -> None:
    role, org = (f"as_{actor.tier}", str(actor.org_id)) if actor else ("none", "")
    with connection.cursor() as cursor:
        cursor.execute("select set_config('role', %s, true), set_config('behalf.org', %s, true)", [role, org])


def _begin(actor: Actor) -> None:
    """Begin the transaction that Django has just announced, with the role taken in the same round trip."""
    raw = connection.connection
    if raw.info.transaction_status != TransactionStatus.IDLE:
        _take(actor)  # a test's own transaction, or one that reads identity rows, runs already
        return
    first = "begin; select set_config('role', 'as_{}', true), set_config('behalf.org', '{:d}', true)"
    with connection.wrap_database_errors:
        done = raw.pgconn.exec_(first.format(actor.tier, actor.org_id).encode())
        if done.status != ExecStatus.TUPLES_OK:
            raise psycopg.OperationalError(done.error_message.decode(errors="replace"))


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """One transaction in the name of the actor's organization; joined when it already runs for the same one.

    What is refused in a joined one can only be rolled back as a whole: who would rather catch the refusal and go on
    puts ``transaction.atomic()`` around what may refuse, and is told so here if it was forgotten.
    """
    before = _current.get()
    token = _current.set(actor)
    try:
        if before is not None and (before.tier, before.org_id) == (actor.tier, actor.org_id):
            _must_be_whole()
            with _remembering(), transaction.atomic(savepoint=False):
                yield
            return
        nested = connection.in_atomic_block
        _broken.set(None)
        with _taking_back(), transaction.atomic():
            _begin(actor)
            yield
            _must_be_whole()
            if nested:
                _take(before)
    finally:
        _current.reset(token)


def _must_be_whole() -> None:
    """Django would roll back without a word at the end, and the caller believe that it was done."""
    broken = _broken.get()
    if connection.needs_rollback and broken is not None:
        raise RuntimeError(
            "a refusal was caught in the middle of its transaction, which is lost: put transaction.atomic() around it"
        ) from broken


@contextmanager
def _remembering() -> Iterator[None]:
    """Keep what broke the transaction, so that it can be named to who caught it."""
    try:
        yield
    except Exception as error:
        _broken.set(error)
        raise


def if_rolled_back(undo: Undo) -> None:
    """Have what was done outside of the database, such as a file, taken back when the present transaction fails."""
    doing = _undo.get()
    if doing is None:
        raise RuntimeError("there is no transaction to fail: use acting(actor)")
    doing.append(undo)


@contextmanager
def _taking_back() -> Iterator[None]:
    """Around a transaction: when it fails, the last thing done is taken back first."""
    outer, mine = _undo.get(), list[Undo]()
    token = _undo.set(mine)
    try:
        yield
    except BaseException:
        for undo in reversed(mine):
            undo()
        raise
    finally:
        _undo.reset(token)
    if outer is not None:  # it holds within a longer transaction, which may still fail
        outer.extend(mine)


@contextmanager
def identity_rows() -> Iterator[None]:
    """A stretch of the present transaction under the login role, which alone reaches identity rows."""
    before = _current.get()
    if before is None:
        with transaction.atomic():
            yield
        return
    _take(None)
    token = _current.set(None)
    try:
        yield
    finally:
        _current.reset(token)
        if connection.connection.info.transaction_status == TransactionStatus.INTRANS:
            _take(before)


def must_be_acting(actor: Actor) -> None:
    """Refuse a read outside its tenant's transaction, where the database would silently answer nothing."""
    now = _current.get()
    if now is None or (now.tier, now.org_id) != (actor.tier, actor.org_id):
        raise RuntimeError("a query needs the door's transaction: use acting(actor)")


def declared(model: type[models.Model]) -> Kind | None:
    """The kind that a model declares, or None."""
    kind: Any = getattr(model, "tenancy", None)
    return kind if isinstance(kind, Kind) else None
