"""The settings Behalf knows of each built-in service, and the baseline's opinion of them.

Pure data. Identifiers of public standards are named as facts (CIS Microsoft 365 7.0.0, CISA SCuBA, CIPP);
every sentence is our own and is shown through gettext.
"""

from collections.abc import Mapping
from types import MappingProxyType

from behalf.administration.baseline import directory, exchange, intune, onedrive, sharepoint, teams
from behalf.administration.baseline.model import Impact, Kind, Setting

__all__ = ["VERSION", "Impact", "Kind", "Setting", "services", "setting", "settings_of"]

VERSION = 1
"""Raised with every change of a rule, so that a recorded finding says what it was judged by."""

_SUBJECTS = (exchange, sharepoint, onedrive, directory, teams, intune)

_BY_SERVICE: Mapping[str, Mapping[str, Setting]] = MappingProxyType(
    {subject.SERVICE: MappingProxyType({entry.key: entry for entry in subject.SETTINGS}) for subject in _SUBJECTS}
)


def services() -> tuple[str, ...]:
    """Return the services that have a baseline."""
    return tuple(_BY_SERVICE)


def settings_of(service: str) -> tuple[Setting, ...]:
    """Return the settings of a service in the order they are shown; none for a service without baseline."""
    return tuple(_BY_SERVICE.get(service, {}).values())


def setting(service: str, key: str) -> Setting | None:
    """Return one setting, or `None` for a key that the baseline does not know."""
    return _BY_SERVICE.get(service, {}).get(key)
