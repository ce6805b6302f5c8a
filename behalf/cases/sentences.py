"""What a line of the timeline says. Each kind has one sentence; its facts fill the places.

Higher rooms write these through ``actions.note_event`` and ``actions.set_status``. A fact ``url`` makes the line end
with a link, ``url_label`` names it (default: *Show*).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from behalf.cases.models import Channel, Status

# kind -> (icon, sentence); in every sentence %(by)s is who did it.
EVENTS: dict[str, tuple[str, Any]] = {
    "opened": ("cases", gettext_lazy("Case opened %(channel)s by %(by)s")),
    "taken": ("account", gettext_lazy("%(by)s took the case")),
    "assigned": ("account", gettext_lazy("%(by)s gave the case to %(name)s")),
    "unassigned": ("account", gettext_lazy("%(by)s put the case back into the queue")),
    "severity": ("clock", gettext_lazy("%(by)s changed the severity from %(before)s to %(after)s: %(why)s")),
    "status": ("clock", gettext_lazy("%(by)s set the case to: %(status)s")),
    "resolved": ("check", gettext_lazy("%(by)s resolved the case; it waits to be confirmed")),
    "confirmed": ("check", gettext_lazy("Confirmed by the customer, loop closed. %(why)s")),
    "closed": ("lock", gettext_lazy("%(by)s closed the case without confirmation: %(why)s")),
    "reopened": ("undo", gettext_lazy("%(by)s reopened the case: %(why)s")),
    "merged": ("link", gettext_lazy("%(by)s merged this case into %(number)s")),
    "took_in": ("link", gettext_lazy("%(by)s merged %(number)s into this case: %(subject)s")),
    "unmerged": ("undo", gettext_lazy("%(by)s undid the merge into %(number)s")),
    "let_go": ("undo", gettext_lazy("%(by)s undid the merge of %(number)s: %(subject)s")),
    "split_from": ("link", gettext_lazy("%(by)s split this case off from %(number)s")),
    "split_off": ("link", gettext_lazy("%(by)s split off %(number)s: %(subject)s")),
    "related": ("link", gettext_lazy("%(by)s named a related case: %(number)s, %(subject)s")),
    "adopted": ("link", gettext_lazy("%(by)s made %(number)s a child of this case: %(subject)s")),
    "became_child": ("link", gettext_lazy("%(by)s made this case a child of %(number)s: %(subject)s")),
    "untied": ("link", gettext_lazy("%(by)s took away the link to %(number)s: %(subject)s")),
    "health_checked": ("health", gettext_lazy("%(by)s looked at the health of %(service)s: %(state)s")),
    "session_began": ("half", gettext_lazy("%(by)s began to administer %(service)s on behalf of the customer")),
    "session_ended": ("half", gettext_lazy("%(by)s ended the work on behalf of the customer in %(service)s")),
    "onbehalf_change": ("half", gettext_lazy("%(by)s on behalf of the customer: %(setting)s, %(result)s")),
    "incident_attached": ("st-outage", gettext_lazy("%(by)s named the cause: incident %(code)s, %(title)s")),
    "incident_denied": ("st-outage", gettext_lazy("%(by)s: not caused by incident %(code)s. %(why)s")),
    "incident_updated": ("st-restoring", gettext_lazy("Incident %(code)s: %(text)s")),
    "incident_ended": ("st-fine", gettext_lazy("Incident %(code)s ended. Ask the customer whether it works again.")),
    "escalated": ("escalate", gettext_lazy("%(by)s escalated the case to the operator")),
    "escalation_received": ("escalate", gettext_lazy("The operator opened its case %(number)s")),
    "operator_answered": ("escalate", gettext_lazy("The operator answered")),
    "operator_asked": ("escalate", gettext_lazy("The operator asks: the case is in our hands again")),
    "operator_resolved": ("escalate", gettext_lazy("The operator resolved its case. Confirm it with the customer.")),
    "operator_closed": (
        "escalate",
        gettext_lazy("The operator closed its case. If the problem is still there, reopen the request within 14 days."),
    ),
    "operator_refused": ("escalate", gettext_lazy("The operator finds the escalation inappropriate: %(why)s")),
    "answered_operator": ("escalate", gettext_lazy("%(by)s answered the operator")),
    "agreement": ("clock", gettext_lazy("%(by)s put the case under version %(after)s of %(name)s: %(why)s")),
    "missed_first": ("clock", gettext_lazy("The first response is late")),
    "missed_update": ("clock", gettext_lazy("The next update is late")),
    "missed_resolution": ("clock", gettext_lazy("The solution is late")),
    "severity_capped": ("clock", gettext_lazy("Severity A asked for, B given: no premium agreement")),
    "mail_automatic": ("mail", gettext_lazy("An automatic answer came from %(address)s")),
    "mail_returned": ("mail", gettext_lazy("Mail to %(address)s cannot be delivered: %(words)s")),
    "mail_delayed": ("mail", gettext_lazy("Mail to %(address)s is late; the mail server goes on trying")),
    "follow_up_of": ("link", gettext_lazy("Follow-up of %(number)s, which was closed too long ago to reopen")),
    "followed_up": ("link", gettext_lazy("Goes on in %(number)s")),
    "contact": ("account", gettext_lazy("%(by)s named another contact: %(name)s")),
    "party_added": ("account", gettext_lazy("%(by)s added %(name)s to the case")),
    "party_left": ("account", gettext_lazy("%(by)s took %(name)s off the case")),
    "affected": ("customers", gettext_lazy("%(by)s set the number of people hit: %(count)s")),
    "hidden": ("hidden", gettext_lazy("%(by)s hid the case from the customer: %(why)s")),
    "shown": ("eye", gettext_lazy("%(by)s showed the case to the customer: %(why)s")),
    "rated_good": ("check", gettext_lazy("%(by)s is content with how it was handled")),
    "rated_bad": ("close", gettext_lazy("%(by)s is not content with how it was handled")),
    "told": ("cases", gettext_lazy("%(text)s")),
}

# The same to the customer's own people, who do not speak of cases in every language (docs/words.md).
TO_CUSTOMER: dict[str, Any] = {
    "assigned": pgettext_lazy("portal", "%(by)s gave the case to %(name)s"),
    "unassigned": pgettext_lazy("portal", "%(by)s put the case back into the queue"),
    "resolved": pgettext_lazy("portal", "%(by)s resolved the case; it waits to be confirmed"),
    "reopened": pgettext_lazy("portal", "%(by)s reopened the case: %(why)s"),
    "merged": pgettext_lazy("portal", "%(by)s merged this case into %(number)s"),
    "took_in": pgettext_lazy("portal", "%(by)s merged %(number)s into this case: %(subject)s"),
    "split_from": pgettext_lazy("portal", "%(by)s split this case off from %(number)s"),
}

# What is done behind the conversation; the rest is the case's own way.
BACKGROUND = frozenset(EVENTS) - {
    "opened", "taken", "assigned", "unassigned", "severity", "status", "resolved", "confirmed", "closed", "reopened",
    "told", "merged", "took_in", "unmerged", "let_go", "split_from", "split_off", "related", "adopted", "became_child",
    "untied", "agreement", "missed_first", "missed_update", "missed_resolution", "contact",
    "party_added", "party_left", "affected", "hidden", "shown", "follow_up_of",
    "followed_up", "rated_good", "rated_bad",
}  # fmt: skip

# Facts that are kept as msgids or codes, and said in the reader's language.
RESULTS = {
    "verified": gettext_lazy("read back the same"),
    "not_verified": gettext_lazy("not verified: what was read back differs"),
    "refused": gettext_lazy("refused by the provider"),
    "changed": gettext_lazy("not written: the value had changed meanwhile"),
}


def linked(label: str, names: Mapping[int | str, str]) -> str:
    """What a link says, in the reader's language: a service, or a service and how it was found (kept as a msgid)."""
    service, _colon, state = label.rpartition(": ")
    return f"{names[service]}: {_(state)}" if service in names else names.get(label, label)


def icon_of(kind: str) -> str:
    """The symbol of a kind of event."""
    return EVENTS.get(kind, EVENTS["told"])[0]


def sentence(kind: str, by: str, facts: dict[str, Any], *, to_customer: bool = False) -> str:
    """What happened, in the reader's language; a fact that is missing leaves its place empty."""
    values: defaultdict[str, Any] = defaultdict(str, {**facts, "by": by or _("Behalf")})
    if "channel" in facts:
        values["channel"] = Channel(facts["channel"]).label
    if "status" in facts:
        values["status"] = Status(facts["status"]).label
    if "result" in facts:
        values["result"] = RESULTS.get(facts["result"], facts["result"])
    for name in ("state", "setting", *(("why",) if kind == "operator_refused" else ())):
        if facts.get(name):
            values[name] = _(facts[name])
    _icon, text = EVENTS.get(kind, EVENTS["told"])
    if to_customer:
        text = TO_CUSTOMER.get(kind, text)
    return (str(text) % values).strip()
