"""The simulated provider as its own process, the real client with little patience, and the provider's other door."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from behalf.connectors import registry
from behalf.connectors.ports import SettingsPort
from behalf.connectors.profiles import CloudProfile
from behalf.connectors.tenant_api import Patience, TenantApi, Wire

ONE = "chenghai-bio.cn"
EXCHANGE = "exchange-online"


class Control:
    """What a test tells the provider, and asks it."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=f"{url}/_control", trust_env=False)

    def reset(self) -> None:
        """Forget everything about the customer."""
        self.http.delete(f"/tenants/{ONE}").raise_for_status()
        self.http.delete(f"/tenants/{ONE}/behaviour").raise_for_status()
        self.http.delete("/requests").raise_for_status()

    def behave(self, **behaviour: Any) -> None:
        """Tell the customer's tenant how to misbehave; nothing means well."""
        self.http.put(f"/tenants/{ONE}/behaviour", json=behaviour).raise_for_status()

    def seed(self, values: Mapping[str, Any], *, service: str = EXCHANGE) -> None:
        """Change settings as somebody else would."""
        self.http.put(f"/tenants/{ONE}/settings/{service}", json=dict(values)).raise_for_status()

    def people(self, **wanted: Any) -> None:
        """Make the customer's people anew."""
        self.http.put(f"/tenants/{ONE}/people", json=wanted).raise_for_status()

    def writes(self) -> list[int]:
        """The statuses of the writes that the provider was asked for."""
        found = self.http.get("/requests", params={"tenant": ONE}).json()["value"]
        return [one["status"] for one in found if one["method"] == "PATCH"]


@pytest.fixture(scope="session")
def provider_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A provider in a process of its own, for the whole run."""
    folder: Path = tmp_path_factory.mktemp("provider")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "behalf.connectors.simulator", "--port", str(port), "--data", str(folder)]
    process = subprocess.Popen(command)
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise RuntimeError("the provider did not start")


@pytest.fixture
def provider(provider_url: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Control]:
    """The provider, asked by the real client, which waits half a second instead of eight."""

    def impatient(where: CloudProfile, address: str) -> SettingsPort:
        base_url, credentials = registry.split_address(address)
        patience = Patience(connect=0.5, answer=0.5, budget=2.0)
        return TenantApi(
            Wire(base_url, credentials, patience=patience, wait=lambda _seconds: None), product_names=where.products
        )

    settings.BEHALF_SIMULATOR_URL = f"{provider_url}/"
    monkeypatch.setattr(registry, "_MAKERS", {"tenant_api": impatient})
    control = Control(provider_url)
    control.reset()
    yield control
    control.http.close()
