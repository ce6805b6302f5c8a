"""What all processes of one run of the tests share."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 240.0  # seconds; machines that test are busy


def home() -> Path:
    """The folder of this run.

    Below it, ``template`` is a data directory that is migrated and empty: copy it, for it must not be run on.
    """
    return Path(os.environ["BEHALF_TEST_HOME"])
