"""The envelope of a mail about a case: our address, an id that only we can make, and what it answers."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings

from behalf.channels import rules
from behalf.channels.actions._ids import remember
from behalf.channels.models import Arrival, Inbox, Outcome, Thread
from behalf.identity import queries as identity
from behalf.kit.actor import Actor
from behalf.kit.envelopes import Envelope
from behalf.kit.verbs import action


@action("channels.envelope")
def envelope(actor: Actor, case: str, *, now: datetime) -> Envelope | None:
    """Make one for a mail about this case; None when the desk has no address. Its id stands for the case from now."""
    case_id = int(case)
    inbox = _inbox(actor, case_id)
    if inbox is None:
        return None
    known = list(
        Thread.objects.visible_to(actor).filter(case_id=case_id).order_by("pk").values_list("message_id", "way")
    )
    made = rules.message_id(
        settings.SECRET_KEY, org_id=actor.org_id, case_id=case_id, nonce=secrets.token_hex(6),
        domain=rules.domain_of(inbox),
    )  # fmt: skip
    remember(actor, case_id, {"out": [made]})
    ids = [message_id for message_id, _way in known]
    answered = next((message_id for message_id, way in reversed(known) if way == "in"), ids[-1] if ids else "")
    chain = ids if len(ids) <= rules.REFERENCES else [ids[0], *ids[1 - rules.REFERENCES :]]
    return Envelope(
        sender=inbox, sender_name=actor.org_name or identity.own_name(actor), message_id=made, in_reply_to=answered,
        references=" ".join([*(each for each in chain if each != answered), answered]).strip(),
    )  # fmt: skip


def _inbox(actor: Actor, case_id: int) -> str | None:
    """The address at which the case was opened, while it is the desk's; else the desk's first."""
    own = list(Inbox.objects.visible_to(actor).order_by("pk").values_list("address", flat=True))
    came = Arrival.objects.visible_to(actor).filter(case_id=case_id, outcome=Outcome.CASE)
    opened_at = came.order_by("pk").values_list("address", flat=True).first()
    return opened_at if opened_at in own else next(iter(own), None)
