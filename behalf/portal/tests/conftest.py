"""The portal's tests: it is the small world's now, and the admin of customer *one* is signed in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from behalf.kit import clock
from tests.harness import SignIn
from tests.world import NOW, World


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    """The doors' clock stands still."""
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def customer(world: World, client: Client, sign_in: SignIn) -> Client:
    """Signed in as the admin of customer *one*."""
    return sign_in(client, world.actor("one"))
