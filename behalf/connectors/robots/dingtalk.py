"""DingTalk's custom robot: a webhook with a token, signed where it wants that, 20 messages a minute.

Who sends more is not heard for ten minutes. A robot that is guarded by keywords wants one of them in each message,
and says so under the same code as a wrong signature, so that its words tell them apart.
"""

from __future__ import annotations

import hmac
import time
from base64 import b64encode
from hashlib import sha256

from behalf.connectors.robots.messages import Message, markdown, plain
from behalf.connectors.robots.port import Robot, RobotPort
from behalf.connectors.robots.trouble import Trouble, Why
from behalf.connectors.robots.wire import post

LONGEST = 20_000
NOT_HEARD = 600.0
REFUSED = 310000
WHY = {
    300005: Why.ROBOT,
    400013: Why.ROBOT,  # the group was dissolved
    400101: Why.ROBOT,
    400102: Why.ROBOT,  # the robot was switched off
    400106: Why.ROBOT,
    130101: Why.OFTEN,
    410100: Why.OFTEN,
    430101: Why.CONTENT,
    430102: Why.CONTENT,
    430104: Why.CONTENT,
}
REFUSALS = {
    "keywords": Why.KEYWORD,
    "timestamp": Why.CLOCK,
    "sign": Why.SIGNATURE,
    "whitelist": Why.ADDRESS,
}


class DingTalk(RobotPort):
    """The port to DingTalk."""

    parameter = "access_token"

    def send(self, robot: Robot, message: Message) -> None:
        """Post one message; raises Trouble."""
        text = markdown(message, longest=LONGEST, apart="\n\n")
        body = {"msgtype": "markdown", "markdown": {"title": plain(message.lines[0].text), "text": text}}
        query = {self.parameter: robot.token} | (signature(robot.secret, time.time()) if robot.secret else {})
        code, words = post(self.address, query, body)
        if code:
            why = _why(code, words)
            raise Trouble(why, f"{code} {words}", wait=NOT_HEARD if why == Why.OFTEN else 0)


def signature(secret: str, seconds: float) -> dict[str, str]:
    """What proves that the sender knows the robot's secret, at this instant."""
    stamp = str(round(seconds * 1000))
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), sha256).digest()
    return {"timestamp": stamp, "sign": b64encode(digest).decode()}


def _why(code: int, words: str) -> Why:
    if code == REFUSED:
        return next((why for part, why in REFUSALS.items() if part in words), Why.SERVER)
    return WHY.get(code, Why.SERVER)
