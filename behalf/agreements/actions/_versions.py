"""How a new version of an agreement is made: with its calendars as they work out now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from behalf.agreements import queries, rules
from behalf.agreements.models import Agreement, AgreementVersion
from behalf.agreements.rules import terms as terms_rules
from behalf.audit import actions as audit
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid

# Reasons that nobody typed: kept as msgids, shown in the reader's language.
CHANGED = gettext_noop("A calendar in it changed.")
LEARNT = gettext_noop("Public holidays became known.")


def hours_of(actor: Actor, *, now: datetime) -> dict[int, rules.Hours]:
    """The desk's calendars as versions carry them, by id."""
    return {pk: rules.Hours(pk, each.row.name, each.hours) for pk, each in queries.drawn(actor, now=now).items()}


def publish(
    actor: Actor, row: Agreement, terms: rules.Terms, *, valid_from: datetime, why: str, now: datetime
) -> AgreementVersion:
    """Write the next version of an agreement; Invalid when a calendar in it never opens for what is promised."""
    if next(iter(rules.never_opens(terms, now)), None):
        raise Invalid(_("A calendar of this agreement never opens long enough: what it promises could never fall due."))
    made = AgreementVersion(
        org_id=actor.org_id, agreement=row, number=_last(actor, row) + 1, valid_from=valid_from,
        terms=terms_rules.as_data(terms), why=why, made_at=now, made_by_name=actor.name,
    )  # fmt: skip
    made.save(force_insert=True)
    after = {"version": made.number}
    audit.record(
        actor, "agreements.version_made", subject=("agreement", row.pk, row.name), after=after, why=why, at=now
    )
    return made


def carry(terms: rules.Terms, hours: dict[int, rules.Hours]) -> rules.Terms:
    """The same promises with the calendars as they are now; one that is gone stays as it was."""
    targets = {
        key: rules.Target(target.budget, hours.get(target.hours.id, target.hours))
        for key, target in terms.targets.items()
    }
    return rules.Terms(targets, terms.warns_at)


def renewed(actor: Actor, *, why: str, calendar_ids: Iterable[int] | None = None, now: datetime) -> int:
    """Give a new version to each agreement whose calendars work out differently now; answers how many.

    calendar_ids: only those that count in one of these calendars.
    """
    made, hours = 0, hours_of(actor, now=now)
    wanted = set(calendar_ids) if calendar_ids is not None else None
    for each in queries.agreements(actor, now=now):
        if each.terms is None:
            continue
        if wanted is not None and not wanted & {target.hours.id for target in each.terms.targets.values()}:
            continue
        terms = carry(each.terms, hours)
        if not _same(terms, each.terms):
            publish(actor, each.row, terms, valid_from=now, why=why, now=now)
            made += 1
    return made


def _last(actor: Actor, row: Agreement) -> int:
    """The number of the newest version; 0 before the first."""
    rows = AgreementVersion.objects.visible_to(actor).filter(agreement=row)
    return int(rows.aggregate(last=Max("number"))["last"] or 0)


def _same(one: rules.Terms, other: rules.Terms) -> bool:
    """Whether nothing is counted differently, so that there is nothing new to say."""
    return terms_rules.as_data(one) == terms_rules.as_data(other)
