"""Our own house: mail that did not go out, people who never came, customers just added, resellers suspended."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from behalf.console.parts.lines import Line, Part, State
from behalf.customers import queries as customers
from behalf.identity import queries as identity
from behalf.kit.actor import Actor
from behalf.notifications import queries as notifications
from behalf.partners import queries as partners
from behalf.web.addresses import url

SHOWN = 5


def mail(actor: Actor, now: datetime) -> list[Part]:
    """Mail that could not be sent."""
    failed = notifications.outbox(actor, state="failed", limit=SHOWN)
    lines = tuple(
        Line(
            title=row.subject,
            url=url("notifications:mail", mail_id=row.id),
            at=row.created_at,
            facts=(row.to,),
            state=State("outage", _("Failed")),
        )
        for row in failed[:SHOWN]
    )
    said = _("Some mail did not go out.") if lines else ""
    address = url("notifications:outbox", query={"state": "failed"})
    return [Part("mail", _("Mail that did not go out"), lines, said, url=address, more=_("All"))] if lines else []


def people(actor: Actor, now: datetime) -> list[Part]:
    """People who were added and have not signed in with a password of their own yet."""
    waiting = [person for person in identity.people(actor) if person.is_active and person.must_change_password]
    lines = tuple(
        Line(
            title=person.name,
            url=url("identity:person", membership_id=person.membership_id),
            at=person.created_at,
            facts=(person.email,),
            state=State("planned", _("Not signed in yet")),
        )
        for person in sorted(waiting, key=lambda person: person.created_at)[:SHOWN]
    )
    said = ngettext(
        "%(count)s person has not signed in yet.", "%(count)s people have not signed in yet.", len(waiting)
    ) % {"count": len(waiting)}
    title = _("Not signed in yet")
    return [Part("people", title, lines, said, aside=True, url=url("identity:people"), more=_("All"))] if lines else []


def newest(actor: Actor, now: datetime) -> list[Part]:
    """The customers added last, for who sells."""
    lines = tuple(
        Line(
            title=row.company,
            url=url("customers:customer", account_id=row.pk),
            at=row.created_at,
            facts=(row.domain,),
        )
        for row in customers.accounts(actor, limit=SHOWN)[:SHOWN]
    )
    part = Part("newest", _("Customers added last"), lines, url=url("customers:customers"), more=_("All"))
    return [part] if lines else []


def suspended(actor: Actor, now: datetime) -> list[Part]:
    """Resellers that the operator has suspended."""
    lines = tuple(
        Line(
            title=row.name,
            url=url("partners:reseller", reseller_id=row.organization_id),
            state=State("paused", _("Suspended")),
        )
        for row in partners.resellers(actor)
        if row.status == "suspended"
    )
    return [Part("suspended", _("Suspended resellers"), lines, aside=True)] if lines else []
