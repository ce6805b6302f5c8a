"""Connections to hosts that people of a desk name: the open network, and of the inner one only what was allowed.

A desk's admin types the name of a mail server. Without this, the server's own network could be explored that way.
The address that was checked is the address that is connected to: a name that answers otherwise the next time gains
nothing.
"""

from __future__ import annotations

import socket
from ipaddress import IPv6Address, ip_address

from django.conf import settings


class NotReachable(OSError):
    """The host stands in a network that desks may not reach (BEHALF_INSIDE)."""


def connect(host: str, port: int, *, seconds: float) -> socket.socket:
    """Connect to the first of the host's addresses that is allowed and answers; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    allowed = [address[:2] for *_rest, address in found if is_open(str(address[0])) or is_inside(str(address[0]))]
    if not allowed:
        raise NotReachable(f"{host} stands in a network that may not be reached")
    for address in allowed[:-1]:
        try:
            return socket.create_connection((str(address[0]), port), seconds)
        except OSError:
            continue
    return socket.create_connection((str(allowed[-1][0]), port), seconds)


def is_open(address: str) -> bool:
    """Whether it belongs to everybody's network."""
    there = ip_address(address.partition("%")[0])
    plain = there.ipv4_mapped if isinstance(there, IPv6Address) and there.ipv4_mapped else there
    return plain.is_global and not plain.is_multicast


def is_inside(address: str) -> bool:
    """Whether it belongs to a network that was named as ours."""
    there = ip_address(address.partition("%")[0])
    return any(there in network for network in settings.BEHALF_INSIDE)
