"""How fast a backlog of mail is drained: ``python -m bench.backlog [--mails 10000]``.

A database of its own, durable (fsync on), with the demo world in it. The mails are kept as the SMTP door keeps them;
then one worker's drain is timed: nine of ten open a case or join one, one of ten is automatic.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from time import perf_counter, process_time

from behalf.site.embedded import EmbeddedServer

SENDERS = 400


def main() -> None:
    """Print mails a second."""
    parser = argparse.ArgumentParser(prog="bench.backlog", description=__doc__)
    parser.add_argument("--mails", type=int, default=10_000, help="default: %(default)s")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the database, for a second run")
    parser.add_argument("--profile", action="store_true", help="say where the CPU goes, too; this makes it slower")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    wish = parser.parse_args()
    if wish.inside:
        _drain(wish.mails, with_profile=wish.profile)
        return
    with tempfile.TemporaryDirectory(prefix="behalf-bench-") as passing:
        folder = str(wish.keep or passing)
        server = EmbeddedServer(Path(folder))
        try:
            given = {"BEHALF_DATA": folder, "BEHALF_SECRET_KEY": "only for the bench", "BEHALF_LOG": "text"}
            settings = {**os.environ, **server.start().environment(), **given}
            behalf = [sys.executable, "-m", "behalf"]
            for command in (["prepare"], ["demo", "--first"]):
                subprocess.run([*behalf, *command], env=settings, check=True)
            inside = [sys.executable, "-m", "bench.backlog", "--inside", "--mails", str(wish.mails)]
            inside += ["--profile"] if wish.profile else []
            worker = {**settings, "BEHALF_PROCESS": "worker", "DJANGO_SETTINGS_MODULE": "behalf.site.settings"}
            subprocess.run(inside, env=worker, check=True)
        finally:
            server.stop()


def _drain(mails: int, *, with_profile: bool) -> None:
    import django

    django.setup()
    from behalf.channels import actions
    from behalf.channels.jobs import drain
    from behalf.channels.listening import routes
    from behalf.kit import clock

    address, desk = max(routes().items(), key=lambda route: route[0])
    drain(desk)  # what the demo world or an earlier run left
    run, begun = time.strftime("%H%M%S"), perf_counter()
    for number in range(mails):
        raw = _mail(number, address, run)
        actions.receive(desk, raw, address=address, envelope_from="", came_by="smtp", now=clock.now())
    kept = perf_counter()
    profile = cProfile.Profile()
    worked = process_time()
    done = int(str(profile.runcall(drain, desk) if with_profile else drain(desk)))
    worked = process_time() - worked
    took = perf_counter() - kept
    print(f"kept {mails / (kept - begun):.0f} mails/s; drained {done} in {took:.1f} s: {done / took:.0f} mails/s, "
          f"{1000 * worked / done:.1f} ms of this process's CPU a mail")  # fmt: skip
    if with_profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(90)


def _mail(number: int, address: str, run: str) -> bytes:
    sender = f"person{number % SENDERS}@chenghai-bio.cn"
    automatic = "Auto-Submitted: auto-replied\r\n" if number % 10 == 9 else ""
    head = f"From: {sender}\r\nTo: {address}\r\nMessage-ID: <{run}.{number}@bench.example>\r\n{automatic}"
    subject = f"Subject: {'Re: ' if number % 3 else ''}Problem {run} {number // 12}\r\n"
    words = "Outlook 打不开，请尽快处理。" * 40
    return f"{head}{subject}Content-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n".encode()


if __name__ == "__main__":
    main()
