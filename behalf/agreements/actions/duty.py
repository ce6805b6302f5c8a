"""Changes of the rota."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from behalf.agreements import rules
from behalf.agreements.models import Calendar, Duty, DutyTurn, OnBreach
from behalf.audit import actions as audit
from behalf.identity import queries as identity
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid
from behalf.kit.verbs import action


@action("agreements.edit")
def set_duty(
    actor: Actor,
    *,
    people: Sequence[int],
    since: date,
    zone: str = "",
    on_breach: str = OnBreach.RAISE,
    lead_id: int | None = None,
    calendar_id: int | None = None,
    now: datetime,
) -> None:
    """Say who takes turns, the first of them in the week of ``since``, and what happens when a promise is broken."""
    names = {each.person_id: each.name for each in identity.colleagues(actor)}
    if not {*people, *([lead_id] if lead_id else [])} <= set(names):
        raise Invalid(_("Choose colleagues of your own."), field="people")
    if on_breach not in OnBreach.values:
        raise Invalid(_("Choose what happens."), field="on_breach")
    if calendar_id is not None and not Calendar.objects.visible_to(actor).filter(pk=calendar_id).exists():
        raise Invalid(_("There is no such calendar."), field="calendar_id")
    row = Duty.objects.visible_to(actor).select_for_update().first() or Duty(org_id=actor.org_id)
    row.since, row.on_breach, row.changed_at = rules.monday(since), OnBreach(on_breach), now
    row.zone = zone or row.zone or identity.own_zone(actor)
    row.lead_id, row.lead_name, row.calendar_id = lead_id, names.get(lead_id or 0, ""), calendar_id
    row.save()
    _line_up(actor, [(person_id, names[person_id]) for person_id in dict.fromkeys(people)])
    after = {"people": ", ".join(names[person_id] for person_id in people), "reason": row.on_breach}
    audit.record(actor, "agreements.duty_changed", subject=("duty", row.pk, actor.org_name), after=after, at=now)


@action("agreements.apply")
def leave_duty(actor: Actor, *, person_id: int, now: datetime) -> None:
    """Take a person who left out of the rota; the others keep their order."""
    stay = DutyTurn.objects.visible_to(actor).exclude(person_id=person_id).order_by("place")
    left = DutyTurn.objects.visible_to(actor).filter(person_id=person_id).exists()
    Duty.objects.visible_to(actor).filter(lead_id=person_id).update(lead_id=None, lead_name="", changed_at=now)
    if left:
        _line_up(actor, list(stay.values_list("person_id", "person_name")))


def _line_up(actor: Actor, people: Sequence[tuple[int, str]]) -> None:
    rows = DutyTurn.objects.visible_to(actor)
    rows.delete()
    rows.bulk_create(
        DutyTurn(org_id=actor.org_id, place=place, person_id=person_id, person_name=name)
        for place, (person_id, name) in enumerate(people, start=1)
    )
