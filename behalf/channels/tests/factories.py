"""Incoming mail in the small world: an address of each reseller with a mailbox, a held mail of each; robots."""

from __future__ import annotations

from behalf.channels import actions
from behalf.channels.jobs import drain
from behalf.channels.models import Occasion
from tests.world import NOW, World

TEXT = "text/plain; charset=utf-8"
WITH_A_CARD = """--x\r
\r
We met at the fair.\r
--x\r
Content-Disposition: attachment; filename=card.txt\r
\r
Me\r
--x--"""
ADMINS = {"alpha": "global_admin", "beta": "global_admin", "operator": "operator_admin"}
ADDRESSES = {"alpha": "support@yunhui.example", "beta": "help@minato.example"}


def furnish(world: World) -> None:
    """``inbox[organization]`` and ``arrival[organization]``: a held mail from a stranger. ``robot[desk]`` waits."""
    world.robot = {
        desk: actions.keep_robot(
            world.actor(desk, role), provider="wecom", name="Night shift", webhook=f"token-of-{desk}", language="en",
            occasions=[Occasion.HANDOVER], now=NOW,
        ).pk
        for desk, role in ADMINS.items()
    }  # fmt: skip
    world.inbox, world.arrival = {}, {}
    for organization, address in ADDRESSES.items():
        admin = world.actor(organization, "global_admin")
        world.inbox[organization] = actions.add_inbox(admin, address=address, kind="how_to", severity="B", now=NOW)
        actions.connect_mailbox(
            admin, world.inbox[organization], host="127.0.0.1", port=993, security="tls", user="support", password="x",
            folder="INBOX", after="seen", moved_to="", now=NOW,
        )  # fmt: skip
        raw = letter("stranger@nowhere.example", address, "Who are you?", WITH_A_CARD, "multipart/mixed; boundary=x")
        world.arrival[organization] = actions.receive(
            world.system(organization), raw, address=address, envelope_from="", came_by="smtp", now=NOW
        )
        drain(world.system(organization))


def letter(sender: str, to: str, subject: str, body: str, kind: str = TEXT, **fields: str) -> bytes:
    """A mail as a person sends it; ``fields``: more of its head (``in_reply_to="<…>"``)."""
    head = {"From": sender, "To": to, "Subject": subject, "Content-Type": kind}
    head |= {name.replace("_", "-").title(): value for name, value in fields.items()}
    lines = [f"{name}: {value}" for name, value in head.items()]
    return ("\r\n".join([*lines, "", body]) + "\r\n").encode()
