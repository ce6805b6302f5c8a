"""A data directory that is migrated once and copied for whoever wants to change it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.run import home


@pytest.fixture(scope="session")
def template() -> Path:
    return home() / "template"
