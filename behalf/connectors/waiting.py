"""How long a provider asks us to wait."""

import httpx


def retry_after(answer: httpx.Response, *, usual: float) -> float:
    """Return the seconds to wait; a date instead of seconds is treated as if nothing was said."""
    given = answer.headers.get("Retry-After", "")
    return float(given) if given.isdecimal() else usual
