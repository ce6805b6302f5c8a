"""Every ``BEHALF_*`` variable: what it means, what it is when unset, and whether it must never be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit


@dataclass(frozen=True)
class Variable:
    """One setting. ``default`` is what it is when unset; where that is empty, ``unset`` says what it stands for."""

    name: str
    default: str
    meaning: str
    secret: bool = False
    unset: str = "(made at start)"

    @property
    def key(self) -> str:
        """Its name in the environment."""
        return f"BEHALF_{self.name}"


VARIABLES: tuple[Variable, ...] = (
    Variable("PORT", "8000", "Port of the web pages."),
    Variable("BIND", "127.0.0.1", "Network address the web pages listen on; 0.0.0.0 is every one of this machine."),
    Variable("ADDRESS", "", "Public address as people type it; unset: http://localhost and the port."),
    Variable("HOSTS", "localhost,127.0.0.1,[::1]", "Host names it answers to; unset: also that of the address."),
    Variable("PROXIES", "", "Addresses and networks of reverse proxies, whose X-Forwarded-For and -Proto count.",
             unset="(none)"),
    Variable("INSIDE", "", "Inner addresses and networks that desks may name, such as those of their mail servers.",
             unset="(none)"),
    Variable("DATA", "./var", "Data directory: database, files, mail, secrets."),
    Variable("UNDO", "10", "Seconds in which an answer to a customer can be taken back, 0 to 60; 0 sends at once."),
    Variable("DEMO", "1", "1 loads the demo world on the first start; 0 starts empty."),
    Variable("DEBUG", "0", "1 shows errors with their source; only ever on your own machine."),
    Variable("SECRET_KEY", "", "Signs sessions; unset: made once, kept in the data directory.", secret=True),
    Variable("AUDIT_KEY", "", "Keys the audit's chain; unset: made once, kept in the data directory.", secret=True),
    Variable("DATABASE_URL", "", "PostgreSQL 17 or 18 as behalf_web; unset: the embedded one.", secret=True),
    Variable("WORKER_URL", "", "The same database as behalf_worker.", secret=True),
    Variable("OWNER_URL", "", "The same database as behalf_owner, for migrations.", secret=True),
    Variable("POOL", "8", "Database connections a web process may hold."),
    Variable("WEB_WORKERS", "2", "Web processes."),
    Variable("WEB_THREADS", "4", "Requests that one web process works on at a time."),
    Variable("LIVE_PORT", "", "Port where open pages are told what changed; unset: 8828 or a free one.",
             unset="(chosen at start)"),
    Variable("LIVE_ADDRESS", "", "Where browsers find that, such as /live/ behind a proxy; unset: the port, and /live/"
             " where the address is https.", unset="(by port or /live/)"),
    Variable("MAIL_IN", "", "Host:port where mail is received by SMTP; unset: this machine, port 8827 or a free one.",
             unset="(chosen at start)"),
    Variable("SMTP_URL", "", "Mail server, smtp://user:password@host:port (or smtp+tls, smtps); unset: the mail sink.",
             secret=True),
    Variable("MAIL_FROM", "Behalf <no-reply@behalf.example>", "Sender of mail."),
    Variable("SIMULATOR_URL", "", "The provider's API; unset: the simulator that `behalf up` starts."),
    Variable("ROBOTS_URL", "", "What stands in for WeCom and DingTalk; unset: in the demo the simulator,"
             " else nothing does.", unset="(nothing; in the demo the simulator)"),
    Variable("MAIL_PAGE", "", "Where the mail that the sink caught can be read; chosen by `behalf up`."),
    Variable("CLOUD", "21vianet", "Cloud profile: which provider's portals and facts apply."),
    Variable("LOG", "text", "text for people, json for machines."),
    Variable("PROCESS", "web", "Which log-in this process uses: web, worker or owner; set by the command line."),
    Variable("STATIC_STORAGE", "whitenoise.storage.CompressedManifestStaticFilesStorage", "How static files are kept."),
)  # fmt: skip

DEFAULTS: dict[str, str] = {variable.key: variable.default for variable in VARIABLES}


def value(environment: Mapping[str, str], name: str) -> str:
    """The variable's value here, or its default."""
    return environment.get(f"BEHALF_{name}", DEFAULTS[f"BEHALF_{name}"])


def unknown(environment: Mapping[str, str]) -> list[str]:
    """``BEHALF_*`` names that nothing reads: most likely misspelt."""
    return sorted(key for key in environment if key.startswith("BEHALF_") and key not in DEFAULTS)


def shown(variable: Variable, environment: Mapping[str, str]) -> str:
    """The present value, with passwords and keys masked."""
    present = environment.get(variable.key, variable.default)
    if not variable.secret or not present:
        return present
    return _without_password(present) if "://" in present else "********"


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    if parts.password is None:
        return url
    netloc = f"{parts.username or ''}:********@{parts.netloc.rpartition('@')[2]}"
    return urlunsplit(parts._replace(netloc=netloc))
