"""The written part of a correction: the intention before the provider is asked, and what came of it afterwards.

The provider itself is asked by ``corrections.py``, between these transactions and never inside one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from behalf.administration import baseline, deciding, rules
from behalf.administration.actions._session import note, open_session
from behalf.administration.actions._state import Readings, store
from behalf.administration.baseline import Setting
from behalf.administration.deciding import Outcome
from behalf.administration.events import SettingCorrected
from behalf.administration.models import OnBehalfSession, SettingChange, SettingState, Step
from behalf.audit import actions as audit
from behalf.connectors.ports import SettingValue
from behalf.customers import queries as customers
from behalf.kit import jobs
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotFound
from behalf.kit.events import announce
from behalf.kit.verbs import action
from behalf.subscriptions import queries as subscriptions


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be asked of the provider: a write on condition that the setting is as it was seen."""

    change_id: int
    tenant: str
    service: str
    key: str
    wanted: SettingValue | None
    if_match: str


@action("administration.act")
def plan(
    actor: Actor,
    account_id: int,
    service_id: int,
    *,
    setting_id: int,
    wanted: SettingValue,
    seen: str,
    told: bool = False,
    now: datetime,
) -> Plan:
    """Record the intention to correct a setting, with the value that it has now.

    seen: the mark of the reading whose difference the agent was shown; told: whether the customer was told before,
    which a correction of high impact needs.
    """
    session = open_session(actor, account_id, service_id, now=now)
    _must_be_active(actor, account_id, service_id)
    state = _state(actor, account_id, service_id, setting_id)
    setting = _known(session.service.code, state.key)
    if state.state == rules.State.COULD_NOT_READ:
        raise Conflict(_("What the setting is now could not be read. Read it again first."))
    if state.etag != seen:
        raise Conflict(_("The setting was read again meanwhile. Look at the difference once more."))
    if not rules.acceptable(setting, wanted):
        raise Invalid(_("This value does not fit the setting."), field="value")
    if rules.same(setting, deciding.unpacked(state.value), wanted):
        raise Invalid(_("The setting has this value already."), field="value")
    if deciding.must_tell(setting.impact) and not told:
        raise Invalid(_("People at the customer will notice. Tell the customer first."), field="told")
    return _planned(actor, session, state, wanted=wanted, told=told, undoes=None, now=now)


@action("administration.act")
def plan_undo(actor: Actor, account_id: int, service_id: int, *, change_id: int, seen: str, now: datetime) -> Plan:
    """Record the intention to restore exactly the value that a correction replaced."""
    session = open_session(actor, account_id, service_id, now=now)
    _must_be_active(actor, account_id, service_id)
    rows = SettingChange.objects.visible_to(actor).select_for_update(no_key=True)
    change = rows.filter(account_id=account_id, service_id=service_id, pk=change_id).first()
    if change is None:
        raise NotFound(_("There is no such correction."))
    setting = _known(session.service.code, change.key)
    state = SettingState.objects.visible_to(actor).get(account_id=account_id, service_id=service_id, key=change.key)
    before = deciding.unpacked(change.before)
    if state.state == rules.State.COULD_NOT_READ:
        raise Conflict(_("What the setting is now could not be read. Read it again first."))
    if not deciding.may_undo(
        setting, outcome=change.outcome, undone=change.undone_at is not None, before=before, now_is=state.value
    ):
        raise Conflict(_("There is nothing left to restore here."))
    ours = change.found if change.found_at else change.wanted
    if state.etag != seen or not rules.same(setting, deciding.unpacked(state.value), deciding.unpacked(ours)):
        raise Conflict(
            _("Somebody changed the setting after this correction. Look at what it is now before you restore.")
        )
    return _planned(actor, session, state, wanted=before, told=change.told_customer, undoes=change, now=now)


@action("administration.act")
def accept(actor: Actor, change_id: int, *, now: datetime) -> None:
    """The provider says that it wrote; nothing is believed before it is read back."""
    change = _unsettled(actor, change_id)
    if change is not None:
        change.outcome, change.written_at = Outcome.WRITTEN, now
        change.save(update_fields=["outcome", "written_at"])


@action("administration.act")
def fail(
    actor: Actor, change_id: int, *, outcome: Outcome, trouble: str, readings: Readings | None, now: datetime
) -> None:
    """The provider did nothing: it refused, or somebody had changed the value; ``readings`` says what it is now."""
    change = _unsettled(actor, change_id)
    if change is None:
        return
    if readings is not None:
        store(change, change.service.code, readings, now=now)
        _found(change, readings, now=now)
    _close(actor, change, outcome, trouble=trouble, now=now)


