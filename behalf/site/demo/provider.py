"""The provider while the past is told: the simulator on the data directory, so that it remembers what was corrected."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from behalf.connectors import registry
from behalf.connectors.simulator.server import Simulator, running
from behalf.site.surroundings import folder_of


@contextmanager
def provider() -> Iterator[Simulator]:
    """A simulated provider for as long as the block lasts; the clients made for it are closed with it."""
    before = settings.BEHALF_SIMULATOR_URL
    with running(folder_of(os.environ).simulator) as simulator:
        settings.BEHALF_SIMULATOR_URL = simulator.url
        try:
            yield simulator
        finally:
            registry.close_all()
            settings.BEHALF_SIMULATOR_URL = before
