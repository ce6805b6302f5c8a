"""Reads: the gate of a case with all its evidence, the dossier that would go up, and what crossed the tier."""

from behalf.escalation.queries.exchange import (
    LIMIT,
    Exchange,
    Request,
    Tally,
    exchange,
    of_case,
    portal_requests,
    received,
    requests,
    tally,
    under_way,
    who_answers,
    with_us,
)
from behalf.escalation.queries.gate import IncidentRow, Readiness, readiness
from behalf.escalation.queries.paper import compose, sender

__all__ = [
    "LIMIT", "Exchange", "IncidentRow", "Readiness", "Request", "Tally", "compose", "exchange", "of_case",
    "portal_requests", "readiness", "received", "requests", "sender", "tally", "under_way",
    "who_answers", "with_us",
]  # fmt: skip
