"""Files that come with a message: checked, kept in the data folder under a name that says nothing.

A file is written before its row is committed. It goes when the transaction fails; what a killed process left is found
by the folder of its day (``sweep``).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from behalf.cases import rules
from behalf.cases.models import Attachment, Message
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid
from behalf.kit.tenancy import if_rolled_back
from behalf.kit.verbs import action

FIELD = "files"
LONGEST_TRANSACTION = timedelta(hours=6)
DAYS_SWEPT = 7

Uploads: TypeAlias = "Sequence[UploadedFile[Any]]"


class Files:
    """The files of one message, as readable as the message is."""

    def __init__(self, message: Message) -> None:
        self.message = message

    def keep(self, files: Uploads) -> list[Attachment]:
        """Check all of them, then keep all; Invalid names the first that cannot be taken."""
        self._must_fit(len(files))
        for file in files:
            self._check(file)
        return [self._kept(file) for file in files]

    def _must_fit(self, count: int) -> None:
        if count > rules.MOST:
            raise Invalid(_("Attach at most %(count)d files at once.") % {"count": rules.MOST}, field=FIELD)

    def keep_what_may(self, files: Uploads) -> list[tuple[str, str]]:
        """Keep those that can be taken, and answer the others, each with why: nobody is there to choose again."""
        refused: list[tuple[str, str]] = []
        kept = 0
        for file in files:
            try:
                self._must_fit(kept + 1)
                self._check(file)
            except Invalid as refusal:
                refused.append((rules.plain_name(file.name or ""), refusal.message))
            else:
                self._kept(file)
                kept += 1
        return refused

    def _check(self, file: UploadedFile[Any]) -> None:
        name = rules.plain_name(file.name or "")
        if rules.ending(name) not in rules.TYPES:
            raise Invalid(
                _("%(name)s: files of this kind are not taken. Put it into a ZIP.") % {"name": name}, field=FIELD
            )
        if (file.size or 0) > rules.LARGEST:
            raise Invalid(_("%(name)s is larger than 10 MB.") % {"name": name}, field=FIELD)
        if not file.size:
            raise Invalid(_("%(name)s is empty.") % {"name": name}, field=FIELD)
        file.seek(0)
        if not rules.is_what_it_says(name, file.read(16)):
            raise Invalid(_("%(name)s is not what its name says.") % {"name": name}, field=FIELD)

    def _kept(self, file: UploadedFile[Any]) -> Attachment:
        digest = hashlib.sha256()
        for part in file.chunks():
            digest.update(part)
        file.seek(0)
        folder = _folder(self.message.org_id, self.message.at.astimezone(UTC).date())
        path = default_storage.save(f"{folder}/{secrets.token_hex(16)}", file)
        if_rolled_back(lambda: default_storage.delete(path))
        row = Attachment(
            **self.message.case.whose(), message=self.message, name=rules.plain_name(file.name or ""),
            size=file.size or 0, sha256=digest.hexdigest(), path=path, is_public=self.message.is_public,
            at=self.message.at,
        )  # fmt: skip
        row.save(force_insert=True)
        return row


@action("cases.sweep")
def sweep(actor: Actor, *, now: datetime) -> int:
    """Remove the desk's files of the last days that belong to no row, and say how many.

    A day is swept once it is over for longer than any transaction lasts; older days were swept before.
    """
    last = (now - LONGEST_TRANSACTION).astimezone(UTC).date()
    gone = [path for back in range(1, DAYS_SWEPT + 1) for path in _orphans(actor, last - timedelta(days=back))]
    for path in gone:
        default_storage.delete(path)
    return len(gone)


def _orphans(actor: Actor, day: date) -> Iterator[str]:
    folder = _folder(actor.org_id, day)
    if not default_storage.exists(folder):
        return
    found = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
    rows = Attachment.objects.visible_to(actor).filter(path__in=found)
    yield from sorted(found - set(rows.values_list("path", flat=True)))


def _folder(org_id: int, day: date) -> str:
    return f"cases/{org_id}/{day:%Y-%m-%d}"
