"""One message to a webhook, and what its answer means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from behalf.connectors.robots.trouble import Trouble, Why
from behalf.connectors.waiting import retry_after

TIMEOUT = httpx.Timeout(8.0, connect=4.0)
USUAL_WAIT = 60.0  # seconds; a provider that says "too often" without saying for how long counts by the minute
AT_MOST = 3600.0


def post(address: str, query: Mapping[str, str], body: Any) -> tuple[int, str]:
    """Post a message and return the provider's code and words; raises Trouble for an answer that has none.

    No trouble names the address, which holds the token.
    """
    try:
        with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as http:
            answer = http.post(address, params=dict(query), json=body)
    except (httpx.ConnectError, httpx.ConnectTimeout):
        raise Trouble(Why.CONNECT) from None
    except httpx.TimeoutException:
        raise Trouble(Why.SILENT) from None
    except httpx.HTTPError as error:
        raise Trouble(Why.SERVER, type(error).__name__) from None
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise Trouble(Why.OFTEN, "429", wait=min(retry_after(answer, usual=USUAL_WAIT), AT_MOST))
    try:
        said = answer.json()
        return int(said["errcode"]), str(said.get("errmsg", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Trouble(Why.SERVER, str(answer.status_code)) from None