@action("administration.act")
def settle(actor: Actor, change_id: int, *, readings: Readings | None, trouble: str = "", now: datetime) -> Outcome:
    """Judge a correction by what was read back, now or after an interruption; answers where it stands."""
    change = _unsettled(actor, change_id, or_differing=True)
    if change is None:
        return Outcome(SettingChange.objects.visible_to(actor).get(pk=change_id).outcome)
    if readings is not None:
        store(change, change.service.code, readings, now=now)
    outcome = deciding.read_back(
        _known(change.service.code, change.key),
        None if readings is None else readings.get(change.key),
        before=deciding.unpacked(change.before),
        wanted=deciding.unpacked(change.wanted),
        accepted=change.written_at is not None,
        waited=now >= change.planned_at + deciding.SETTLE_AFTER,
    )
    if outcome in deciding.UNSETTLED or outcome == change.outcome:
        change.trouble = trouble[:300]
        change.save(update_fields=["trouble"])
        return Outcome(change.outcome)
    if readings is not None:
        _found(change, readings, now=now)
    _close(actor, change, outcome, trouble=trouble, now=now)
    return outcome


def _planned(
    actor: Actor,
    session: OnBehalfSession,
    state: SettingState,
    *,
    wanted: SettingValue | None,
    told: bool,
    undoes: SettingChange | None,
    now: datetime,
) -> Plan:
    change = SettingChange(
        reseller_id=session.reseller_id,
        customer_id=session.customer_id,
        account_id=session.account_id,
        service_id=session.service_id,
        session=session,
        key=state.key,
        before=state.value,
        wanted=deciding.packed(wanted),
        told_customer=told,
        undoes=undoes,
        agent_name=actor.name,
        planned_at=now,
    )
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("A correction of this setting is still under way. Wait until it is read back.")) from None
    note(actor, session, Step.Kind.UNDID if undoes else Step.Kind.CORRECTED, change_id=change.pk, now=now)
    _record(actor, change, "administration.correction_planned", code=session.service.code, now=now)
    jobs.defer(actor, "administration.settle", at=now + deciding.SETTLE_AFTER, change_id=change.pk)
    account = customers.account(actor, session.account_id)
    return Plan(change.pk, account.domain, session.service.code, state.key, wanted, state.etag)


def _close(actor: Actor, change: SettingChange, outcome: Outcome, *, trouble: str, now: datetime) -> None:
    change.outcome, change.trouble = outcome, trouble[:300]
    change.save(update_fields=["outcome", "trouble", "found", "found_at"])
    if outcome is Outcome.VERIFIED and change.undoes_id is not None:
        SettingChange.objects.visible_to(actor).filter(pk=change.undoes_id).update(undone_at=now)
    _record(actor, change, f"administration.correction_{outcome}", code=change.service.code, now=now)
    announce(
        actor,
        SettingCorrected(
            change_id=change.pk,
            account_id=change.account_id,
            service_id=change.service_id,
            outcome=outcome,
            at=now,
        ),
    )


def _found(change: SettingChange, readings: Readings, *, now: datetime) -> None:
    reading = readings.get(change.key)
    if reading is not None and reading.error is None:
        change.found, change.found_at = deciding.packed(reading.value), now


def _unsettled(actor: Actor, change_id: int, *, or_differing: bool = False) -> SettingChange | None:
    """The correction while its outcome is open, locked; with ``or_differing`` also one that was not as written."""
    rows = SettingChange.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    change = rows.select_related("service", "session").filter(pk=change_id).first()
    if change is None:
        raise NotFound(_("There is no such correction."))
    wanted = (*deciding.UNSETTLED, Outcome.NOT_VERIFIED) if or_differing else deciding.UNSETTLED
    return change if change.outcome in wanted else None


def _must_be_active(actor: Actor, account_id: int, service_id: int) -> None:
    states = {each.service_id: each.state for each in subscriptions.services_of(actor, account_id)}
    if states.get(service_id) != "active":
        raise Conflict(_("The subscription is suspended: its settings can be looked at, not changed."))


def _state(actor: Actor, account_id: int, service_id: int, setting_id: int) -> SettingState:
    rows = SettingState.objects.visible_to(actor).filter(account_id=account_id, service_id=service_id)
    state = rows.filter(pk=setting_id).first()
    if state is None:
        raise NotFound(_("There is no such setting."))
    return state


def _known(code: str, key: str) -> Setting:
    setting = baseline.setting(code, key)
    if setting is None:
        raise NotFound(_("The baseline does not know this setting any more."))
    return setting


def _record(actor: Actor, change: SettingChange, what: str, *, code: str, now: datetime) -> None:
    facts = {"service": code, "key": change.key}
    audit.record(
        actor,
        what,
        subject=("setting_change", change.pk, change.key),
        customer_id=change.customer_id,
        for_customer=True,
        before={**facts, "value": change.before},
        after={**facts, "value": change.wanted, **({"found": change.found} if change.found_at else {})},
        why=change.session.why,
        at=now,
    )
