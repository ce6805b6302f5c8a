"""A small mail server that speaks as much IMAP as we ask for, on a real socket, with the quirks that servers have."""

from __future__ import annotations

import base64
import re
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socket import socket

PASSWORD = "öffne dich"
ASCII_PASSWORD = "open sesame"


@dataclass
class Kept:
    """A mail on the server."""

    raw: bytes
    day: str = "24-Nov-2026"
    flags: set[str] = field(default_factory=set)


class MailServer:
    """What the server holds, and how it behaves."""

    def __init__(self) -> None:
        self.folders: dict[str, dict[int, Kept]] = {"INBOX": {}, "Taken": {}}
        self.validity = 7
        self.next_uid = 1
        self.password = ASCII_PASSWORD
        self.capabilities = ["IMAP4rev1", "MOVE", "UIDPLUS", "ID", "AUTH=PLAIN"]
        self.tls: ssl.SSLContext | None = None
        self.starts_tls: ssl.SSLContext | None = None
        self.hangs_up_at = 0  # the so-manieth command, before it is done
        self.hangs_up_after = 0  # the same, done but not answered
        self.commands: list[str] = []
        self.port = 0

    def add(self, raw: bytes, *, day: str = "24-Nov-2026", folder: str = "INBOX") -> int:
        """A mail comes; answers its number."""
        uid = self.next_uid
        self.folders[folder][uid] = Kept(raw, day)
        self.next_uid += 1
        return uid

    def renumber(self) -> None:
        """As after a restore: the same mails under other numbers."""
        self.validity += 1
        for name, mails in self.folders.items():
            self.folders[name] = {uid + 100: mail for uid, mail in mails.items()}
        self.next_uid += 100

    @contextmanager
    def running(self) -> Iterator[MailServer]:
        """Listen on a free port."""
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def setup(self) -> None:
                if outer.tls and not isinstance(self.request, ssl.SSLSocket):
                    self.request = encrypted(outer.tls, self.request)
                super().setup()

            def handle(self) -> None:
                with suppress(OSError):  # who does not trust us hangs up; that is their right
                    _Talk(outer, self).go()
                self.request.close()

        with _Server(("127.0.0.1", 0), Handler) as listening:
            self.port = listening.server_address[1]
            thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
            thread.start()
            try:
                yield self
            finally:
                listening.shutdown()
                thread.join()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def encrypted(context: ssl.SSLContext, plain: socket) -> ssl.SSLSocket:
    """The handshake comes with the first byte."""
    return context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)


