"""What the mails of one batch ask again and again, asked once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from behalf.channels import queries, rules
from behalf.channels.models import Arrival, Inbox, Unreachable
from behalf.channels.queries import Opened
from behalf.customers import queries as customers
from behalf.customers.models import Account
from behalf.identity import queries as identity
from behalf.kit.actor import Actor


class Desk:
    """A desk as it stands while one transaction lasts."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self._accounts: dict[str, list[Account]] = {}
        self._opened: dict[str, list[Opened]] = {}
        self._keys: set[str] = set()

    def expect(self, rows: Sequence[Arrival], keys: Sequence[str]) -> None:
        """Ask at once what would be asked for each of these mails, whose senders are known."""
        senders = {row.sender for row in rows} - {""}
        if senders:
            since = min(row.received_at for row in rows) - rules.TOGETHER
            self._accounts |= customers.of_addresses(self.actor, senders)
            self._opened |= {sender: [] for sender in senders}
            for opened in queries.opened_lately(self.actor, senders, since=since):
                self._opened[opened.sender].append(opened)
        known = Arrival.objects.visible_to(self.actor).filter(key__in=keys)
        self._keys |= {key for key in known.values_list("key", flat=True) if key}

    def came_before(self, key: str) -> bool:
        """Whether the mail of this key came before; from now on it did."""
        before = key in self._keys
        self._keys.add(key)
        return before

    def opened_by(self, sender: str, *, since: datetime) -> list[Opened]:
        """The cases that a sender opened since then, the oldest first."""
        return [each for each in self._opened.get(sender, []) if each.at >= since]

    def opens(self, opened: Opened) -> None:
        """A case was opened meanwhile."""
        self._opened.setdefault(opened.sender, []).append(opened)

    def accounts(self, address: str) -> list[Account]:
        """The customers that an address speaks for."""
        if address not in self._accounts:
            self._accounts[address] = customers.of_address(self.actor, address) if address else []
        return self._accounts[address]

    def is_ours(self, address: str) -> bool:
        """Whether it is the address of somebody who works here."""
        return address in self._colleagues

    def inbox(self, address: str) -> Inbox:
        """The settings of one of our addresses; the usual ones when it is none any more."""
        return self._inboxes.get(address.lower()) or Inbox()

    def reaches(self, address: str) -> None:
        """Mail came from this address, so it lives."""
        if address in self._unreachable:
            Unreachable.objects.visible_to(self.actor).filter(address=address).delete()
            self._unreachable.discard(address)

    @cached_property
    def _colleagues(self) -> set[str]:
        return {person.email.lower() for person in identity.colleagues(self.actor)}

    @cached_property
    def _inboxes(self) -> dict[str, Inbox]:
        return {row.address.lower(): row for row in Inbox.objects.visible_to(self.actor)}

    @cached_property
    def _unreachable(self) -> set[str]:
        return set(Unreachable.objects.visible_to(self.actor).values_list("address", flat=True))
