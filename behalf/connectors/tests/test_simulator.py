"""The simulated provider as a process, its memory, and the door that tests use."""

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from behalf.connectors.simulator import derive, schema
from behalf.connectors.simulator.behaviour import Behaviour, NotABehaviour
from behalf.connectors.simulator.server import Simulator, running
from behalf.connectors.tenant_api import TenantApi
from behalf.connectors.tests.conftest import TENANT, Control, client
from behalf.connectors.tests.contract import NUMBER, SERVICE


def test_a_tenant_is_the_same_every_time_and_unlike_others() -> None:
    assert derive.settings(TENANT, SERVICE) == derive.settings(TENANT, SERVICE)
    assert derive.users(TENANT) == derive.users(TENANT)
    assert derive.users(TENANT) != derive.users("minato-logi.cn")


def test_every_derived_value_is_one_the_provider_takes() -> None:
    for service, offered in schema.services().items():
        for number in range(40):
            values = derive.settings(f"company{number}.cn", service)
            assert all(offered[key].accepts(value) for key, value in values.items())


def test_most_settings_are_usual_and_some_are_not() -> None:
    domains = [f"company{number}.cn" for number in range(40)]
    odd = [
        value
        for domain in domains
        for service, offered in schema.services().items()
        for key, value in derive.settings(domain, service).items()
        if value is None or (value != offered[key].usual and not isinstance(value, list))
    ]
    everything = len(domains) * sum(map(len, schema.services().values()))
    assert 0.08 < len(odd) / everything < 0.3
    assert None in odd


def test_people_hold_no_more_seats_than_there_are(port: TenantApi) -> None:
    assert all(0 < licence.used <= licence.seats for licence in port.licences(TENANT))


def test_memory_outlives_the_process(tmp_path: Path, waits: list[float]) -> None:
    with running(tmp_path) as first:
        port = client(first.url, waits)
        port.write(TENANT, SERVICE, NUMBER, 4321, if_match=None)
        etag = port.read(TENANT, SERVICE)[NUMBER].etag
        port.close()
    with running(tmp_path) as second:
        port = client(second.url, waits)
        read = port.read(TENANT, SERVICE)[NUMBER]
        port.close()
    assert (read.value, read.etag) == (4321, etag)


def test_a_forgotten_tenant_begins_anew(port: TenantApi, control: Control) -> None:
    first = port.read(TENANT, SERVICE)
    control.seed(SERVICE, {NUMBER: 4321})
    control.http.delete(f"/tenants/{TENANT}").raise_for_status()
    assert port.read(TENANT, SERVICE) == first


def test_people_are_made_to_measure(port: TenantApi, control: Control) -> None:
    control.people(count=12, licences={"STANDARDPACK": 15})
    assert len(port.users(TENANT).users) == 12
    (licence,) = port.licences(TENANT)
    assert licence.seats == 15


def test_behaviour_can_be_looked_at_and_taken_back(port: TenantApi, control: Control) -> None:
    control.behave(fail_count=-1, lie="ignore")
    assert control.http.get(f"/tenants/{TENANT}/behaviour").json()["lie"] == "ignore"
    control.http.delete(f"/tenants/{TENANT}/behaviour").raise_for_status()
    assert port.read(TENANT, SERVICE)
    assert control.http.get("/tenants").json() == {"value": [TENANT]}


def test_the_list_of_requests_begins_anew(port: TenantApi, control: Control) -> None:
    port.licences(TENANT)
    assert control.requests() == [("POST", "token", 200), ("GET", "subscribedSkus", 200)]
    control.http.delete("/requests").raise_for_status()
    assert control.requests() == []


@pytest.mark.parametrize(
    "wish", [[], {"slow": 1}, {"slow_ms": "1"}, {"lie": "sometimes"}, {"fail_count": True}, {"unreadable": "all"}]
)
def test_an_unknown_behaviour_is_refused(wish: object) -> None:
    with pytest.raises(NotABehaviour):
        Behaviour.parse(wish)


@pytest.mark.parametrize(
    ("path", "wish"),
    [
        (f"/tenants/{TENANT}/behaviour", {"lie": "sometimes"}),
        (f"/tenants/{TENANT}/settings/{SERVICE}", {"No.Such": 1}),
        (f"/tenants/{TENANT}/settings/{SERVICE}", {NUMBER: "many"}),
        (f"/tenants/{TENANT}/people", {"licences": {"STANDARDPACK": -1}}),
        (f"/tenants/{TENANT}/people", []),
    ],
)
def test_a_control_request_that_means_nothing_is_refused(control: Control, path: str, wish: object) -> None:
    assert control.http.put(path, json=wish).status_code == 400


def test_errors_come_in_the_providers_envelope(provider: Simulator) -> None:
    with httpx.Client(base_url=provider.url, trust_env=False) as http:
        for answer in (http.get("/"), http.get(f"/v1.0/tenants/{TENANT}/users"), http.get("/_control/nothing")):
            assert answer.status_code in {401, 404}
            assert set(answer.json()["error"]) == {"code", "message"}


def test_the_process_starts_by_its_module_and_ends_when_told(tmp_path: Path) -> None:
    with _process(tmp_path, 0) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found, said
        assert httpx.get(f"{found[0]}/_control/tenants", trust_env=False).json() == {"value": []}
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, _process(tmp_path, taken.getsockname()[1]) as process:
        _, said = process.communicate(timeout=10)
    assert process.returncode == 1
    assert said.count("\n") == 1
    assert "cannot start on port" in said


def _process(folder: Path, port: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "behalf.connectors.simulator", "--port", str(port), "--data", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
