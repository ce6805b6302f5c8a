"""Using what the desk keeps ready on a case: a macro, a step of its checklist, a tag."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from behalf.cases import blocks, queries
from behalf.cases.actions._block import block_of
from behalf.cases.actions._files import Uploads
from behalf.cases.actions._step import Step
from behalf.cases.actions.talk import reply
from behalf.cases.actions.times import book_time
from behalf.cases.actions.work import resolve, set_severity, take
from behalf.cases.models import Activity, CaseTag, Checked, CheckItem, Message, TextBlock
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid, NotFound
from behalf.kit.verbs import action


@action("cases.work")
def use_macro(
    actor: Actor,
    case_id: int,
    *,
    block_id: int,
    body: str,
    wait: bool = False,
    children: bool = False,
    files: Uploads = (),
    minutes: int | None = None,
    now: datetime,
) -> Message | None:
    """Answer with a macro: what was made of its text, and what it does beside, in one go or not at all."""
    block = block_of(actor, block_id, files)
    if block.takes:
        take(actor, case_id, now=now)
    if block.severity:
        set_severity(actor, case_id, severity=block.severity, why=block.name, now=now)
    if block.tag:
        add_tag(actor, case_id, tag=block.tag, now=now)
    said = blocks.fill(body, queries.variables(actor, [case_id]).get(case_id, {}))
    if block.then == TextBlock.Then.RESOLVE:
        if minutes:
            book_time(actor, case_id, minutes=minutes, activity=Activity.WRITING, now=now)
        resolve(actor, case_id, body=said, children=children, now=now)
        return None
    waits = wait or block.then == TextBlock.Then.WAIT
    return reply(actor, case_id, body=said, wait=waits, files=files, children=children, minutes=minutes, now=now)


@action("cases.work")
def add_tag(actor: Actor, case_id: int, *, tag: str, now: datetime) -> None:
    """Put a word on the case, for colleagues; saying it twice is once."""
    step = Step.on(actor, case_id, now=now)
    word = tag.strip()[:40]
    if not word:
        raise Invalid(_("Write something first."), field="tag")
    if CaseTag.objects.visible_to(actor).filter(case_id=case_id, tag=word).exists():
        return
    CaseTag(**step.case.whose(), tag=word, at=now, by_name=actor.name).save(force_insert=True)
    step.save()
    step.record("cases.tagged", shown=False, after={"tag": word})


@action("cases.work")
def remove_tag(actor: Actor, case_id: int, *, tag: str, now: datetime) -> None:
    """Take a word off the case."""
    step = Step.on(actor, case_id, now=now)
    gone, _of = CaseTag.objects.visible_to(actor).filter(case_id=case_id, tag=tag).delete()
    if gone:
        step.save()
        step.record("cases.untagged", shown=False, before={"tag": tag})


@action("cases.work")
def check(actor: Actor, case_id: int, *, item_id: int, done: bool, now: datetime) -> None:
    """Say that a step of the checklist was taken on the case, or that it was not after all."""
    step = Step.on(actor, case_id, now=now)
    item = CheckItem.objects.visible_to(actor).filter(pk=item_id, kind=step.case.kind).first()
    if item is None:
        raise NotFound(_("There is no such step."))
    rows = Checked.objects.visible_to(actor).filter(case_id=case_id, item_id=item_id)
    if rows.exists() == done:
        return
    if done:
        Checked(org_id=actor.org_id, case_id=case_id, item=item, at=now, by_name=actor.name).save(force_insert=True)
    else:
        rows.delete()
    step.save()
    step.record("cases.checked", shown=False, after={"text": item.text, "done": done})
