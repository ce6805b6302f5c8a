"""The key of a letter's link: who has it may answer one question, without signing in; nobody can make another."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

_signer = Signer(salt="cases.rating", sep=".")


@dataclass(frozen=True, slots=True)
class Key:
    """What a key says: the desk, and the question that it asked."""

    org_id: int
    rating_id: int


def made(org_id: int, rating_id: int) -> str:
    """The key of one question."""
    return _signer.sign(f"{org_id}-{rating_id}")


def read(text: str) -> Key | None:
    """What a key says, if we made it."""
    try:
        org_id, _line, rating_id = _signer.unsign(text).partition("-")
    except BadSignature:
        return None
    return Key(int(org_id), int(rating_id))
