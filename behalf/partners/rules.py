"""What a reseller's standing allows (P10)."""

from __future__ import annotations


def may_sell(status: str) -> bool:
    """A suspended reseller adds no customer and no order and changes no quantity; it goes on with the rest."""
    return status == "active"
