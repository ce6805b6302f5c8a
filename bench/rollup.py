"""Adds every desk's clocks up for the reports, and prints how long the largest desk took, and how long once more.

A world that is used for the first time has everything to add up, later ones what was done since.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from behalf.cases import actions
from behalf.identity.models import Organization
from behalf.kit.actor import system


def main(arguments: Sequence[str]) -> None:
    """Nothing to say on the command line."""
    desks = list(Organization.objects.filter(kind="reseller", prefix__startswith="B").order_by("id"))
    for word, those in (("what was not yet", desks), ("once more", desks[:1])):
        spans = [_seconds(each.pk) for each in those]
        print(f"added up {word}: the largest desk {spans[0]:.1f} s, all {len(spans)}: {sum(spans):.1f} s")


def _seconds(desk: int) -> float:
    began = time.monotonic()
    actions.add_up(system("reseller", desk))
    return time.monotonic() - began
