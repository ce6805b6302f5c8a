"""Commands that run until they are told to stop."""

from __future__ import annotations

import argparse
import os

from behalf.site import logs, supervisor
from behalf.site.cli.parts import Commands, command, loading, site
from behalf.site.halt import Exit
from behalf.site.surroundings import folder_of
from behalf.site.variables import value


def add(commands: Commands) -> None:
    """Declare them."""
    command(
        commands, "up", lambda _parsed: supervisor.up(os.environ), "start everything: database, web, worker, helpers",
        "Migrates and, on the first start, loads the demo world (not with BEHALF_DEMO=0). Prints the address and who\n"
        "can sign in. Ctrl-C or SIGTERM stops everything in order. Exits with 3 when it runs already, 4 when the port\n"
        "is taken, 5 when the data directory cannot be used, 6 when the database is of another version.",
    )  # fmt: skip
    command(
        commands, "web", _web, "serve the pages only",
        "For running under a process manager of your own. BEHALF_WEB_WORKERS and BEHALF_WEB_THREADS set its size.",
    )  # fmt: skip
    command(
        commands, "worker", _worker, "do the queued and scheduled work only",
        "Several may run beside each other; a job whose worker was killed is done again by another.",
    )  # fmt: skip
    live = command(
        commands, "live", _live, "tell open pages what changes",
        "One per installation. It says which things changed, never what stands in them; without it pages ask every\n"
        "few seconds. BEHALF_LIVE_PORT is where it listens, on the same network address as the pages.",
    )  # fmt: skip
    live.add_argument(
        "--check", type=float, default=15.0, metavar="SECONDS",
        help="how often it asks whether somebody is still signed in (default: %(default)s)",
    )  # fmt: skip
    simulator = command(commands, "simulator", _simulator, "imitate the provider's API on this machine")
    simulator.add_argument("--port", type=int, default=supervisor.SIMULATOR_PORT, help="default: %(default)s")
    sink = command(
        commands, "mail-sink", _mail_sink, "catch mail instead of sending it, and show it on a page",
        "Each message is kept as a file in the data directory. Nothing ever leaves this machine.",
    )  # fmt: skip
    sink.add_argument("--smtp-port", type=int, default=supervisor.SMTP_PORT, help="default: %(default)s")
    sink.add_argument("--page-port", type=int, default=supervisor.MAIL_PORT, help="default: %(default)s")


def _web(parsed: argparse.Namespace) -> int:
    with site("web"):
        from behalf.site import staticfiles

        staticfiles.collect_what_changed()  # first: the application looks once, as it is loaded, which files there are
        with loading():
            from behalf.site import serving

            serving.load_pages()
        return serving.web(os.environ)


def _worker(parsed: argparse.Namespace) -> int:
    with site("worker"):
        with loading():
            from behalf.site import serving
        return serving.worker()


def _live(parsed: argparse.Namespace) -> int:
    with site("web"):
        from behalf.site.live import serving

        logs.configure("live", value(os.environ, "LOG"))
        port = int(value(os.environ, "LIVE_PORT") or supervisor.LIVE_PORT)
        serving.live(os.environ, port=port, check=parsed.check)


def _simulator(parsed: argparse.Namespace) -> int:
    from behalf.connectors.simulator.server import serve

    serve("127.0.0.1", parsed.port, folder_of(os.environ).simulator)
    return Exit.DONE


def _mail_sink(parsed: argparse.Namespace) -> int:
    from behalf.connectors.mail.sink import serve

    serve(folder_of(os.environ).mail, smtp_port=parsed.smtp_port, page_port=parsed.page_port)
    return Exit.DONE
