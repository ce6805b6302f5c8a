"""What stands on a mail beside its text. A higher room says it for what its mails are about; the outbox asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.module_loading import import_string

from behalf.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whose address a mail carries, its id, and what it answers; ``""``: as the outbox does by itself."""

    sender: str = ""
    sender_name: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: str = ""


Maker = Callable[..., Envelope | None]

_makers: dict[str, str] = {}


def declare(makers: dict[str, str]) -> None:
    """Say who makes envelopes, by the kind of what a mail is about: ``{"case": "dotted.name"}``."""
    _makers.update(makers)


def envelope(actor: Actor, kind: str, identifier: str, *, now: datetime) -> Envelope | None:
    """The envelope of a mail about something, made in the present transaction; None when nobody has one for it."""
    maker = _makers.get(kind)
    made: Envelope | None = import_string(maker)(actor, identifier, now=now) if maker else None
    return made
