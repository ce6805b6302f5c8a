"""Files that come with a message: checked, kept in the data folder under a name that says nothing.

A file is written before its row is committed. It goes when the transaction fails; what a killed process left is found
by the folder of its day (``sweep``), and so are the files of an answer that was taken back before it went out.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from behalf.cases import rules
from behalf.cases.models import Attachment, Message, Outgoing
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid
from behalf.kit.tenancy import if_rolled_back
from behalf.kit.verbs import action

FIELD = "files"
LONGEST_TRANSACTION = timedelta(hours=6)
DAYS_SWEPT = 7


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that was checked and lies in the data folder already."""

    name: str
    size: int
    sha256: str
    path: str


Uploads: TypeAlias = "Sequence[UploadedFile[Any] | Stored]"


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

    @staticmethod
    def stored(org_id: int, files: Uploads, *, now: datetime) -> list[Stored]:
        """Check all of them and keep their contents, for a message that is not there yet."""
        waiting = Files(Message(org_id=org_id, at=now))
        waiting._must_fit(len(files))
        for file in files:
            waiting._check(file)
        return [waiting._stored(file) for file in files]

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

    def _check(self, file: UploadedFile[Any] | Stored) -> None:
        if isinstance(file, Stored):
            return
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

    def _stored(self, file: UploadedFile[Any] | Stored) -> Stored:
        if isinstance(file, Stored):
            return file
        digest = hashlib.sha256()
        for part in file.chunks():
            digest.update(part)
        file.seek(0)
        folder = _folder(self.message.org_id, self.message.at.astimezone(UTC).date())
        path = default_storage.save(f"{folder}/{secrets.token_hex(16)}", file)
        if_rolled_back(lambda: default_storage.delete(path))
        return Stored(rules.plain_name(file.name or ""), file.size or 0, digest.hexdigest(), path)

    def _kept(self, file: UploadedFile[Any] | Stored) -> Attachment:
        row = Attachment(
            **self.message.case.whose(), message=self.message, **asdict(self._stored(file)),
            is_public=self.message.is_public, at=self.message.at,
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
    waiting = Outgoing.objects.visible_to(actor).filter(done_at=None).exclude(files=[])
    going = {file["path"] for files in waiting.values_list("files", flat=True) for file in files}
    yield from sorted(found - going - set(rows.values_list("path", flat=True)))


def _folder(org_id: int, day: date) -> str:
    return f"cases/{org_id}/{day:%Y-%m-%d}"
