"""Drafts: kept as one writes, gone in the transaction in which the text is sent, forgotten after 30 days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.utils.translation import gettext as _

from behalf.cases import drafts
from behalf.cases.models import Case, Draft
from behalf.cases.queries._family import family_of
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.tenancy import acting
from behalf.kit.verbs import action

P = ParamSpec("P")
R = TypeVar("R")


@action("cases.work")
def keep_draft(
    actor: Actor, case_id: int, *, form: str, texts: Mapping[str, str], key: str = "", now: datetime
) -> None:
    """Keep what a form of the case holds now; nothing in it: nothing is kept.

    key: the form as the page made it; one that was sent in the meantime is not kept again.
    """
    case = Case.objects.visible_to(actor).filter(pk=case_id).first()
    if case is None or form not in drafts.FORMS:
        raise NotFound(_("There is no such case."))
    said = drafts.worth_keeping(form, texts)
    row = _locked(actor, case_id, form)
    if row is None:
        if said:
            _put(actor, case, form, said, key="", now=now)
    elif not key or row.sent_key != key:
        row.texts, row.at = said, now
        row.save(update_fields=["texts", "at"])


@action("cases.work")
def drop_draft(actor: Actor, case_id: int, *, form: str, key: str = "", now: datetime) -> None:
    """Throw away what was begun on the case, and on those merged into it."""
    case = Case.objects.visible_to(actor).filter(pk=case_id).first()
    if case is None or form not in drafts.FORMS:
        raise NotFound(_("There is no such case."))
    _leave(actor, case_id, form, {}, key=key, now=now)


@action("cases.work")
def give_back(actor: Actor, case: Case, *, form: str, body: str, now: datetime) -> None:
    """Make a draft of a text that was not sent after all, above what was begun since."""
    row = _locked(actor, case.pk, form)
    _put(actor, case, form, drafts.given_back(row.texts if row else {}, body), key="", now=now)


@action("cases.sweep")
def forget_drafts(actor: Actor, *, now: datetime) -> int:
    """Remove the desk's drafts that nobody touched for long, and say how many."""
    gone, _of = Draft.objects.visible_to(actor).filter(at__lt=now - drafts.KEPT).delete()
    return gone


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
            _leave(actor, case_id, form, drafts.worth_keeping(form, rest), key=key, now=now)
            return done

    return both


def _leave(actor: Actor, case_id: int, form: str, texts: Mapping[str, str], *, key: str, now: datetime) -> None:
    mine = Draft.objects.visible_to(actor).filter(person_id=actor.person, form=form)
    mine.filter(case_id__in=family_of(case_id)).delete()
    if texts or key:
        _put(actor, Case.objects.visible_to(actor).get(pk=case_id), form, texts, key=key, now=now)


def _locked(actor: Actor, case_id: int, form: str) -> Draft | None:
    rows = Draft.objects.visible_to(actor).filter(case_id=case_id, person_id=actor.person, form=form)
    return rows.select_for_update().first()


def _put(actor: Actor, case: Case, form: str, texts: Mapping[str, str], *, key: str, now: datetime) -> None:
    """Two windows of one person may keep at the same moment: the later one stands."""
    row = Draft(**case.whose(), person_id=actor.person, form=form, texts=dict(texts), sent_key=key, at=now)
    Draft.objects.visible_to(actor).bulk_create(
        [row], update_conflicts=True, unique_fields=["case", "person_id", "form"],
        update_fields=["texts", "sent_key", "at"],
    )  # fmt: skip
