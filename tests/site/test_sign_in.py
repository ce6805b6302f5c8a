"""The sign-in page lists people in the demo world, and nobody anywhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from behalf.site import welcome
from behalf.site.folder import Folder


@pytest.fixture
def somebody(tmp_path: Path, settings: Any) -> None:
    """A data directory that knows who can sign in."""
    settings.DATA = tmp_path
    welcome.keep(Folder(tmp_path), [welcome.Person("陈思雨", "siyu@yunhui.example", "demo", "Help desk agent")])


def test_the_demo_world_says_who_can_sign_in(client: Client, db: None, somebody: None, settings: Any) -> None:
    settings.BEHALF_DEMO = True
    assert "siyu@yunhui.example" in client.get("/accounts/login/").content.decode()


def test_production_does_not(client: Client, db: None, somebody: None, settings: Any) -> None:
    settings.BEHALF_DEMO = False
    assert "siyu" not in client.get("/accounts/login/").content.decode()
