"""Every read of health: boards, the story of one thing, recorded checks. History is worked out, never stored."""

from behalf.health.queries.board import board, board_of, board_of_customer, service
from behalf.health.queries.checks import check, checks, recent_check
from behalf.health.queries.incidents import hit, incident, incidents, open_incidents, touching, word
from behalf.health.queries.notices import announcement, announcements, maintenance, maintenances
from behalf.health.queries.rows import (
    AnnouncementRow,
    BoardRow,
    CheckRow,
    Hit,
    IncidentRow,
    IncidentStory,
    MaintenanceRow,
    MaintenanceStory,
    RegionRow,
    StatementRow,
    Touching,
    Word,
)
from behalf.health.queries.statements import statement, statements
from behalf.health.words import seen

__all__ = [
    "AnnouncementRow",
    "BoardRow",
    "CheckRow",
    "Hit",
    "IncidentRow",
    "IncidentStory",
    "MaintenanceRow",
    "MaintenanceStory",
    "RegionRow",
    "StatementRow",
    "Touching",
    "Word",
    "announcement",
    "announcements",
    "board",
    "board_of",
    "board_of_customer",
    "check",
    "checks",
    "hit",
    "incident",
    "incidents",
    "maintenance",
    "maintenances",
    "open_incidents",
    "recent_check",
    "seen",
    "service",
    "statement",
    "statements",
    "touching",
    "word",
]
