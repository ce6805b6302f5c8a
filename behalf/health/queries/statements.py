"""What the engineers stated about a service."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext as _

from behalf.health import words
from behalf.health.models import ServiceState
from behalf.health.queries.rows import StatementRow
from behalf.health.rules import State
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query

LIMIT = 10


@query("health.read_all")
def statements(actor: Actor, service_id: int, *, limit: int = LIMIT) -> list[StatementRow]:
    """The latest statements about a service, corrections applied."""
    rows = ServiceState.objects.visible_to(actor).filter(service_id=service_id, corrects=None)
    return _standing(actor, list(rows.order_by("-id").values_list("pk", flat=True)[:limit]))


@query("health.read_all")
def statement(actor: Actor, statement_id: int) -> StatementRow:
    """One statement, as it stands now."""
    rows = ServiceState.objects.visible_to(actor).filter(pk=statement_id, corrects=None)
    found = _standing(actor, list(rows.values_list("pk", flat=True)))
    if not found:
        raise NotFound(_("There is no such statement."))
    return found[0]


def _standing(actor: Actor, ids: list[int]) -> list[StatementRow]:
    rows = ServiceState.objects.visible_to(actor).filter(Q(pk__in=ids) | Q(corrects__in=ids))
    versions: dict[int, list[StatementRow]] = {}
    for row in rows.order_by("id"):
        versions.setdefault(row.corrects_id or row.pk, []).append(_row(row))
    found = [replace(versions[root][-1], id=root, before=tuple(versions[root][:-1])) for root in ids]
    return sorted(found, key=lambda row: (row.at, row.id), reverse=True)


def _row(row: ServiceState) -> StatementRow:
    return StatementRow(
        id=row.pk,
        service_id=row.service_id,
        at=row.at,
        region=words.region(row.region) if row.region else None,
        state=State(row.state),
        seen=words.seen(row.state),
        note=row.note,
        author=row.author_name,
        recorded_at=row.recorded_at,
    )
