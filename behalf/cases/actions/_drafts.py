"""How drafts are written, and how one ends with the act for which it was begun."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from psycopg.types.json import Jsonb

from behalf.cases import drafts
from behalf.cases.models import Case, Draft
from behalf.cases.queries._family import FAMILY
from behalf.kit.actor import Actor
from behalf.kit.statements import told
from behalf.kit.tenancy import acting

_LEAVE = f"""{FAMILY}, gone as (
        delete from cases_draft where person_id = %(person)s and form = %(form)s
            and case_id in (select id from family) and not (case_id = %(case)s and %(keeps)s)
    )
    insert into cases_draft (org_id, customer_id, case_id, person_id, form, texts, sent_key, at)
    select org_id, customer_id, id, %(person)s, %(form)s, %(texts)s, %(key)s, %(now)s
    from cases_case where id = %(case)s and %(keeps)s
    on conflict (case_id, person_id, form) do update
        set texts = excluded.texts, sent_key = excluded.sent_key, at = excluded.at
"""  # noqa: S608  # constants; values are parameters

P = ParamSpec("P")
R = TypeVar("R")


def give_back(actor: Actor, case: Case, *, form: str, body: str, macro: int | None = None, now: datetime) -> None:
    """Make a draft of a text that was not sent after all, above what was begun since."""
    row = locked(actor, case.pk, form)
    texts = drafts.given_back(row.texts if row else {}, body)
    texts |= {"macro": str(macro)} if macro is not None else {}
    put(actor, case, form, texts, key="", now=now)


def clearing(
    act: Callable[Concatenate[Actor, int, P], R],
    *,
    form: str,
    rest: Mapping[str, str],
    key: str,
    now: datetime,
) -> Callable[Concatenate[Actor, int, P], R]:
    """The act, after which of the form's draft only ``rest`` is left: both happen, or neither."""

    @wraps(act)
    def both(actor: Actor, case_id: int, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with acting(actor):
            done = act(actor, case_id, *args, **kwargs)
            leave(actor, case_id, form, drafts.worth_keeping(form, rest), key=key, now=now)
            return done

    return both


def leave(actor: Actor, case_id: int, form: str, texts: Mapping[str, str], *, key: str, now: datetime) -> None:
    """Keep nothing but these texts of what one has begun on the case, and on those merged into it."""
    left = {"case": case_id, "person": actor.person, "form": form, "texts": Jsonb(dict(texts)), "key": key, "now": now}
    told(_LEAVE, {**left, "keeps": bool(texts or key)})


def locked(actor: Actor, case_id: int, form: str) -> Draft | None:
    """The person's own draft of a form, until the transaction ends."""
    rows = Draft.objects.visible_to(actor).filter(case_id=case_id, person_id=actor.person, form=form)
    return rows.select_for_update().first()


def put(actor: Actor, case: Case, form: str, texts: Mapping[str, str], *, key: str, now: datetime) -> None:
    """Two windows of one person may keep at the same moment: the later one stands."""
    row = Draft(**case.whose(), person_id=actor.person, form=form, texts=dict(texts), sent_key=key, at=now)
    Draft.objects.visible_to(actor).bulk_create(
        [row], update_conflicts=True, unique_fields=["case", "person_id", "form"],
        update_fields=["texts", "sent_key", "at"],
    )  # fmt: skip
