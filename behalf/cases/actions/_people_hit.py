"""What is a number of people."""

from __future__ import annotations

from django.utils.translation import gettext as _

from behalf.cases import rules
from behalf.kit.errors import Invalid


def must_be_people(affected: int | None) -> None:
    """Invalid for what is no number of people."""
    if affected is not None and not 0 <= affected <= rules.AFFECTED_AT_MOST:
        raise Invalid(_("Say how many people, in digits."), field="affected")
