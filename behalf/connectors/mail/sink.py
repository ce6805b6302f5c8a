"""The mail sink: an SMTP server on the loopback interface that keeps what it gets, and a page to read it."""

from __future__ import annotations

import signal
import threading
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from behalf.connectors.mail import letters
from behalf.connectors.mail.sink_page import Page

LOOPBACK = "127.0.0.1"
MOST_BYTES = 25 * 1024 * 1024


class Keeper:
    """Answers the SMTP conversation: everything is accepted and kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Keep the message before saying that it was taken."""
        content = envelope.content or b""
        letters.keep(
            self._folder,
            content if isinstance(content, bytes) else content.encode(),
            recipients=envelope.rcpt_tos,
        )
        return "250 kept"


class Sink:
    """Both servers together, listening once entered."""

    def __init__(self, folder: Path, *, smtp_port: int, page_port: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._smtp = Controller(
            Keeper(folder), hostname=LOOPBACK, port=smtp_port, data_size_limit=MOST_BYTES, ready_timeout=10
        )
        self._page = Page(folder, (LOOPBACK, page_port))
        self._held = ExitStack()

    def __enter__(self) -> Sink:
        self._smtp.start()
        self._held.callback(self._smtp.stop)
        reader = threading.Thread(target=self._page.serve_forever, args=(0.1,), name="mail page")
        reader.start()
        self._held.callback(self._page.server_close)
        self._held.callback(reader.join)
        self._held.callback(self._page.shutdown)
        return self

    def __exit__(self, *_error: object) -> None:
        self._held.close()

    @property
    def page_url(self) -> str:
        """Where it shows mail."""
        return f"http://{LOOPBACK}:{self._page.server_address[1]}"


def serve(folder: Path, *, smtp_port: int, page_port: int) -> None:
    """Take and show mail until SIGTERM or Ctrl-C."""
    stop = threading.Event()

    def tell(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, tell)
    signal.signal(signal.SIGINT, tell)
    with Sink(folder, smtp_port=smtp_port, page_port=page_port):
        stop.wait()
