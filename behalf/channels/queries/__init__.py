"""Every read of mail that came: what waits for a human, one mail with its reasons, a desk's addresses."""

from behalf.channels.queries.arrivals import (
    PAGE,
    Line,
    Look,
    Told,
    arrival,
    arrivals,
    counts,
    held,
    of_case,
    original,
    unreachable,
)
from behalf.channels.queries.matching import (
    Opened,
    case_of_ids,
    case_of_number,
    is_participant,
    opened_lately,
    survivor_of,
)
from behalf.channels.queries.robots import NEWEST, due_robots, failed_notices, notices, robot, robots
from behalf.channels.queries.settings import due_mailboxes, failing_mailboxes, inbox, inboxes, own_addresses, routes

__all__ = [
    "NEWEST", "PAGE", "Line", "Look", "Opened", "Told", "arrival", "arrivals", "case_of_ids", "case_of_number",
    "counts", "due_mailboxes", "due_robots", "failed_notices", "failing_mailboxes", "held", "inbox", "inboxes",
    "is_participant", "notices", "of_case", "opened_lately", "original", "own_addresses", "robot", "robots", "routes",
    "survivor_of", "unreachable",
]  # fmt: skip
