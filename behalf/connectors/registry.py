"""Which client speaks for which service, under the cloud profile and address this installation is set to."""

import threading
from collections.abc import Callable, Mapping
from urllib.parse import unquote, urlsplit

from django.conf import settings

from behalf.connectors.ports import SettingsPort
from behalf.connectors.profiles import CloudProfile, profile
from behalf.connectors.robots import RobotPort
from behalf.connectors.robots.dingtalk import DingTalk
from behalf.connectors.robots.wecom import WeCom
from behalf.connectors.simulator import CLIENT_ID, CLIENT_SECRET
from behalf.connectors.tenant_api import Credentials, TenantApi, Wire


def cloud() -> CloudProfile:
    """Return the profile of the cloud this installation resells (BEHALF_CLOUD)."""
    return profile(settings.BEHALF_CLOUD)


def settings_port(service: str) -> SettingsPort | None:
    """Return the client for a service; `None` means that there is none, and only the hand-over is left."""
    return port_under(cloud(), service, settings.BEHALF_SIMULATOR_URL)


def port_under(where: CloudProfile, service: str, address: str) -> SettingsPort | None:
    """Return the client for a service of a cloud, at the operator's address; without one there is none.

    A process makes one client for each address, so that its connections and tokens are shared.
    """
    connector = where.connectors.get(service)
    if connector is None or not address:
        return None
    key = (connector, where.key, address)
    with _lock:
        if key not in _clients:
            _clients[key] = _MAKERS[connector](where, address)
        return _clients[key]


def robot_port(provider: str) -> RobotPort:
    """Return the port to a provider of robots, or to what stands in for all of them (BEHALF_ROBOTS_URL)."""
    return _ROBOTS[provider](cloud().robots[provider], origin=settings.BEHALF_ROBOTS_URL)


def close_all() -> None:
    """Close the connections of every client made so far; the next call makes new ones."""
    with _lock:
        for client in _clients.values():
            client.close()
        _clients.clear()


def _tenant_api(where: CloudProfile, address: str) -> TenantApi:
    base_url, credentials = split_address(address)
    return TenantApi(Wire(base_url, credentials), product_names=where.products)


def split_address(address: str) -> tuple[str, Credentials]:
    """Take client and secret out of an address; one that names none is a simulator's."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    credentials = Credentials(unquote(parts.username or CLIENT_ID), unquote(parts.password or CLIENT_SECRET))
    return f"{parts.scheme}://{host}{parts.path.rstrip('/')}", credentials


_MAKERS: Mapping[str, Callable[[CloudProfile, str], TenantApi]] = {"tenant_api": _tenant_api}
_ROBOTS: Mapping[str, type[WeCom] | type[DingTalk]] = {"wecom": WeCom, "dingtalk": DingTalk}
_clients: dict[tuple[str, str, str], TenantApi] = {}
_lock = threading.Lock()
