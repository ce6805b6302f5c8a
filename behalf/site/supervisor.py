"""`behalf up`: the database, the work of a first start, and the processes that make up one Behalf."""

from __future__ import annotations

import http.client
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import FrameType

import structlog

from behalf.site import logs, welcome
from behalf.site.child import Child, run_once
from behalf.site.embedded import EmbeddedServer
from behalf.site.fingerprint import Stamp
from behalf.site.folder import Folder
from behalf.site.halt import Exit, Halt
from behalf.site.leash import leash
from behalf.site.ports import free_port, require_free
from behalf.site.safety import loopback
from behalf.site.surroundings import (
    DATABASE_URLS,
    checked,
    completed,
    folder_of,
    noted,
    own_database,
    require_reachable,
)
from behalf.site.tongue import gettext as _
from behalf.site.variables import value

HELPERS = (
    "BEHALF_SIMULATOR_URL", "BEHALF_ROBOTS_URL", "BEHALF_SMTP_URL", "BEHALF_MAIL_PAGE", "BEHALF_MAIL_IN",
    "BEHALF_LIVE_PORT",
)  # fmt: skip
SIMULATOR_PORT, SMTP_PORT, MAIL_PORT, MAIL_IN_PORT, LIVE_PORT = 8801, 8825, 8826, 8827, 8828
PAGES_PORT = 8000
WEB_START_SECONDS = 60.0
BEAT_SECONDS = 0.2

log = structlog.get_logger(__name__)


def up(environment: Mapping[str, str]) -> int:
    """Run everything until Ctrl-C or SIGTERM, then stop it in order."""
    if "MAKELEVEL" in environment:
        leash(signal.SIGTERM)  # a killed `make up` takes us with it
    checked(environment)
    logs.configure("up", value(environment, "LOG"))
    folder = folder_of(environment)
    folder.prepare()
    with ExitStack() as held, _told_to_stop() as stop:
        held.enter_context(folder.lock())
        require_free(value(environment, "BIND"), int(value(environment, "PORT")))
        server = None if own_database(environment) else EmbeddedServer(folder.root)
        settings = completed(environment, folder)
        if server is None:
            for process in DATABASE_URLS:
                require_reachable(settings, process)
        else:
            held.callback(server.stop)
            settings |= server.start().environment()
        _first_things(settings, Stamp(folder, settings["BEHALF_OWNER_URL"] if server is None else None))
        if not stop.is_set():
            _run(settings, folder, server, stop)
    return Exit.DONE


def _first_things(settings: dict[str, str], stamp: Stamp) -> None:
    """Migrate and load the demo world, unless nothing changed since the last start."""
    if stamp.fresh():
        return
    run_once(["prepare"], settings)
    if value(settings, "DEMO") == "1":
        run_once(["demo", "--first"], settings)
    stamp.renew()


def _run(settings: dict[str, str], folder: Folder, server: EmbeddedServer | None, stop: threading.Event) -> None:
    helpers = _helpers(settings)  # first: it adds their addresses to the settings
    services = _services(settings)
    children = [*services, *helpers]
    with noted(folder, {key: settings[key] for key in HELPERS if key in settings}):
        try:
            for child in children:
                child.start()
            _wait_for_pages(settings, children, stop)
            if not stop.is_set():
                print(welcome.text(settings, folder), flush=True)
            while not stop.wait(BEAT_SECONDS):
                _tend(children, server)
        finally:
            log.info("stopping")
            for service in services:
                service.stop()
            for helper in helpers:
                helper.ask()
            for helper in helpers:
                helper.stop()


def _services(settings: Mapping[str, str]) -> list[Child]:
    """Live, web, worker and mail, in the order they are stopped; each knows its own log-in only."""
    return [
        Child("live", ["live"], _only(settings, "web"), patience=8),
        Child("web", ["web"], _only(settings, "web"), patience=15),
        Child("worker", ["worker"], _only(settings, "worker"), patience=20),
        Child("mail", ["mail", "listen"], _only(settings, "worker"), patience=10),
    ]


def _only(settings: Mapping[str, str], process: str) -> dict[str, str]:
    """The settings without the database addresses of other processes."""
    foreign = {key for name, key in DATABASE_URLS.items() if name != process}
    return {key: given for key, given in settings.items() if key not in foreign}


def _helpers(settings: dict[str, str]) -> list[Child]:
    """What stands in for the outside world where none was named; their addresses are added to the settings."""
    found: list[Child] = []
    beside = int(value(settings, "PORT")) - PAGES_PORT  # so that two that start at once do not wish for the same
    if not settings.get("BEHALF_LIVE_PORT"):
        settings["BEHALF_LIVE_PORT"] = str(free_port(beside + LIVE_PORT))
    if not settings.get("BEHALF_MAIL_IN"):
        settings["BEHALF_MAIL_IN"] = f"127.0.0.1:{free_port(beside + MAIL_IN_PORT)}"
    if not settings.get("BEHALF_SIMULATOR_URL"):
        port = free_port(beside + SIMULATOR_PORT)
        settings["BEHALF_SIMULATOR_URL"] = f"http://127.0.0.1:{port}"
        found.append(Child("simulator", ["simulator", "--port", str(port)], _only(settings, "none"), patience=5))
        if value(settings, "DEMO") == "1" and not settings.get("BEHALF_ROBOTS_URL"):
            settings["BEHALF_ROBOTS_URL"] = settings["BEHALF_SIMULATOR_URL"]
    if not settings.get("BEHALF_SMTP_URL"):
        smtp, page = free_port(beside + SMTP_PORT), free_port(beside + MAIL_PORT)
        settings["BEHALF_SMTP_URL"] = f"smtp://127.0.0.1:{smtp}"
        settings["BEHALF_MAIL_PAGE"] = f"http://localhost:{page}"
        command = ["mail-sink", "--smtp-port", str(smtp), "--page-port", str(page)]
        found.append(Child("mail-sink", command, _only(settings, "none"), patience=5))
    return found


def _tend(children: list[Child], server: EmbeddedServer | None) -> None:
    if server is not None and not server.alive():
        log.warning("the database died and is started again")
        server.stop()
        server.start()
    for child in children:
        child.tend()


def _wait_for_pages(settings: Mapping[str, str], children: list[Child], stop: threading.Event) -> None:
    """Until the first page is served; a child that cannot even start is a refusal, not a reason to try for ever."""
    deadline = time.monotonic() + WEB_START_SECONDS
    while not (_serves(settings, "PORT") and _serves(settings, "LIVE_PORT")) and not stop.wait(0.05):
        for child in children:
            child.tend()
            if child.deaths:
                raise Halt(_("The process %(name)s does not start; what it said stands above.") % {"name": child.name})
        if time.monotonic() > deadline:
            raise Halt(_("The pages do not answer; what the web process said stands above."))


def _serves(settings: Mapping[str, str], port: str) -> bool:
    address = value(settings, "BIND")
    target = "127.0.0.1" if loopback(address) or address == "0.0.0.0" else address  # noqa: S104 - compared, not bound
    asked = http.client.HTTPConnection(target, int(value(settings, port)), timeout=10)
    try:
        asked.request("GET", "/healthz", headers={"Host": value(settings, "HOSTS").split(",")[0]})
        return asked.getresponse().status == 200
    except OSError:
        return False
    finally:
        asked.close()


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set, instead of breaking in wherever we are."""
    stop = threading.Event()

    def tell(number: int, frame: FrameType | None) -> None:
        stop.set()

    kept = {number: signal.signal(number, tell) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield stop
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
