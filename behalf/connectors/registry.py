"""Which client speaks for which service, under the cloud profile and address this installation is set to."""

from collections.abc import Callable, Mapping
from functools import cache
from urllib.parse import unquote, urlsplit

from django.conf import settings

from behalf.connectors.ports import SettingsPort
from behalf.connectors.profiles import CloudProfile, profile
from behalf.connectors.simulator.server import CLIENT_ID, CLIENT_SECRET
from behalf.connectors.tenant_api import Credentials, TenantApi, Wire


def cloud() -> CloudProfile:
    """Return the profile of the cloud this installation resells (BEHALF_CLOUD)."""
    return profile(settings.BEHALF_CLOUD)


def settings_port(service: str) -> SettingsPort | None:
    """Return the client for a service; `None` means that there is none, and only the hand-over is left."""
    return port_under(cloud(), service, settings.BEHALF_SIMULATOR_URL)


def port_under(where: CloudProfile, service: str, address: str) -> SettingsPort | None:
    """Return the client for a service of a cloud, at the operator's address; without one there is none."""
    connector = where.connectors.get(service)
    if connector is None or not address:
        return None
    return _client(connector, where.key, address)


@cache
def _client(connector: str, cloud_key: str, address: str) -> SettingsPort:
    """Make one client a process for each address, so that its connections and tokens are shared."""
    return _MAKERS[connector](profile(cloud_key), address)


def _tenant_api(where: CloudProfile, address: str) -> SettingsPort:
    base_url, credentials = split_address(address)
    return TenantApi(Wire(base_url, credentials), product_names=where.products)


def split_address(address: str) -> tuple[str, Credentials]:
    """Take client and secret out of an address; one that names none is a simulator's."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    credentials = Credentials(unquote(parts.username or CLIENT_ID), unquote(parts.password or CLIENT_SECRET))
    return f"{parts.scheme}://{host}{parts.path.rstrip('/')}", credentials


_MAKERS: Mapping[str, Callable[[CloudProfile, str], SettingsPort]] = {"tenant_api": _tenant_api}
