"""What can go wrong with a mailbox, in kinds that a person can do something about."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from imaplib import IMAP4

from imap_tools import ImapToolsError, MailboxFolderSelectError, MailboxLoginError, MailboxStarttlsError
from imap_tools.errors import MailboxFolderStatusError, UnexpectedCommandStatusError

from behalf.connectors.outside import NotReachable

LONGEST = 200


class Why(StrEnum):
    """The kinds of trouble."""

    NAME = "name"  # the host's name is unknown
    INSIDE = "inside"  # the host stands where desks may not look
    CONNECT = "connect"  # nobody answers there
    SILENT = "silent"  # no answer in time
    CERTIFICATE = "certificate"  # the server cannot prove its name
    TLS = "tls"  # no encryption as was asked for
    CLEAR = "clear"  # a password would travel unencrypted over the open network
    LOGIN = "login"  # account or password are wrong, or not allowed to use IMAP
    FOLDER = "folder"  # there is no such folder
    MOVE = "move"  # mails cannot be moved there
    KEPT = "kept"  # our copy of the password cannot be read
    SERVER = "server"  # the server said no, or something that is no IMAP


class Trouble(Exception):
    """It did not work; ``words``: what the server said, if anything."""

    def __init__(self, why: Why, words: str = "") -> None:
        super().__init__(f"{why}: {words}" if words else str(why))
        self.why = why
        self.words = words


@contextmanager
def sorted_out() -> Iterator[None]:
    """Whatever the network, TLS or the server say, as Trouble."""
    try:
        yield
    except (OSError, IMAP4.error, ImapToolsError, UnicodeError) as error:
        raise Trouble(_kind(error), _words(error)) from error


_KINDS: tuple[tuple[type[Exception], Why], ...] = (
    (NotReachable, Why.INSIDE),
    (socket.gaierror, Why.NAME),
    (TimeoutError, Why.SILENT),
    (ssl.SSLCertVerificationError, Why.CERTIFICATE),
    (ssl.SSLError, Why.TLS),
    (MailboxStarttlsError, Why.TLS),
    (MailboxLoginError, Why.LOGIN),
    (MailboxFolderSelectError, Why.FOLDER),
    (MailboxFolderStatusError, Why.FOLDER),
    (IMAP4.error, Why.SERVER),
    (ImapToolsError, Why.SERVER),
    (UnicodeError, Why.NAME),
    (OSError, Why.CONNECT),
)


def _kind(error: Exception) -> Why:
    return next(why for kind, why in _KINDS if isinstance(error, kind))


def _words(error: Exception) -> str:
    """What the server said, or what the system did; one line that can be shown."""
    if isinstance(error, UnexpectedCommandStatusError):
        said = error.command_result[1]
        text = " ".join(each.decode(errors="replace") for each in said or () if isinstance(each, bytes))
    else:
        text = str(error.strerror or error) if isinstance(error, OSError) else str(error)
    printable = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(printable.split())[:LONGEST]
