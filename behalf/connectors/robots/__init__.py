"""Robots of chat groups: WeCom's group robots and DingTalk's custom robots, each reached by a webhook.

A robot posts into its group and hears nothing. Nobody names a host: where a webhook lies is the cloud profile's to say
(``[robots]``), and what a desk keeps is the token in it. `registry.robot_port` makes the port.
"""

from behalf.connectors.robots.messages import Line, Message
from behalf.connectors.robots.port import Robot, RobotPort
from behalf.connectors.robots.trouble import Trouble, Why

__all__ = ["Line", "Message", "Robot", "RobotPort", "Trouble", "Why"]
