"""Settings that must not go into production, each refused by name; a pure decision over the environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from behalf.site.proxies import networks
from behalf.site.tongue import gettext as _
from behalf.site.variables import value

SHORTEST_KEY = 32
DATABASES = {"DATABASE_URL": "behalf_web", "WORKER_URL": "behalf_worker", "OWNER_URL": "behalf_owner"}


def unsafe(environment: Mapping[str, str]) -> list[str]:
    """One sentence per unsafe setting, each beginning with the variable's name; empty when all is well."""
    return [*_malformed(environment), *_exposed(environment), *_weak_keys(environment), *_databases(environment)]


def _malformed(environment: Mapping[str, str]) -> Iterator[str]:
    for name in ("PORT", "POOL", "WEB_WORKERS", "WEB_THREADS"):
        given = value(environment, name)
        if not given.isdecimal() or not 0 < int(given) < 65536:
            yield _("%(name)s must be a number from 1 to 65535, not %(given)r.") % {
                "name": f"BEHALF_{name}",
                "given": given,
            }
    port = value(environment, "LIVE_PORT")
    if port and not (port.isdecimal() and 0 < int(port) < 65536):
        yield _("%(name)s must be a number from 1 to 65535, not %(given)r.") % {
            "name": "BEHALF_LIVE_PORT",
            "given": port,
        }
    for name in ("DEMO", "DEBUG"):
        if value(environment, name) not in {"0", "1"}:
            yield _("%(name)s must be 0 or 1.") % {"name": f"BEHALF_{name}"}
    try:
        trusted = networks(value(environment, "PROXIES"))
    except ValueError as error:
        yield _("BEHALF_PROXIES must name addresses and networks with commas between: %(reason)s.") % {"reason": error}
        return
    try:
        networks(value(environment, "INSIDE"))
    except ValueError as error:
        yield f"BEHALF_INSIDE must name addresses and networks with commas between: {error}."
    if any(network.prefixlen == 0 for network in trusted):
        yield _("BEHALF_PROXIES must name the proxies: who trusts every address lets anybody invent theirs.")


def _exposed(environment: Mapping[str, str]) -> Iterator[str]:
    hosts = [host.strip() for host in value(environment, "HOSTS").split(",")]
    address = urlsplit(value(environment, "ADDRESS"))
    reached = [*hosts, address.hostname or "localhost", value(environment, "BIND")]
    open_to_others = not all(loopback(host) for host in reached)
    if any(host in {"*", ".", ""} for host in hosts):
        yield _("BEHALF_HOSTS must name each host: with * a forged host name would get into links that are mailed.")
    if value(environment, "DEBUG") == "1" and open_to_others:
        yield _("BEHALF_DEBUG=1 shows source and settings to everybody who reaches a host other than localhost.")
    if value(environment, "DEMO") == "0" and address.scheme == "http" and not loopback(address.hostname or ""):
        yield _("BEHALF_ADDRESS must begin with https://, or passwords and sessions travel in the clear.")


def _weak_keys(environment: Mapping[str, str]) -> Iterator[str]:
    if value(environment, "DEMO") != "0":
        return
    for name in ("SECRET_KEY", "AUDIT_KEY"):
        key = value(environment, name)
        if key and (len(key) < SHORTEST_KEY or len(set(key)) < 8 or "not-for-production" in key):
            yield _("%(name)s must be at least %(number)s random characters; unset, one is made for you.") % {
                "name": f"BEHALF_{name}",
                "number": SHORTEST_KEY,
            }
    mail = urlsplit(value(environment, "SMTP_URL"))
    if mail.scheme == "smtp" and mail.password and not loopback(mail.hostname or ""):
        yield _("BEHALF_SMTP_URL sends a password in the clear: begin it with smtp+tls:// or smtps://.")


def _databases(environment: Mapping[str, str]) -> Iterator[str]:
    for name, role in DATABASES.items():
        url = value(environment, name)
        if url and (user := urlsplit(url).username) != role:
            yield _("%(name)s must log in as %(role)s, not as %(user)s: row-level security depends on it.") % {
                "name": f"BEHALF_{name}",
                "role": role,
                "user": user,
            }


def loopback(host: str) -> bool:
    """Whether only this machine can be meant."""
    bare = host.strip("[]").lower()
    if bare == "localhost" or bare.endswith(".localhost"):
        return True
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return False
