"""What the fields of an entry are called when people read what an act changed; the entry itself keeps its keys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from behalf.audit.reading import Names

_FIELDS = {
    "act_by": _("Act by"),
    "address": _("Address"),
    "admin": _("Admin role"),
    "affected": _("People hit"),
    "agent": _("Agent role"),
    "assignee": _("Owner"),
    "body": _("Text"),
    "by": _("By"),
    "cases": _("Cases"),
    "category": _("Kind"),
    "city": _("City"),
    "company": _("Company name"),
    "confirmed": _("Confirmed"),
    "contact": _("Contact"),
    "contact_email": _("E-mail of the contact"),
    "contact_name": _("Contact"),
    "contact_phone": _("Phone of the contact"),
    "country": _("Public holidays"),
    "days": _("Days"),
    "delete_at": _("Deletion on"),
    "deleted_at": _("Deleted"),
    "domain": _("Domain"),
    "done": _("Done"),
    "dossier": _("Dossier"),
    "email": _("E-mail"),
    "ends_at": _("Until"),
    "found": _("Read back"),
    "from": _("From"),
    "good": _("Satisfaction"),
    "group": _("Group"),
    "hours": _("Hours"),
    "how": _("How"),
    "impact": _("What people notice"),
    "incident": _("Incident"),
    "is_addon": _("Add-on"),
    "is_metered": _("Metered"),
    "kind": _("Kind"),
    "label": _("What"),
    "lack": _("Why we cannot do it ourselves"),
    "lack_words": _("What we lack"),
    "language": _("Language"),
    "languages": _("Languages"),
    "legal_name": _("Legal name"),
    "max_seats": _("Most seats"),
    "messages": _("Messages"),
    "min_seats": _("Fewest seats"),
    "minutes": _("Minutes"),
    "name": _("Name"),
    "name_ja": _("Name in Japanese"),
    "name_zh": _("Name in Chinese"),
    "nickname": _("Nickname"),
    "note": _("Note"),
    "notices": _("Notices"),
    "number": pgettext_lazy("case", "Number"),
    "offer": _("Offer"),
    "outcome": _("Outcome"),
    "people": _("People"),
    "phone": _("Phone"),
    "place": _("Place in the list"),
    "places": _("Services and regions"),
    "postal_code": _("Postal code"),
    "premium": _("Premium agreement"),
    "promise": _("Promise"),
    "province": _("Province"),
    "reason": _("Reason"),
    "region": _("Region"),
    "regions": _("Regions"),
    "role": _("Role"),
    "seats": _("Seats"),
    "service": _("Service"),
    "settings_not_applicable": _("Why no settings were looked at"),
    "severity": _("Severity"),
    "sku": _("Product code"),
    "stage": _("Where it stands"),
    "stance": _("What the incident is to the case"),
    "starts_at": _("From"),
    "state": _("State"),
    "status": _("Status"),
    "subject": _("Subject"),
    "suspended_at": _("Suspended on"),
    "tag": _("Tag"),
    "text": _("Text"),
    "theme": pgettext_lazy("theme", "Look"),
    "title": _("Title"),
    "to": _("To"),
    "topic": _("What it is about"),
    "trouble": _("Trouble"),
    "value": _("Value"),
    "version": _("Version"),
    "website": _("Website"),
    "zone": _("Time zone"),
}

INSTANTS = frozenset({"act_by", "delete_at", "deleted_at", "ends_at", "from", "starts_at", "suspended_at"})
"""Fields whose values are instants or days, kept as ISO text."""

FROM_CATALOG = frozenset({"offer", "service"})
"""Fields whose values are codes or names of the catalogue."""


def is_named(key: str) -> bool:
    """Whether the field is one of ours, and not a setting's or a service's own name."""
    return key in _FIELDS


def named(key: str, names: Names) -> str:
    """A field in the reader's words; a service by its name, and what nobody names is shown as it is written."""
    return str(_FIELDS.get(key) or names.get(key, key))
