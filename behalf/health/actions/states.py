"""The engineers' own word on a service, where no incident tells it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.health import rules
from behalf.health.actions.places import Author, Places
from behalf.health.events import ServiceStateSet
from behalf.health.models import ServiceState
from behalf.health.rules import State
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid, NotFound
from behalf.kit.events import announce
from behalf.kit.verbs import action


@action("health.publish")
def set_state(
    actor: Actor,
    service_id: int,
    *,
    state: State,
    region: str = "",
    note: str = "",
    at: datetime | None = None,
    now: datetime,
) -> int:
    """Say how a service is from ``at`` on (default: now), in one region or wherever it runs."""
    places = Places.checked(actor, [(service_id, region)], field="service")
    said = Author(actor, now)
    row = ServiceState(
        service_id=service_id, region=region, state=_stated(state), at=said.instant(at), note=note, **said.columns()
    )
    row.save(force_insert=True)
    audit.record(
        actor,
        "health.state_set",
        subject=("service", service_id, places.first.name),
        after={"state": state, "region": region, "from": row.at.isoformat(), "note": note},
        at=now,
    )
    announce(actor, ServiceStateSet(service_id=service_id, at=now))
    return row.pk


@action("health.publish")
def correct_state(actor: Actor, statement_id: int, *, state: State, note: str, at: datetime, now: datetime) -> int:
    """Say that an earlier statement was wrong: this one counts in its place, both stay on record."""
    rows = ServiceState.objects.visible_to(actor).select_related("service")
    wrong = rows.filter(pk=statement_id, corrects=None).first()
    if wrong is None:
        raise NotFound(_("There is no such statement."))
    said = Author(actor, now)
    row = ServiceState(
        service_id=wrong.service_id,
        region=wrong.region,
        state=_stated(state),
        at=said.instant(at),
        note=note,
        corrects=wrong,
        **said.columns(),
    )
    row.save(force_insert=True)
    audit.record(
        actor,
        "health.state_corrected",
        subject=("service", wrong.service_id, wrong.service.name),
        before={"state": wrong.state, "from": wrong.at.isoformat()},
        after={"state": state, "region": wrong.region, "from": row.at.isoformat(), "note": note},
        at=now,
    )
    announce(actor, ServiceStateSet(service_id=wrong.service_id, at=now))
    return row.pk


def _stated(state: State) -> State:
    if state not in rules.STATED:
        raise Invalid(_("That is a state of an incident. Publish an incident for it."), field="state")
    return state
