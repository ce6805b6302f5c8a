"""Robots of chat groups as WeCom and DingTalk answer for them: always 200, with a code and words.

A robot that nobody described takes everything, twenty messages a minute. What it was told is kept while the process
lives.
"""

import hmac
import json
import re
import threading
import time
from base64 import b64encode
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from behalf.connectors.simulator.messages import Answer, Request

A_MINUTE = 20
KEPT = 200
LONGEST = {"wecom": 4096, "dingtalk": 20_000}
_PATHS = {"/cgi-bin/webhook/send": ("wecom", "key"), "/robot/send": ("dingtalk", "access_token")}
_TOKEN = re.compile(r"[A-Za-z0-9_-]+")
HOUR = 3_600_000


@dataclass(slots=True)
class Group:
    """A group with its robot: what guards it, what was said in it (newest last), and when."""

    secret: str = ""
    keywords: tuple[str, ...] = ()
    is_gone: bool = False
    said: deque[str] = field(default_factory=lambda: deque(maxlen=KEPT))
    at: deque[float] = field(default_factory=lambda: deque(maxlen=A_MINUTE))


class Robots:
    """Answers for every robot of both providers; safe for use by several threads."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._groups: dict[str, Group] = {}
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Answer | None:
        """Take a message; None when the request is for no robot."""
        known = _PATHS.get(request.path)
        if known is None or request.method != "POST":
            return None
        provider, parameter = known
        with self._lock:
            code, words = self._take(provider, request.parameter(parameter) or "", request)
        return Answer(200, {"errcode": code, "errmsg": words})

    def guard(self, token: str, wanted: Any) -> None:
        """Make a group anew, guarded as `{"secret": "SEC…", "keywords": ["Behalf"], "gone": true}` says."""
        if not isinstance(wanted, dict):
            raise ValueError("an object is expected")  # noqa: TRY004 - the same answer as for other bad JSON
        group = Group(str(wanted.get("secret", "")), tuple(wanted.get("keywords", ())), bool(wanted.get("gone")))
        with self._lock:
            self._groups[token] = group

    def said(self) -> dict[str, list[str]]:
        """Return what was said in each group, oldest first."""
        with self._lock:
            return {token: list(group.said) for token, group in self._groups.items()}

    def _take(self, provider: str, token: str, request: Request) -> tuple[int, str]:
        group = self._groups.setdefault(token, Group()) if _TOKEN.fullmatch(token) else Group(is_gone=True)
        if group.is_gone:
            return (93000, "invalid webhook url") if provider == "wecom" else (300005, "token is not exist")
        try:
            content = _content(provider, request)
        except (ValueError, KeyError, TypeError):
            return 40035, "invalid parameter"
        if len(content.encode()) > LONGEST[provider]:
            return 40058, f"markdown.content exceed max length {LONGEST[provider]}"
        refused = self._refusal(group, request, content) if provider == "dingtalk" else ""
        if refused:
            return 310000, refused
        now = self._clock()
        if len(group.at) == A_MINUTE and now - group.at[0] < 60:
            often = {"wecom": (45009, "api freq out of limit")}
            return often.get(provider, (130101, "send too fast, exceed 20 times per minute"))
        group.at.append(now)
        group.said.append(content)
        return 0, "ok"

    def _refusal(self, group: Group, request: Request, content: str) -> str:
        if group.keywords and not any(word in content for word in group.keywords):
            return "keywords not in content"
        if not group.secret:
            return ""
        stamp = request.parameter("timestamp") or "0"
        if not stamp.isdecimal() or abs(self._clock() * 1000 - int(stamp)) > HOUR:
            return "invalid timestamp"
        wanted = hmac.new(group.secret.encode(), f"{stamp}\n{group.secret}".encode(), sha256).digest()
        is_right = hmac.compare_digest(b64encode(wanted).decode(), request.parameter("sign") or "")
        return "" if is_right else "sign not match"


def _content(provider: str, request: Request) -> str:
    """Return the text of a markdown message, the only kind that is understood."""
    said = json.loads(request.body)["markdown"]
    return str(said["content"]) if provider == "wecom" else f"{said['title']}\n{said['text']}"
