"""What rules of the chain and the trouble of a mailbox or a robot are called, and how a recorded reason is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from behalf.connectors import robots
from behalf.connectors.imap import Why

RULES = {
    "complaint": pgettext_lazy("mail rule", "Complaint"),
    "receipt": pgettext_lazy("mail rule", "Receipt"),
    "delivery report": pgettext_lazy("mail rule", "Delivery report"),
    "returned mail": pgettext_lazy("mail rule", "Returned mail"),
    "loop": pgettext_lazy("mail rule", "Loop"),
    "automatic": pgettext_lazy("mail rule", "Automatic"),
    "spam": pgettext_lazy("mail rule", "Spam"),
    "list": pgettext_lazy("mail rule", "Mailing list"),
    "held": pgettext_lazy("mail rule", "Readable"),
    "person": pgettext_lazy("mail rule", "Person"),
    "same mail": pgettext_lazy("mail rule", "Same mail"),
    "sender": pgettext_lazy("mail rule", "Sender"),
    "known sender": pgettext_lazy("mail rule", "Sender"),
    "often": pgettext_lazy("mail rule", "How often"),
    "thread": pgettext_lazy("mail rule", "Conversation"),
    "participant": pgettext_lazy("mail rule", "May write"),
    "closed": pgettext_lazy("mail rule", "Closed"),
    "file": pgettext_lazy("mail rule", "File"),
    "original": pgettext_lazy("mail rule", "Which mail"),
    "outcome": pgettext_lazy("mail rule", "Outcome"),
    "reading": pgettext_lazy("mail rule", "Reading"),
    "process": pgettext_lazy("mail rule", "Process"),
    "by hand": pgettext_lazy("mail rule", "By hand"),
}

TROUBLES = {
    Why.NAME: lazy("There is no server of this name. Check how it is written."),
    Why.INSIDE: lazy(
        "This server stands in an inner network that may not be reached. Ask who runs Behalf to allow it."
    ),
    Why.CONNECT: lazy("Nobody answers at this server and port. Check the port and the firewall."),
    Why.SILENT: lazy("The server did not answer in time."),
    Why.CERTIFICATE: lazy("The server's certificate is not valid for its name, so nobody knows who answers there."),
    Why.TLS: lazy("The server does not encrypt in the way that was chosen. Try the other way or the other port."),
    Why.CLEAR: lazy("The password would travel in the clear. Choose TLS or STARTTLS."),
    Why.LOGIN: lazy(
        "The server does not take this account and password. Many providers want IMAP switched on first, and a "
        "password of its own for it."
    ),
    Why.FOLDER: lazy("The mailbox has no such folder."),
    Why.MOVE: lazy(
        "Mail cannot be moved to that folder. Make the folder, or have mail marked as seen instead: not every server "
        "moves."
    ),
    Why.KEPT: lazy("The kept password cannot be read any more. Enter it again."),
    Why.SERVER: lazy("The server refused."),
}

ROBOT_TROUBLES = {
    robots.Why.ROBOT: lazy("The group has no such robot any more. Paste the webhook of the one that is there now."),
    robots.Why.SIGNATURE: lazy("The signature is not taken. Copy the secret from the robot's security settings again."),
    robots.Why.CLOCK: lazy("The message came too late or too early. Ask who runs Behalf to set its clock right."),
    robots.Why.KEYWORD: lazy("The robot takes only messages with one of its keywords. Enter one of them here."),
    robots.Why.ADDRESS: lazy("The robot takes no messages from this address. Add it, or guard the robot otherwise."),
    robots.Why.CONTENT: lazy("The provider does not want this text or link."),
    robots.Why.OFTEN: lazy("Too many messages; what waits goes together, when the provider takes messages again."),
    robots.Why.CONNECT: lazy("The provider cannot be reached. Check the way out of your network."),
    robots.Why.SILENT: lazy("The provider did not answer in time."),
    robots.Why.KEPT: lazy("The kept webhook cannot be read any more. Paste it again."),
    robots.Why.SERVER: lazy("The provider is out of order, or did not understand."),
}


def says(why: str, facts: Mapping[str, str | int] | None = None) -> str:
    """A recorded reason, translated; a fact that is missing leaves its place empty."""
    text = _(why) if why else ""
    return text % defaultdict(str, facts) if facts else text
