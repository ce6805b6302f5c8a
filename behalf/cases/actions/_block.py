"""A text block as it is about to be used."""

from __future__ import annotations

from django.utils.translation import gettext as _

from behalf.cases.actions._files import Uploads
from behalf.cases.models import TextBlock
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid, NotFound


def block_of(actor: Actor, block_id: int | None, files: Uploads) -> TextBlock:
    """The text block with which somebody answers, if it can be sent with these files."""
    block = TextBlock.objects.visible_to(actor).filter(pk=block_id or 0).first()
    if block is None:
        raise NotFound(_("There is no such text block."))
    if block.then == TextBlock.Then.RESOLVE and files:
        raise Invalid(_("This macro resolves the case. Send the files with a reply first."), field="files")
    return block
