"""The SMTP door: a mail is kept in the database before the sender is told that it was taken.

When it cannot be kept (no database, no room) the sender hears a 4xx and tries again: it is never taken and lost.
"""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from types import FrameType

import structlog
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from procrastinate.exceptions import ProcrastinateException

from behalf.channels import actions, queries, rules
from behalf.kit import clock, jobs
from behalf.kit.actor import Actor, system
from behalf.kit.room_left import is_full
from behalf.kit.tenancy import acting

ROUTES_LAST = 5.0
LATER = "451 4.3.0 cannot be kept now, try again later"
FULL = "452 4.3.1 no room now, try again later"
NOBODY = "550 5.1.1 nobody receives mail at this address"

log = structlog.get_logger(__name__)


def routes() -> dict[str, Actor]:
    """Each address at which a desk receives, with the system of the desk."""
    found: dict[str, Actor] = {}
    for tier, org_id in jobs.organizations(("reseller",)):
        desk = system(tier, org_id)
        with acting(desk):
            found |= {address.lower(): desk for address in queries.routes(desk)}
    return found


class Intake:
    """Answers the SMTP conversation."""

    def __init__(self) -> None:
        self._routes: dict[str, Actor] = {}
        self._read_at = float("-inf")

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Only what a desk receives; so nothing is ever relayed, and no bounce is owed later."""
        try:
            desk = await asyncio.to_thread(self._desk, address)
        except (DatabaseError, InterfaceError, ProcrastinateException) as error:
            log.warning("mail not taken", reason=str(error).strip())
            return LATER
        if desk is None:
            return NOBODY
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Keep it once for each desk, then say so."""
        raw = envelope.content or b""
        content = raw if isinstance(raw, bytes) else raw.encode()
        try:
            await asyncio.to_thread(self._keep, content, list(envelope.rcpt_tos), envelope.mail_from or "")
        except (DatabaseError, InterfaceError, ProcrastinateException) as error:
            log.warning("mail not taken", reason=str(error).strip())
            return FULL if is_full(error) else LATER
        return "250 2.0.0 kept"

    def _desk(self, address: str) -> Actor | None:
        known = address.strip("<> ").lower()
        if known not in self._routes or time.monotonic() - self._read_at > ROUTES_LAST:
            close_old_connections()
            try:
                self._routes, self._read_at = routes(), time.monotonic()
            finally:
                connection.close()
        return self._routes.get(known)

    def _keep(self, content: bytes, recipients: list[str], envelope_from: str) -> None:
        kept: set[int] = set()
        try:
            for address in recipients:
                desk = self._routes[address.strip("<> ").lower()]
                if desk.org_id not in kept:
                    kept.add(desk.org_id)
                    actions.receive(
                        desk, content, address=address.strip("<> ").lower(), envelope_from=envelope_from,
                        came_by="smtp", now=clock.now(),
                    )  # fmt: skip
        finally:
            connection.close()


def listening(host: str, port: int) -> Controller:
    """The door, not yet open: ``start()`` opens it, ``stop()`` closes it."""
    return Controller(
        Intake(), hostname=host, port=port, data_size_limit=rules.LARGEST, ready_timeout=10, ident="Behalf",
        decode_data=False, enable_SMTPUTF8=True,
    )  # fmt: skip


def serve(host: str, port: int) -> None:
    """Take mail until SIGTERM or Ctrl-C."""
    stop = threading.Event()

    def tell(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, tell)
    signal.signal(signal.SIGINT, tell)
    door = listening(host, port)
    door.start()
    log.info("mail is received", host=host, port=port)
    try:
        stop.wait()
    finally:
        door.stop()
