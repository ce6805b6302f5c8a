"""A simulated provider over real HTTP, the real client, and the control that tests pull the strings with."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from behalf.connectors import simulator
from behalf.connectors.simulator.server import Simulator, running
from behalf.connectors.tenant_api import Credentials, Patience, TenantApi, Wire

TENANT = "chenghai-bio.cn"


class Control:
    """The simulator's other door."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=f"{url}/_control", trust_env=False)

    def behave(self, tenant: str = TENANT, **behaviour: Any) -> None:
        """Tell a tenant how to misbehave; nothing means well."""
        self.http.put(f"/tenants/{tenant}/behaviour", json=behaviour).raise_for_status()

    def seed(self, service: str, values: dict[str, Any], *, tenant: str = TENANT) -> None:
        """Change settings as somebody else would."""
        self.http.put(f"/tenants/{tenant}/settings/{service}", json=values).raise_for_status()

    def people(self, tenant: str = TENANT, **wanted: Any) -> None:
        """Make a tenant's people anew."""
        self.http.put(f"/tenants/{tenant}/people", json=wanted).raise_for_status()

    def requests(self, tenant: str = TENANT) -> list[tuple[str, str, int]]:
        """Return method, last part of the path and status of what the tenant was asked."""
        found = self.http.get("/requests", params={"tenant": tenant}).json()["value"]
        return [(one["method"], one["path"].rpartition("/")[2], one["status"]) for one in found]


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Simulator]:
    """A provider on a free port of this machine."""
    with running(tmp_path) as server:
        yield server


@pytest.fixture
def control(provider: Simulator) -> Iterator[Control]:
    """The provider's other door."""
    made = Control(provider.url)
    yield made
    made.http.close()


@pytest.fixture
def waits() -> list[float]:
    """The pauses the client made, which cost no time here."""
    return []


def client(url: str, waits: list[float], *, secret: str = simulator.CLIENT_SECRET) -> TenantApi:
    """Make a client that notes its pauses instead of making them."""
    patience = Patience(connect=1.0, answer=0.5, budget=3.0)
    return TenantApi(Wire(url, Credentials(simulator.CLIENT_ID, secret), patience=patience, wait=waits.append))


@pytest.fixture
def port(provider: Simulator, waits: list[float]) -> Iterator[TenantApi]:
    """The client under test."""
    made = client(provider.url, waits)
    yield made
    made.close()
