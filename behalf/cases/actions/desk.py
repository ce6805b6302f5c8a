"""What the desk keeps ready: text blocks, macros, checklists."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.cases import blocks
from behalf.cases.models import CheckItem, Kind, Severity, TextBlock
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid, NotFound
from behalf.kit.verbs import action


@action("cases.work")
def keep_block(
    actor: Actor,
    *,
    name: str,
    body: str,
    language: str = "",
    then: str = "",
    takes: bool = False,
    severity: str = "",
    tag: str = "",
    now: datetime,
) -> TextBlock:
    """Keep a text block or a macro; the same name in the same language replaces it.

    A place that names nothing is refused here, and not found out by a customer.
    """
    if not name.strip():
        raise Invalid(_("Give it a name."), field="name")
    if not body.strip():
        raise Invalid(_("Write something first."), field="body")
    if wrong := blocks.unknown(body):
        raise Invalid(_("Unknown in the text: %(names)s") % {"names": ", ".join(wrong)}, field="body")
    if severity and severity not in Severity.values:
        raise Invalid(_("Choose how much it hurts."), field="severity")
    row = TextBlock.objects.visible_to(actor).filter(name=name.strip(), language=language).first()
    before = _facts(row) if row else None
    row = row or TextBlock(org_id=actor.org_id, name=name.strip()[:60], language=language)
    row.body, row.then, row.takes, row.severity, row.tag = body.strip(), then, takes, severity, tag.strip()[:40]
    row.at, row.by_name = now, actor.name
    row.save()
    audit.record(
        actor, "cases.block_kept", subject=("text_block", row.pk, row.name), before=before, after=_facts(row), at=now
    )
    return row


@action("cases.work")
def drop_block(actor: Actor, block_id: int, *, now: datetime) -> None:
    """Remove a text block or a macro; what was sent with it stays."""
    row = TextBlock.objects.visible_to(actor).filter(pk=block_id).first()
    if row is None:
        raise NotFound(_("There is no such text block."))
    audit.record(actor, "cases.block_removed", subject=("text_block", row.pk, row.name), before=_facts(row), at=now)
    row.delete()


@action("cases.work")
def keep_check(actor: Actor, *, kind: str, text: str, now: datetime) -> CheckItem:
    """Want a step on every case of a kind; saying it twice is once."""
    if kind not in Kind.values:
        raise Invalid(_("Choose what it is about."), field="kind")
    if not text.strip():
        raise Invalid(_("Write something first."), field="text")
    rows = CheckItem.objects.visible_to(actor)
    row = rows.filter(kind=kind, text=text.strip()).first()
    if row is None:
        row = CheckItem(org_id=actor.org_id, kind=kind, text=text.strip()[:200], at=now)
        row.save(force_insert=True)
        audit.record(actor, "cases.check_kept", subject=("check", row.pk, row.text), after={"kind": kind}, at=now)
    return row


@action("cases.work")
def drop_check(actor: Actor, item_id: int, *, now: datetime) -> None:
    """Want the step no more; who took it on which case is in the journal."""
    row = CheckItem.objects.visible_to(actor).filter(pk=item_id).first()
    if row is None:
        raise NotFound(_("There is no such step."))
    audit.record(actor, "cases.check_removed", subject=("check", row.pk, row.text), before={"kind": row.kind}, at=now)
    row.delete()


def _facts(row: TextBlock) -> dict[str, Any]:
    facts = {"then": row.then, "severity": row.severity, "tag": row.tag, "language": row.language, "text": row.body}
    return {name: value for name, value in facts.items() if value}
