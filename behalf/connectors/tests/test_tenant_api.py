"""The real client against the simulated provider: the port's contract, tokens and pages."""

import httpx
import pytest

from behalf.connectors.ports import Refused
from behalf.connectors.profiles import profile
from behalf.connectors.simulator.server import Simulator
from behalf.connectors.tenant_api import Credentials, TenantApi, Wire
from behalf.connectors.tests.conftest import TENANT, Control, client
from behalf.connectors.tests.contract import NUMBER, SERVICE, SettingsPortContract


class TestTenantApi(SettingsPortContract):
    """The contract, over HTTP."""

    @pytest.fixture
    def tenant(self) -> str:
        return TENANT


def test_one_token_serves_many_requests(port: TenantApi, control: Control) -> None:
    port.read(TENANT, SERVICE)
    port.read(TENANT, SERVICE)
    assert [path for _, path, _ in control.requests()].count("token") == 1


def test_a_list_is_read_page_by_page(port: TenantApi, control: Control) -> None:
    assert len(port.read(TENANT, SERVICE)) == 10
    assert [path for _, path, _ in control.requests()].count("settings") == 2


def test_a_token_that_lost_its_worth_is_replaced_once(port: TenantApi, control: Control) -> None:
    port.read(TENANT, SERVICE)
    control.http.delete("/tokens").raise_for_status()
    port.write(TENANT, SERVICE, NUMBER, 42, if_match=None)
    assert control.requests()[-3:] == [("PATCH", NUMBER, 401), ("POST", "token", 200), ("PATCH", NUMBER, 204)]


def test_a_token_about_to_end_is_not_used(provider: Simulator, control: Control) -> None:
    now = [0.0]
    port = TenantApi(Wire(provider.url, Credentials("behalf", "simulator"), clock=lambda: now[0]))
    port.licences(TENANT)
    now[0] += 3600 - 59
    port.licences(TENANT)
    port.close()
    assert [path for _, path, _ in control.requests()].count("token") == 2


def test_wrong_credentials_are_refused(provider: Simulator, waits: list[float]) -> None:
    port = client(provider.url, waits, secret="guessed")
    with pytest.raises(Refused, match="wrong client"):
        port.read(TENANT, SERVICE)
    port.close()


def test_a_secret_is_not_printed() -> None:
    assert "hidden" not in repr(Credentials("behalf", "hidden"))


def test_a_token_of_one_tenant_opens_no_other(provider: Simulator) -> None:
    form = {"grant_type": "client_credentials", "client_id": "behalf", "client_secret": "simulator"}
    with httpx.Client(base_url=provider.url, trust_env=False) as http:
        token = http.post(f"/{TENANT}/oauth2/v2.0/token", data=form).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        assert http.get(f"/v1.0/tenants/{TENANT}/users", headers=headers).status_code == 200
        assert http.get("/v1.0/tenants/minato-logi.cn/users", headers=headers).status_code == 403
        assert http.get(f"/v1.0/tenants/{TENANT}/users").status_code == 401


def test_products_carry_the_names_people_know(provider: Simulator, control: Control) -> None:
    control.people(count=3, licences={"ENTERPRISEPACK": 5})
    wire = Wire(provider.url, Credentials("behalf", "simulator"))
    port = TenantApi(wire, product_names=profile("21vianet").products)
    (licence,) = port.licences(TENANT)
    users = port.users(TENANT).users
    port.close()
    assert (licence.product, licence.seats) == ("Office 365 E3", 5)
    assert licence.used == sum("Office 365 E3" in user.licences for user in users)


def test_a_tenant_may_be_named_in_chinese(port: TenantApi) -> None:
    assert len(port.read("澄海生物.中国", SERVICE)) == 10
    assert port.users("澄海生物.中国").users[0].sign_in_name.endswith("@澄海生物.中国")


def test_no_seat_left_is_refused(port: TenantApi, control: Control) -> None:
    control.people(count=8, licences={"ENTERPRISEPACK": 2})
    (licence,) = port.licences(TENANT)
    without = next(user for user in port.users(TENANT).users if not user.licences)
    assert licence.free == 0
    with pytest.raises(Refused, match="No seat"):
        port.set_licences(TENANT, without.id, add=(licence.id,))