class _Talk:
    """One conversation."""

    def __init__(self, server: MailServer, handler: socketserver.StreamRequestHandler) -> None:
        self.server, self.handler = server, handler
        self.folder = ""
        self.signed_in = False

    def go(self) -> None:
        self.say("* OK ready")
        while line := self.handler.rfile.readline():
            tag, _space, rest = line.decode().rstrip("\r\n").partition(" ")
            self.server.commands.append(rest)
            if len(self.server.commands) == self.server.hangs_up_at:
                return
            words = rest.split(" ")
            name = "_".join(words[:2]).lower() if words[0].upper() == "UID" else words[0].lower()
            answer: Callable[[str, str], str] = getattr(self, f"do_{name}", self.unknown)
            said = answer(tag, rest)
            if len(self.server.commands) == self.server.hangs_up_after:
                return
            if said:
                self.say(f"{tag} {said}")
            if name == "logout":
                return

    def say(self, text: str) -> None:
        self.handler.wfile.write(text.encode() + b"\r\n")

    def unknown(self, tag: str, rest: str) -> str:
        return "BAD what?"

    def do_capability(self, tag: str, rest: str) -> str:
        more = ["STARTTLS"] if self.server.starts_tls else []
        self.say(" ".join(["* CAPABILITY", *self.server.capabilities, *more]))
        return "OK done"

    def do_starttls(self, tag: str, rest: str) -> str:
        if self.server.starts_tls is None:
            return "BAD no TLS here"
        self.say(f"{tag} OK go on")
        handler = self.handler
        handler.request = encrypted(self.server.starts_tls, handler.request)
        handler.setup()
        return ""

    def do_login(self, tag: str, rest: str) -> str:
        self.signed_in = rest == f'LOGIN "support" "{self.server.password}"'
        return "OK welcome" if self.signed_in else "NO [AUTHENTICATIONFAILED] 账号或密码错误"

    def do_authenticate(self, tag: str, rest: str) -> str:
        self.say("+ ")
        given = base64.b64decode(self.handler.rfile.readline()).decode()
        self.signed_in = given == f"\0support\0{self.server.password}"
        return "OK welcome" if self.signed_in else "NO no"

    def do_id(self, tag: str, rest: str) -> str:
        self.say("* ID NIL")
        return "OK done"

    def do_noop(self, tag: str, rest: str) -> str:
        return "OK done"

    def do_select(self, tag: str, rest: str) -> str:
        name = rest.split(" ", 1)[1].strip('"')
        if not self.signed_in or name not in self.server.folders:
            return "NO there is no such folder"
        self.folder = name
        self.say(f"* {len(self.mails)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {self.server.validity}] numbers")
        self.say(f"* OK [UIDNEXT {self.server.next_uid}] next")
        return "OK [READ-WRITE] selected"

    def do_status(self, tag: str, rest: str) -> str:
        name = rest.split(" ")[1].strip('"')
        if name not in self.server.folders:
            return "NO there is no such folder"
        self.say(f'* STATUS "{name}" (MESSAGES {len(self.server.folders[name])})')
        return "OK done"

    def do_uid_search(self, tag: str, rest: str) -> str:
        if found := re.search(r"UID (\d+):\*", rest.removeprefix("UID ")):
            first = int(found[1])
            uids = [uid for uid in self.mails if uid >= first] or list(self.mails)[-1:]
        else:
            day = int(rest.split("SINCE ")[1].split("-", maxsplit=1)[0])
            uids = [uid for uid, mail in self.mails.items() if int(mail.day.split("-")[0]) >= day]
        self.say(" ".join(["* SEARCH", *map(str, uids)]))
        return "OK done"

    def do_uid_fetch(self, tag: str, rest: str) -> str:
        for uid in self.named(rest.split(" ")[2]):
            raw = self.mails[uid].raw
            if "SIZE" in rest:
                self.say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)})")
                continue
            self.say(f"* 1 FETCH (FLAGS (\\Recent) UID {uid})")  # nobody asked for it, and servers say it
            part = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if "HEADER" in rest else raw
            what = "HEADER" if "HEADER" in rest else ""
            self.handler.wfile.write(f"* 1 FETCH (BODY[{what}] {{{len(part)}}}\r\n".encode() + part)
            self.say(f" UID {uid})")
        return "OK done"

    def do_uid_store(self, tag: str, rest: str) -> str:
        for uid in self.named(rest.split(" ")[2]):
            self.mails[uid].flags |= set(re.findall(r"\\\w+", rest))
        return "OK done"

    def do_uid_move(self, tag: str, rest: str) -> str:
        said = self.do_uid_copy(tag, rest)
        for uid in self.named(rest.split(" ")[2]) if said.startswith("OK") else []:
            del self.mails[uid]
        return said

    def do_uid_copy(self, tag: str, rest: str) -> str:
        target = rest.split(" ")[3].strip('"')
        if target not in self.server.folders:
            return "NO [TRYCREATE] there is no such folder"
        for uid in self.named(rest.split(" ")[2]):
            self.server.add(self.mails[uid].raw, folder=target)
        return "OK done"

    def do_uid_expunge(self, tag: str, rest: str) -> str:
        for uid in self.named(rest.split(" ")[2]):
            if r"\Deleted" in self.mails[uid].flags:
                del self.mails[uid]
        return "OK done"

    def do_logout(self, tag: str, rest: str) -> str:
        self.say("* BYE")
        return "OK done"

    @property
    def mails(self) -> dict[int, Kept]:
        return self.server.folders[self.folder]

    def named(self, text: str) -> list[int]:
        found: list[int] = []
        for part in text.split(","):
            first, _colon, last = part.partition(":")
            found += [uid for uid in self.mails if int(first) <= uid <= int(last or first)]
        return found
