"""The page of the mail sink: what was sent, newest first, for people and, as JSON, for tests."""

from __future__ import annotations

import gettext
import json
from dataclasses import asdict
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from jinja2 import Environment, PackageLoader

from behalf.connectors.mail import letters

LOCALE = Path(__file__).resolve().parents[3] / "locale"
LANGUAGES = {"zh": ("zh_Hans", "zh-Hans"), "ja": ("ja", "ja")}
POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
LOOK = ("tokens.css", "base.css", "components.css")


class Page(ThreadingHTTPServer):
    """The web server of the sink's page."""

    daemon_threads = True

    def __init__(self, folder: Path, address: tuple[str, int]) -> None:
        self.folder = folder
        super().__init__(address, _Reader)


class _Reader(BaseHTTPRequestHandler):
    server: Page

    def do_GET(self) -> None:
        if not is_own_name(self.headers.get("Host", "")):
            self._page("missing.html", HTTPStatus.MISDIRECTED_REQUEST)
            return
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        recipient = query.get("to", [""])[0]
        first, _, key = path.strip("/").partition("/")
        match first:
            case "":
                found = letters.newest(self.server.folder, recipient=recipient)
                self._page("list.html", letters=found, recipient=recipient)
            case "messages.json":
                self._json([_as_json(one) for one in letters.newest(self.server.folder, recipient=recipient)])
            case "message":
                self._letter(key)
            case "style.css":
                self._send("text/css", style())
            case _:
                self._page("missing.html", HTTPStatus.NOT_FOUND)

    def _letter(self, key: str) -> None:
        if key.endswith(".eml") and (file := letters.file_of(self.server.folder, key.removesuffix(".eml"))):
            self._send("message/rfc822", file.read_bytes())
        elif letter := letters.find(self.server.folder, key):
            self._page("letter.html", letter=letter)
        else:
            self._page("missing.html", HTTPStatus.NOT_FOUND)

    def _page(self, template: str, status: HTTPStatus = HTTPStatus.OK, **context: object) -> None:
        catalog, tag = LANGUAGES.get(self.headers.get("Accept-Language", "")[:2], ("en", "en"))
        text = _environment(catalog).get_template(template).render(lang=tag, **context)
        self._send("text/html", text.encode(), status)

    def _json(self, found: object) -> None:
        self._send("application/json", json.dumps(found, ensure_ascii=False, default=str).encode())

    def _send(self, kind: str, content: bytes, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: reading mail is no event."""


def _as_json(letter: letters.Letter) -> dict[str, object]:
    return {**asdict(letter), "received_at": letter.received_at.isoformat(), "links": letter.links}


def is_own_name(host: str) -> bool:
    """Whether a browser asked for an address or for this machine, not for a name that may lead here from elsewhere.

    The page shows letters that let people in; a stranger's name that is pointed at 127.0.0.1 must not read them.
    """
    name = urlsplit(f"//{host}").hostname or ""
    try:
        ip_address(name)
    except ValueError:
        return name == "localhost"
    return True


@lru_cache
def style() -> bytes:
    """The product's look and the few rules of this page, in one file."""
    shared = files("behalf.web") / "static" / "web"
    parts = [*((shared / name) for name in LOOK), files("behalf.connectors.mail") / "sink.css"]
    return "\n".join(part.read_text("utf-8") for part in parts).encode()


@lru_cache
def _environment(catalog: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("behalf.connectors.mail"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = gettext.translation("django", LOCALE, languages=[catalog], fallback=True)
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
    return environment
