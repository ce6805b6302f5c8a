"""How a mailbox is reached, with its password."""

from __future__ import annotations

from typing import cast

from behalf.channels.models import Mailbox
from behalf.connectors.imap import Account, Security, Trouble, Why
from behalf.kit import secrets


def account_of(row: Mailbox) -> Account:
    """Open the kept password; raises Trouble when it cannot be read."""
    try:
        password = secrets.opened(row.secret, purpose=purpose(row.inbox_id))
    except secrets.Unreadable as error:
        raise Trouble(Why.KEPT) from error
    return Account(row.host, row.port, cast("Security", row.security), row.user, password, row.folder)


def purpose(inbox_id: int) -> str:
    """What the password is kept for."""
    return f"mailbox of inbox {inbox_id}"
