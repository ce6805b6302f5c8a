"""Which service has a client, and where it speaks to."""

import pytest

from behalf.connectors import registry
from behalf.connectors.profiles import profile
from behalf.connectors.simulator.server import Simulator
from behalf.connectors.tenant_api import Credentials
from behalf.connectors.tests.conftest import TENANT
from behalf.connectors.tests.contract import SERVICE

HERE = profile("21vianet")


def test_a_service_with_connector_is_answered_by_the_real_client(provider: Simulator) -> None:
    port = registry.port_under(HERE, SERVICE, provider.url)
    assert port is not None
    assert len(port.read(TENANT, SERVICE)) == 10
    registry.close_all()


def test_one_client_serves_all_services_of_an_address() -> None:
    address = "http://127.0.0.1:1"
    assert registry.port_under(HERE, "teams", address) is registry.port_under(HERE, "intune", address)
    registry.close_all()


@pytest.mark.parametrize(("service", "address"), [("azure", "http://127.0.0.1:1"), (SERVICE, "")])
def test_no_connector_leaves_the_hand_over_only(service: str, address: str) -> None:
    assert registry.port_under(HERE, service, address) is None


@pytest.mark.parametrize(
    ("address", "base_url", "credentials"),
    [
        ("http://127.0.0.1:8801", "http://127.0.0.1:8801", Credentials("behalf", "simulator")),
        ("https://me:s%2Fcret@api.example/tenants/", "https://api.example/tenants", Credentials("me", "s/cret")),
    ],
)
def test_client_and_secret_are_taken_out_of_the_address(address: str, base_url: str, credentials: Credentials) -> None:
    assert registry.split_address(address) == (base_url, credentials)
