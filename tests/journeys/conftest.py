"""Stories in a real browser, against the real processes on the demo world."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.demo import Making, made, small
from tests.journeys.visitor import Visitor
from tests.site.running import Up, copied

CHROMIUM = "/usr/bin/chromium"
# Two renderers beside each window, for what drops from an address bar that nobody sees; the rest is what Playwright
# switches off, for of two such lists the last counts.
UNUSED = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch",
)  # fmt: skip
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    f"--disable-features={','.join(UNUSED)}",
]

Visit = Callable[..., Visitor]


_making = Making()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Begin with the demo world once it is known that somebody will ask for it."""
    if not session.config.option.collectonly and any(
        "demo_world" in getattr(item, "fixturenames", ()) for item in session.items
    ):
        _making.begin()


def pytest_unconfigure() -> None:
    """Leave nothing running."""
    _making.end()


@pytest.fixture(scope="session")
def demo_world() -> Path:
    """A data directory with the demo world, made once for all processes of this run."""
    return made()


def running_copy(demo_world: Path, folder: Path) -> Iterator[Up]:
    """Everything running on a copy of the demo world."""
    with small(copied(demo_world, folder / "var")).up() as up:
        yield up


@pytest.fixture
def own(demo_world: Path, tmp_path: Path) -> Iterator[Up]:
    """A Behalf that this story alone changes."""
    yield from running_copy(demo_world, tmp_path)


@pytest.fixture(scope="session")
def shared(demo_world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A Behalf for stories that only look."""
    yield from running_copy(demo_world, tmp_path_factory.mktemp("shared"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without it these stories fail, they are never passed over."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """``visit(up, email)``: somebody signed in with a browser of their own, which must end without an error."""
    with ExitStack() as stack:
        visitors: list[Visitor] = []

        def come(up: Up, email: str, **options: Any) -> Visitor:
            visitor = stack.enter_context(Visitor.coming(browser, up.address, **options))
            visitors.append(visitor)
            visitor.sign_in(email)
            return visitor

        yield come
        faults = [fault for visitor in visitors for fault in visitor.faults]
    assert not faults, "\n".join(faults)
