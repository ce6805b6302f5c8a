"""What the mails of one batch ask again and again, asked once."""

from __future__ import annotations

from functools import cached_property

from behalf.channels.models import Inbox, Unreachable
from behalf.customers import queries as customers
from behalf.customers.models import Account
from behalf.identity import queries as identity
from behalf.kit.actor import Actor


class Desk:
    """A desk as it stands while one transaction lasts."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self._accounts: dict[str, list[Account]] = {}

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
