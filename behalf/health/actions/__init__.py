"""Every change of health: the operator publishes and only ever adds; a reseller's agent records a check."""

from behalf.health.actions.announcements import announce_post, correct_announcement, withdraw_announcement
from behalf.health.actions.checks import check
from behalf.health.actions.incidents import correct_update, publish_incident, resolve_incident, update_incident
from behalf.health.actions.maintenance import (
    cancel_maintenance,
    end_maintenance,
    move_maintenance,
    plan_maintenance,
    reword_maintenance,
    start_maintenance,
)
from behalf.health.actions.states import correct_state, set_state

__all__ = [
    "announce_post",
    "cancel_maintenance",
    "check",
    "correct_announcement",
    "correct_state",
    "correct_update",
    "end_maintenance",
    "move_maintenance",
    "plan_maintenance",
    "publish_incident",
    "resolve_incident",
    "reword_maintenance",
    "set_state",
    "start_maintenance",
    "update_incident",
    "withdraw_announcement",
]
