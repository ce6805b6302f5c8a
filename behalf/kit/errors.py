"""The few kinds of refusal. A door turns each into one HTTP status; none of them pages anybody."""

from __future__ import annotations


class Refusal(Exception):
    """A refusal that the person can understand; ``message`` is translated text for the screen."""

    status = 400

    def __init__(self, message: str = "", *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(Refusal):
    """It does not exist, or belongs to a stranger: both look the same."""

    status = 404


class NotAllowed(Refusal):
    """It is known to the actor, whose roles do not give the right."""

    status = 403


class Conflict(Refusal):
    """The present state does not allow it; the message says what would."""

    status = 409


class Invalid(Refusal):
    """What was given cannot be right; ``field`` names the form's field, where there is one."""

    status = 422
