"""What the rules of the chain are called, and how a recorded reason is said in the reader's language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

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


def says(why: str, facts: Mapping[str, str | int] | None = None) -> str:
    """A recorded reason, translated; a fact that is missing leaves its place empty."""
    text = _(why) if why else ""
    return text % defaultdict(str, facts) if facts else text
