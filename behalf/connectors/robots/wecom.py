"""WeCom's group robot: a webhook with a key, 20 messages a minute, markdown of at most 4,096 bytes."""

from __future__ import annotations

from behalf.connectors.robots.messages import Message, markdown
from behalf.connectors.robots.port import Robot, RobotPort
from behalf.connectors.robots.trouble import Trouble, Why
from behalf.connectors.robots.wire import USUAL_WAIT, post

LONGEST = 4096
OFTEN = 45009
WHY = {93000: Why.ROBOT, OFTEN: Why.OFTEN}


class WeCom(RobotPort):
    """The port to WeCom."""

    parameter = "key"

    def send(self, robot: Robot, message: Message) -> None:
        """Post one message; raises Trouble."""
        content = markdown(message, longest=LONGEST, apart="\n")
        body = {"msgtype": "markdown", "markdown": {"content": content}}
        code, words = post(self.address, {self.parameter: robot.token}, body)
        if code:
            why = WHY.get(code, Why.SERVER)
            raise Trouble(why, f"{code} {words}", wait=USUAL_WAIT if why == Why.OFTEN else 0)
