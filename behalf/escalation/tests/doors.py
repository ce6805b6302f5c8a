"""An own object of each organization for the addresses of escalation."""

from __future__ import annotations

from typing import Any

from tests.world import World

OF_CASE = ("escalate", "keep", "override", "incident", "tried", "check", "send", "panel")
OF_DOSSIER = ("dossier", "words", "reply", "reopen", "judge")


def DOORS(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """Which arguments each address takes."""
    cases = {"alpha": {"case_id": world.case_one}, "beta": {"case_id": world.case_three}}
    panels = {**cases, "operator": {"case_id": world.case_of_dossier}}
    dossiers = {
        "alpha": {"dossier_id": world.dossier_alpha},
        "beta": {"dossier_id": world.dossier_beta},
        "operator": {"dossier_id": world.dossier_alpha},
        "operator_stranger": {},  # what any reseller sent to this operator is the operator's to read
    }
    return {
        **{f"escalation:{name}": panels if name == "panel" else cases for name in OF_CASE},
        **{f"escalation:{name}": dossiers for name in OF_DOSSIER},
        "escalation:new_request_for": {
            "alpha": {"account_id": world.account_one},
            "beta": {"account_id": world.account_three},
        },
    }
