"""What Behalf asks of a cloud provider, without saying how it is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

SettingValue = bool | int | str | tuple[str, ...]
"""A value a provider can hold; `None` beside it always means that nothing is set."""


class ProviderTrouble(Exception):
    """The provider did not do what was asked; each kind below says what the caller may do about it."""


class Unreachable(ProviderTrouble):
    """No usable answer came; after a write, `uncertain` says that it may have happened all the same."""

    def __init__(self, reason: str, *, uncertain: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.uncertain = uncertain


class Refused(ProviderTrouble):
    """The provider understood and said no; repeating the same request will not help."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Throttled(ProviderTrouble):
    """Too many requests; nothing was done, and `retry_after` seconds are asked for."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"asked to wait {retry_after:g} s")
        self.retry_after = retry_after


class Changed(ProviderTrouble):
    """The value is no longer the one that was read, so nothing was written."""


class NotSupported(ProviderTrouble):
    """The provider does not offer this service or setting to this tenant."""


@dataclass(frozen=True, slots=True)
class SettingReading:
    """One setting as the provider reported it: a value with its etag, or an error and neither."""

    value: SettingValue | None = None
    etag: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class TenantUser:
    """A user of the customer's directory, as far as support needs to know one."""

    id: str
    name: str
    sign_in_name: str
    blocked: bool
    licences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Licence:
    """A product the tenant subscribes to, with the seats it has and the seats in use."""

    id: str
    product: str
    seats: int
    used: int

    @property
    def free(self) -> int:
        """Seats that can still be given to a user; never negative, even when too many are in use."""
        return max(self.seats - self.used, 0)


@dataclass(frozen=True, slots=True)
class UserPage:
    """Some users of a tenant; `next` continues after them and is `None` on the last page."""

    users: tuple[TenantUser, ...]
    next: str | None


class SettingsPort(Protocol):
    """A service of a customer's tenant, which is named by its directory domain.

    Every method may raise `Unreachable`, `Refused`, `Throttled` or `NotSupported`.
    """

    def read(self, tenant: str, service: str) -> Mapping[str, SettingReading]:
        """Return every setting of the service by its key; a key that cannot be read carries its error."""

    def write(self, tenant: str, service: str, key: str, value: SettingValue | None, *, if_match: str | None) -> None:
        """Set one value (`None` unsets it); raises `Changed` unless the etag still is `if_match`.

        Success means accepted, not done: the caller reads back. Without `if_match` the write is unconditional.
        """

    def users(self, tenant: str, *, after: str | None = None, limit: int = 50) -> UserPage:
        """Return the users in a stable order, `limit` at a time."""

    def licences(self, tenant: str) -> tuple[Licence, ...]:
        """Return what the tenant subscribes to, by product name."""

    def set_blocked(self, tenant: str, user_id: str, *, blocked: bool) -> None:
        """Block or allow the sign-in of one user."""

    def set_licences(
        self, tenant: str, user_id: str, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()
    ) -> None:
        """Give and take licences by licence id; raises `Refused` when no seat is left."""
