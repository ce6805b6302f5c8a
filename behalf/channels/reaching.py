"""How a mailbox is reached with its password, and a robot with its token."""

from __future__ import annotations

from typing import cast

from behalf.channels.models import Mailbox
from behalf.channels.models import Robot as RobotRow
from behalf.connectors import robots
from behalf.connectors.imap import Account, Security, Trouble, Why
from behalf.kit import secrets


def account_of(row: Mailbox) -> Account:
    """Open the kept password; raises Trouble when it cannot be read."""
    try:
        password = secrets.opened(row.secret, purpose=purpose(row.inbox_id))
    except secrets.Unreadable as error:
        raise Trouble(Why.KEPT) from error
    return Account(row.host, row.port, cast("Security", row.security), row.user, password, row.folder)


def robot_of(row: RobotRow) -> robots.Robot:
    """Open the kept token and secret of a robot; raises Trouble when they cannot be read."""
    try:
        token = secrets.opened(row.token, purpose=robot_purpose(row.org_id, "token"))
        secret = secrets.opened(row.secret, purpose=robot_purpose(row.org_id, "secret")) if row.secret else ""
    except secrets.Unreadable as error:
        raise robots.Trouble(robots.Why.KEPT) from error
    return robots.Robot(token, secret)


def purpose(inbox_id: int) -> str:
    """What the password is kept for."""
    return f"mailbox of inbox {inbox_id}"


def robot_purpose(org_id: int, what: str) -> str:
    """What the token or the secret of a robot is kept for."""
    return f"{what} of a robot of organization {org_id}"
