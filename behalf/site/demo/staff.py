"""Those who speak in the demo by their short names, and what an agent does on a customer's behalf."""

from __future__ import annotations

from datetime import datetime

from behalf.administration import actions, corrections, queries
from behalf.administration.deciding import must_tell
from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting

STAFF = {
    "siyu": "chen.siyu@yunhui.example",
    "hang": "zhou.hang@yunhui.example",
    "daniel": "daniel.reyes@yunhui.example",
    "lan": "shen.lan@yunhui.example",
    "ning": "lv.ning@shuangwei.example",
    "misaki": "sato.misaki@minato-cloud.example",
    "ken": "takahashi.ken@minato-cloud.example",
    "liu": "liu.yang@lanyun.example",
    "jing": "he.jing@lanyun.example",
}


def visit(
    actor: Actor,
    account_id: int,
    service_id: int,
    *,
    reason: str = "",
    about: tuple[str, str, str] | None = None,
    now: datetime,
) -> None:
    """Open a service of a customer and read its settings."""
    actions.begin(actor, account_id, service_id, reason=reason, about=about, now=now)
    corrections.look(actor, account_id, service_id, clock=clock.now)


def repair(actor: Actor, account_id: int, service_id: int, *, count: int, undo: bool = False) -> None:
    """Correct the first findings to what the baseline suggests; with ``undo``, take the last one back."""
    change_id = 0
    with acting(actor):
        rows = queries.settings(actor, account_id, service_id)
    wanted = [(row, row.setting.suggestion) for row in rows if row.is_finding]
    for row, value in [(row, value) for row, value in wanted if value is not None][:count]:
        change_id = corrections.correct(
            actor, account_id, service_id, setting_id=row.id, wanted=value, seen=row.etag,
            told=must_tell(row.setting.impact), clock=clock.now,
        )  # fmt: skip
    if undo and change_id:
        with acting(actor):
            row = queries.setting_of_change(actor, account_id, service_id, change_id) or wanted[0][0]
        corrections.undo(actor, account_id, service_id, change_id=change_id, seen=row.etag, clock=clock.now)
