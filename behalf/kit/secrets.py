"""Secrets of other systems, such as the password of a mailbox: encrypted at rest, opened only where they are used.

The key is derived from BEHALF_SECRET_KEY, which no database and no dump of one holds. ``purpose`` is bound into what
is kept, so that a secret copied into a column of another kind cannot be opened there.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """It was kept under another BEHALF_SECRET_KEY, or changed: it has to be typed again."""


def kept(secret: str, *, purpose: str) -> str:
    """What may be kept of a secret."""
    return _box(settings.SECRET_KEY, purpose).encrypt(secret.encode()).decode()


def opened(text: str, *, purpose: str) -> str:
    """The secret again; raises Unreadable."""
    try:
        return _box(settings.SECRET_KEY, purpose).decrypt(text.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


@lru_cache(maxsize=8)
def _box(key: str, purpose: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=f"behalf secret: {purpose}".encode()).derive(key.encode())
    return Fernet(urlsafe_b64encode(derived))
