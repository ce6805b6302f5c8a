"""How the journal's entries about corrections read: the setting by its title, its values as its own page shows them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from behalf.administration import baseline, deciding, wording
from behalf.administration.baseline import Setting
from behalf.administration.deciding import Outcome
from behalf.audit.queries import Kept, Line

CORRECTION = "administration.correction_"


class Correction:
    """A setting that was to be corrected; an entry keeps its service's code, its key and the values as JSON."""

    def label(self, entry: Kept) -> str | None:
        """The setting's title; None for a setting that the baseline does not know any more."""
        setting = _setting(entry)
        return _(setting.title) if setting else None

    def lines(self, entry: Kept) -> list[Line] | None:
        """Before, wanted and read back, as far as the correction had come."""
        setting, outcome = _setting(entry), entry.what.removeprefix(CORRECTION)
        if setting is None or outcome not in set(Outcome):
            return None
        before, after = entry.before or {}, entry.after or {}
        return wording.difference(
            setting,
            Outcome(outcome),
            before=deciding.unpacked(before.get("value")),
            wanted=deciding.unpacked(after.get("value")),
            found=deciding.unpacked(after.get("found")),
            is_found="found" in after,
        )


def _setting(entry: Kept) -> Setting | None:
    kept: Any = entry.after or {}
    return baseline.setting(str(kept.get("service", "")), str(kept.get("key", "")))
