"""Secrets at rest."""

from __future__ import annotations

import pytest

from behalf.kit import secrets


def test_a_secret_is_kept_unreadable_and_opened_again() -> None:
    kept = secrets.kept("pässwort", purpose="mailbox 1")
    assert "pässwort" not in kept
    assert secrets.kept("pässwort", purpose="mailbox 1") != kept
    assert secrets.opened(kept, purpose="mailbox 1") == "pässwort"


def test_it_is_opened_neither_elsewhere_nor_under_another_key(settings: object) -> None:
    kept = secrets.kept("x", purpose="mailbox 1")
    with pytest.raises(secrets.Unreadable):
        secrets.opened(kept, purpose="mailbox 2")
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]  # pytest-django's
    with pytest.raises(secrets.Unreadable):
        secrets.opened(kept, purpose="mailbox 1")
