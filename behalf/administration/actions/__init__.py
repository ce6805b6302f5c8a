"""Every change of administration: delegations, on-behalf sessions, readings and corrections."""

from behalf.administration.actions.changes import Plan, accept, fail, plan, plan_undo, settle
from behalf.administration.actions.delegation import grant, grant_again, note_delegation, remove
from behalf.administration.actions.readings import keep_reading, read_users
from behalf.administration.actions.sessions import begin, end, end_expired, end_of_person, extend, hand_over

__all__ = [
    "Plan",
    "accept",
    "begin",
    "end",
    "end_expired",
    "end_of_person",
    "extend",
    "fail",
    "grant",
    "grant_again",
    "hand_over",
    "keep_reading",
    "note_delegation",
    "plan",
    "plan_undo",
    "read_users",
    "remove",
    "settle",
]
