"""Which objects the addresses of this room take."""

from __future__ import annotations

from typing import Any

from tests.world import World

OF_A_CASE = (
    "case", "live", "write", "take", "assign", "severity", "resolve", "confirm", "close", "reopen", "tried",
    "merge", "unmerge", "split", "tie", "pick", "colleagues", "tag", "why", "agreement", "call", "time",
    "contact", "parties", "follow", "remind", "handover_word", "attend", "leave", "hide", "show", "affected",
)  # fmt: skip


def DOORS(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """Own objects of each organization, by the name of the address."""
    cases = {
        "operator": {"case_id": world.case_operator},
        "alpha": {"case_id": world.case_one},
        "beta": {"case_id": world.case_three},
    }
    accounts = {"alpha": {"account_id": world.account_one}, "beta": {"account_id": world.account_three}}
    files = {desk: {**cases[desk], "file_id": world[f"file_{desk}"]} for desk in ("operator", "alpha", "beta")}
    return {
        **{f"cases:{name}": cases for name in OF_A_CASE},
        "cases:keep_draft": {desk: {**cases[desk], "form": "write"} for desk in cases},
        "cases:drop_draft": {desk: {**cases[desk], "form": "write"} for desk in cases},
        "cases:undo_send": {desk: {**cases[desk], "outgoing_id": world[f"outgoing_{desk}"]} for desk in cases},
        "cases:end_reminder": {desk: {**cases[desk], "reminder_id": world[f"reminder_{desk}"]} for desk in cases},
        "cases:untie": {desk: {**cases[desk], "other_id": cases[desk]["case_id"]} for desk in cases},
        "cases:check": {desk: {**cases[desk], "item_id": world[f"check_{desk}"]} for desk in cases},
        "cases:drop_check": {desk: {"item_id": world[f"old_check_{desk}"]} for desk in cases},
        "cases:drop_block": {desk: {"block_id": world[f"block_{desk}"]} for desk in cases},
        "cases:drop_view": {desk: {"view_id": world[f"view_{desk}"]} for desk in cases},
        "cases:of_account": accounts,
        "cases:open_for": accounts,
        "cases:open_called": accounts,
        "cases:drop_party": {desk: {**cases[desk], "party_id": world[f"party_{desk}"]} for desk in cases},
        "cases:time_correct": {desk: {**cases[desk], "entry_id": world[f"time_{desk}"]} for desk in cases},
        "cases:panel": accounts,
        "cases:reasons": accounts,
        "cases:file": files,
    }
