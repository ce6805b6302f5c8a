"""A data directory that is migrated once and copied for whoever wants to change it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.running import Behalf


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    behalf = Behalf(tmp_path_factory.mktemp("template") / "var")
    done = behalf.run("migrate")
    assert done.returncode == 0, done.stderr
    return behalf.data
