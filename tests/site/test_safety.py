"""Unsafe settings are refused by name, and only those."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from behalf.site import settings
from behalf.site.safety import loopback, unsafe
from behalf.site.variables import DEFAULTS, VARIABLES, Variable, shown, unknown

PRODUCTION = {
    "BEHALF_DEMO": "0",
    "BEHALF_HOSTS": "desk.yunhui.example",
    "BEHALF_ADDRESS": "https://desk.yunhui.example",
    "BEHALF_SECRET_KEY": "v3XTp0h-UwQzq7Jr9bVnE4sYkA1cLgM8dFiO2xZtWe",
}


ANYWHERE = "0.0.0.0"  # noqa: S104 - compared, not bound


@pytest.mark.parametrize(
    "environment",
    [{}, PRODUCTION, {"BEHALF_DEBUG": "1"}, {"BEHALF_BIND": ANYWHERE}, {"BEHALF_PROXIES": "127.0.0.1,10.0.0.0/8"}],
)
def test_what_is_safe_passes(environment: dict[str, str]) -> None:
    assert unsafe(environment) == []


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("BEHALF_HOSTS", "*"),
        ("BEHALF_HOSTS", "desk.yunhui.example,*"),
        ("BEHALF_DEBUG", "1"),
        ("BEHALF_DEBUG", "yes"),
        ("BEHALF_ADDRESS", "http://desk.yunhui.example"),
        ("BEHALF_SECRET_KEY", "short"),
        ("BEHALF_SECRET_KEY", "a" * 60),
        ("BEHALF_SECRET_KEY", "behalf-development-key-not-for-production"),
        ("BEHALF_AUDIT_KEY", "short"),
        ("BEHALF_SMTP_URL", "smtp://desk:secret@mail.yunhui.example:587"),
        ("BEHALF_DATABASE_URL", "postgresql://postgres:secret@db.yunhui.example/behalf"),
        ("BEHALF_WORKER_URL", "postgresql://behalf_owner:secret@db.yunhui.example/behalf"),
        ("BEHALF_PORT", "eighty"),
        ("BEHALF_WEB_THREADS", "0"),
        ("BEHALF_PROXIES", "proxy.yunhui.example"),
        ("BEHALF_PROXIES", "10.0.0.1, 0.0.0.0/0"),
    ],
)
def test_what_is_unsafe_in_production_is_named(name: str, given: str) -> None:
    found = unsafe({**PRODUCTION, name: given})
    assert len(found) == 1
    assert found[0].startswith(name)


def test_encrypted_mail_may_carry_a_password() -> None:
    assert unsafe({**PRODUCTION, "BEHALF_SMTP_URL": "smtp+tls://desk:secret@mail.yunhui.example:587"}) == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "::1", "behalf.localhost"])
def test_this_machine_is_known_by_its_names(host: str) -> None:
    assert loopback(host)


@pytest.mark.parametrize("host", [ANYWHERE, "192.168.1.4", "example.org", "localhost.example.org"])
def test_other_machines_are_not_taken_for_this_one(host: str) -> None:
    assert not loopback(host)


def test_every_variable_that_is_read_is_listed_and_every_listed_one_explained() -> None:
    source = Path(settings.__file__).read_text("utf-8")
    read = set(re.findall(r'env\("([A-Z_]+)"', source)) - {"TESTING"}
    assert {f"BEHALF_{name}" for name in read} <= set(DEFAULTS)
    assert all(variable.meaning.endswith(".") for variable in VARIABLES)


def test_passwords_are_never_shown() -> None:
    key = Variable("SECRET_KEY", "", "A key.", secret=True)
    url = Variable("DATABASE_URL", "", "An address.", secret=True)
    assert shown(key, {"BEHALF_SECRET_KEY": "abc"}) == "********"
    assert shown(url, {"BEHALF_DATABASE_URL": "postgresql://behalf_web:abc@db:5432/behalf"}) == (
        "postgresql://behalf_web:********@db:5432/behalf"
    )


def test_a_misspelt_variable_is_found() -> None:
    assert unknown({"BEHALF_PORTS": "1", "BEHALF_PORT": "1", "PATH": ""}) == ["BEHALF_PORTS"]
