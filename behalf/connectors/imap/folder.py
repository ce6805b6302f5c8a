"""One folder of a mailbox, while a connection to it lasts."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from imap_tools import BaseMailBox
from imap_tools.errors import MailboxLoginError, UnexpectedCommandStatusError
from imap_tools.utils import check_command_status, encode_folder

from behalf.connectors import outside
from behalf.connectors.imap.trouble import Trouble, Why, sorted_out

Security = Literal["tls", "starttls", "none"]

SECONDS = 20.0
MOST_BYTES = 64 * 1024 * 1024  # of one answer: a server that says it sends more is not listened to
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIZE = re.compile(rb"UID (?P<uid>\d+).*?RFC822\.SIZE (?P<size>\d+)|RFC822\.SIZE (?P<size2>\d+).*?UID (?P<uid2>\d+)")


@dataclass(frozen=True, slots=True)
class Account:
    """How a mailbox is reached; the password is not in its ``repr``."""

    host: str
    port: int
    security: Security
    user: str
    password: str
    folder: str = "INBOX"

    def __repr__(self) -> str:
        return f"Account({self.user} at {self.host}:{self.port})"


@contextmanager
def opened(account: Account, *, seconds: float = SECONDS) -> Iterator[Folder]:
    """Sign in and open the folder; whatever goes wrong until the end of the block is raised as Trouble."""
    with sorted_out():
        box = _Box(_client(account, seconds))
        try:
            _sign_in(box, account)
            chosen = box.folder.set(account.folder)
            yield Folder(box, _number(chosen[1]))
        finally:
            with suppress(OSError, imaplib.IMAP4.error, UnexpectedCommandStatusError):
                box.logout()
            _hang_up(box.client)


class Folder:
    """Mails by their number (UID), which only grows; after ``validity`` changed, numbers mean other mails."""

    def __init__(self, box: BaseMailBox, count: int) -> None:
        self._box = box
        self.count = count
        self.validity = self._said("UIDVALIDITY")
        if not self.validity:
            raise Trouble(Why.SERVER, "no UIDVALIDITY")
        self.next_uid = self._said("UIDNEXT") or max(self.uids_after(0), default=0) + 1

    def _said(self, name: str) -> int:
        """What the server said about the folder when it was opened."""
        _code, found = self._box.client.response(name)
        return _number(found)

    def uids_after(self, uid: int) -> list[int]:
        """The mails behind this one, in order."""
        found = self._box.uids(f"UID {uid + 1}:*", charset=None)  # "*" is the last mail, even when it stands before
        return sorted(number for number in map(int, found) if number > uid)

    def uids_since(self, day: date) -> list[int]:
        """The mails that the server received on or after this day, in order."""
        return sorted(map(int, self._box.uids(f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}", charset=None)))

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """How many bytes each has; one that is gone meanwhile is missing."""
        found: dict[int, int] = {}
        for item in self._fetched(uids, "(UID RFC822.SIZE)"):
            if match := _SIZE.search(item if isinstance(item, bytes) else b""):
                found[int(match["uid"] or match["uid2"])] = int(match["size"] or match["size2"])
        return found

    def content(self, uid: int, *, head_only: bool = False) -> bytes | None:
        """The bytes of one mail, or of its head; None when it is gone. It is not marked as seen by this."""
        what = "HEADER" if head_only else ""
        for item in self._fetched([uid], f"(UID BODY.PEEK[{what}])"):
            if isinstance(item, tuple) and b"BODY[" in item[0]:
                return bytes(item[1])
        return None

    def mark_seen(self, first: int, last: int) -> None:
        """Mark the mails of a range of numbers as seen."""
        self._do("STORE", f"{first}:{last}", "+FLAGS.SILENT", r"(\Seen)")

    def move(self, first: int, last: int, target: str) -> None:
        """Move the mails of a range of numbers to another folder; those that went already are passed over."""
        uids, where = f"{first}:{last}", encode_folder(target)
        if not self.can_move:
            raise Trouble(Why.MOVE)
        try:
            if "MOVE" in self._capabilities:
                self._do("MOVE", uids, where)
                return
            self._do("COPY", uids, where)
        except UnexpectedCommandStatusError as error:
            raise Trouble(Why.MOVE, str(error.command_result[1])[:200]) from error
        self._do("STORE", uids, "+FLAGS.SILENT", r"(\Deleted)")
        self._do("EXPUNGE", uids)

    @property
    def can_move(self) -> bool:
        """Whether the server moves mails, or removes those alone that it is told to after they were copied."""
        return not self._capabilities.isdisjoint({"MOVE", "UIDPLUS"})

    def require_target(self, name: str) -> None:
        """Raise Trouble unless mails can be moved into a folder of this name."""
        if not self.can_move:
            raise Trouble(Why.MOVE)
        try:
            self._box.folder.status(name, ["MESSAGES"])
        except UnexpectedCommandStatusError as error:
            raise Trouble(Why.MOVE, str(error.command_result[1])[:200]) from error

    @property
    def _capabilities(self) -> set[str]:
        return {str(each).upper() for each in self._box.client.capabilities}

    def _fetched(self, uids: Sequence[int], parts: str) -> list[Any]:
        if not uids:
            return []
        answer = self._box.client.uid("FETCH", ",".join(map(str, uids)), parts)
        check_command_status(answer, UnexpectedCommandStatusError)
        return list(answer[1])

    def _do(self, command: str, *words: Any) -> None:
        check_command_status(self._box.client.uid(command, *words), UnexpectedCommandStatusError)


class _Box(BaseMailBox):
    """imap-tools over a connection that was made here."""

    def __init__(self, client: imaplib.IMAP4) -> None:
        self._made = client
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._made


class _Careful(imaplib.IMAP4):
    """Connects only where it may, and takes no answer that fills the memory."""

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return outside.connect(self.host, self.port, seconds=timeout or SECONDS)

    def read(self, size: int) -> bytes:
        """A literal of this many bytes."""
        if size > MOST_BYTES:
            raise self.abort(f"an answer of {size} bytes")
        return super().read(size)


class _Encrypted(_Careful):
    """The same, with TLS from the first byte."""

    def __init__(self, host: str, port: int, timeout: float) -> None:
        self._context = ssl.create_default_context()
        super().__init__(host, port, timeout)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = super()._create_socket(timeout)
        try:
            return self._context.wrap_socket(plain, server_hostname=self.host)
        except OSError:
            plain.close()
            raise


def _client(account: Account, seconds: float) -> imaplib.IMAP4:
    if account.security == "tls":
        return _Encrypted(account.host, account.port, seconds)
    client = _Careful(account.host, account.port, seconds)
    try:
        if account.security == "starttls":
            _encrypt(client)
        else:
            _require_inside(client)
    except BaseException:
        _hang_up(client)
        raise
    return client


def _encrypt(client: imaplib.IMAP4) -> None:
    try:
        check_command_status(client.starttls(ssl.create_default_context()), UnexpectedCommandStatusError)
    except (imaplib.IMAP4.error, UnexpectedCommandStatusError) as error:
        raise Trouble(Why.TLS, str(error)[:200]) from error


def _require_inside(client: imaplib.IMAP4) -> None:
    if not outside.is_inside(str(client.socket().getpeername()[0])):
        raise Trouble(Why.CLEAR)


def _hang_up(client: imaplib.IMAP4) -> None:
    """Close the connection, whatever state it is in."""
    with suppress(OSError):
        client.shutdown()


def _sign_in(box: BaseMailBox, account: Account) -> None:
    try:
        if (account.user + account.password).isascii():
            box.login(account.user, account.password, initial_folder=None)
        else:
            box.login_utf8(account.user, account.password, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise MailboxLoginError(("NO", [str(error).encode()]), "OK") from error
    if "ID" in box.client.capabilities:  # some servers open no folder for who does not say which program asks
        box.client.xatom("ID", '("name" "Behalf")')


def _number(found: Sequence[bytes | None] | None) -> int:
    last = found[-1] if found else None
    return int(last) if last and last.isdigit() else 0
