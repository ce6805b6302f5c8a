"""One look into a mailbox: every mail is kept in the database before its server is told anything.

Killed at any step: a mail that was kept is not kept again (its number and the mail are kept in one transaction), one
that was not kept still lies on the server, and what the server was not told it is told at the next look.
"""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from behalf.channels import actions, rules
from behalf.channels.actions.fetching import Fetching
from behalf.connectors import imap
from behalf.kit import clock
from behalf.kit.actor import Actor


def fetch(actor: Actor, mailbox_id: int) -> int:
    """Keep what is new in a mailbox, if it is its time; answers how many mails. What goes wrong is written down."""
    began = clock.now()
    try:
        wanted = actions.begin_fetch(actor, mailbox_id, now=began)
        if wanted is None:
            return 0
        with imap.opened(wanted.account) as folder:
            kept, more = _look(actor, mailbox_id, wanted, folder, began)
    except imap.Trouble as trouble:
        actions.fail_fetch(actor, mailbox_id, trouble=trouble, now=clock.now())
        return 0
    actions.end_fetch(actor, mailbox_id, more=more, now=clock.now())
    return kept


def _look(actor: Actor, mailbox_id: int, wanted: Fetching, folder: imap.Folder, began: datetime) -> tuple[int, bool]:
    last, settled = wanted.last_uid, wanted.settled_uid
    if folder.validity != wanted.validity:
        last = settled = _beginning(wanted, folder)
        actions.start_at(actor, mailbox_id, validity=folder.validity, uid=last)
    _settle(actor, mailbox_id, wanted, folder, settled, last)
    kept, uids = 0, iter(folder.uids_after(last))
    while batch := list(islice(uids, rules.FETCHED_AT_ONCE)):
        if clock.now() - began > rules.FETCH_FOR:
            return kept, True
        sizes = folder.sizes(batch)
        for uid in batch:
            kept += _keep(actor, mailbox_id, folder, uid, sizes.get(uid, 0))
        _settle(actor, mailbox_id, wanted, folder, last, batch[-1])
        last = batch[-1]
    return kept, False


def _beginning(wanted: Fetching, folder: imap.Folder) -> int:
    """The mail before the first that is to be kept, in a folder whose numbers we do not know."""
    if wanted.polled_at is not None:  # the server numbered its mails anew: what came before is recognized by its id
        again = folder.uids_since((wanted.polled_at - rules.LOOKED_BACK).date())
        return min(again, default=folder.next_uid) - 1
    return 0 if wanted.with_old else folder.next_uid - 1


def _keep(actor: Actor, mailbox_id: int, folder: imap.Folder, uid: int, size: int) -> bool:
    raw = folder.content(uid, head_only=size > rules.LARGEST)
    real = size if size > rules.LARGEST else len(raw or b"")
    return actions.keep_fetched(
        actor, mailbox_id, validity=folder.validity, uid=uid, raw=raw, size=real, now=clock.now()
    )


def _settle(
    actor: Actor, mailbox_id: int, wanted: Fetching, folder: imap.Folder, settled: int, last: int
) -> None:  # fmt: skip
    """Tell the server what became of the mails between two numbers, the first excluded."""
    if settled >= last:
        return
    if wanted.moved_to:
        folder.move(settled + 1, last, wanted.moved_to)
    else:
        folder.mark_seen(settled + 1, last)
    actions.settle(actor, mailbox_id, validity=folder.validity, uid=last)
