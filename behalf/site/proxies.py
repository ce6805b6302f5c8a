"""Who really asks, when a reverse proxy stands between: what it says is believed, what others say is not."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address


def networks(text: str) -> tuple[Network, ...]:
    """The addresses and networks named here, with commas between; ValueError says which one is none."""
    return tuple(ip_network(each.strip(), strict=False) for each in text.split(",") if each.strip())


def client(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The address that a request came from: the nearest one that is not a trusted proxy's.

    peer: who is connected to us; forwarded: the hops before it, the nearest last (``X-Forwarded-For``). Each hop was
    written down by the one after it, so the list is believed from its end only as far as it was written by proxies of
    ours: what a client invents stands before that.
    """
    found = peer
    for hop in [*reversed(forwarded.split(",")), ""]:
        if not is_trusted(found, trusted) or (address := _address(hop)) is None:
            return found
        found = str(address)
    return found


def is_trusted(text: str, trusted: Sequence[Network]) -> bool:
    """Whether this is the address of a proxy of ours."""
    address = _address(text)
    return address is not None and any(address in network for network in trusted)


def _address(text: str) -> Address | None:
    """An address with or without a port, and an IPv4 one that was written as IPv6 as what it is."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
