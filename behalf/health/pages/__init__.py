"""The HTML doors of health: reading, publishing, and a customer's own board."""

from behalf.health.pages.customer import check, of_customer, panel, recorded
from behalf.health.pages.incidents import correct_update, incident, incidents, publish_incident, update_incident
from behalf.health.pages.maintenance import cancel, end, move, publish_maintenance, reword, start, work, works
from behalf.health.pages.news import announcement, correct_announcement, news, publish_announcement, withdraw
from behalf.health.pages.services import board, correct_state, publish_state, service

__all__ = [
    "announcement",
    "board",
    "cancel",
    "check",
    "correct_announcement",
    "correct_state",
    "correct_update",
    "end",
    "incident",
    "incidents",
    "move",
    "news",
    "of_customer",
    "panel",
    "publish_announcement",
    "publish_incident",
    "publish_maintenance",
    "publish_state",
    "recorded",
    "reword",
    "service",
    "start",
    "update_incident",
    "withdraw",
    "work",
    "works",
]
