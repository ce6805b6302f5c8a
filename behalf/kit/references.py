"""What a lower room's deed is about: a reference that a higher room gave out for one customer; no other one holds."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

Reference = tuple[str, str, str]
"""Opaque to the lower room: (kind, id, label frozen as it is now)."""

_signer = Signer(salt="behalf.reference", sep=".")


def given(account_id: int, about: Reference) -> str:
    """For an address or a form: it holds for this customer, and only as it was given."""
    kind, identifier, label = about
    return _signer.sign(f"{account_id}:{kind}:{identifier}:{label}")


def read(text: str, account_id: int) -> Reference | None:
    """What it names; None when it names nothing, was not given out, or for another customer."""
    try:
        owner, kind, identifier, label = _signer.unsign(text).split(":", 3)
    except (BadSignature, ValueError):
        return None
    return (kind, identifier, label) if owner == str(account_id) else None
