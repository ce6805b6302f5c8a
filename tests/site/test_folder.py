"""The data directory says in one sentence why it cannot be used."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from behalf.site.fingerprint import Stamp, forget
from behalf.site.folder import Folder, unusable
from behalf.site.halt import Exit, Halt


def test_a_file_in_its_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(Halt, match="is not a directory") as refused:
        Folder(tmp_path / "var").prepare()
    assert refused.value.code is Exit.FOLDER


def test_a_read_only_place_is_named() -> None:
    with pytest.raises(Halt, match="BEHALF_DATA") as refused:
        Folder(Path("/proc/behalf")).prepare()
    assert refused.value.code is Exit.FOLDER


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EROFS, "cannot be written"),
        (errno.EACCES, "cannot be written"),
        (errno.ENOSPC, "is full"),
        (errno.ENOTDIR, "is not a directory"),
        (errno.EIO, "cannot be used"),
    ],
)
def test_each_fault_of_a_disk_has_its_sentence(number: int, words: str) -> None:
    sentence = str(unusable(Path("/srv/behalf"), OSError(number, "fault")))
    assert words in sentence
    assert "BEHALF_DATA" in sentence


def test_too_little_space_is_refused_before_anything_is_lost(tmp_path: Path) -> None:
    with pytest.raises(Halt, match="is full"):
        Folder(tmp_path / "var").prepare(needed=1 << 62)


def test_what_people_wrote_is_closed_to_other_users_of_the_machine(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "var")
    folder.prepare()
    private = (folder.files, folder.mail, folder.secrets, folder.logs)
    assert {path.stat().st_mode & 0o777 for path in private} == {0o700}


def test_a_secret_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "var")
    assert folder.secret("key") == folder.secret("key")
    assert len(folder.secret("key")) >= 32
    assert (folder.secrets / "key").stat().st_mode & 0o777 == 0o600


def test_a_second_holder_is_told_who_the_first_is(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    with folder.lock(), pytest.raises(Halt, match=r"\(process \d+\)") as refused, folder.lock():
        pass
    assert refused.value.code is Exit.RUNNING
    with folder.lock():
        pass


def test_a_directory_that_moved_needs_no_preparing_and_one_whose_database_changed_does(tmp_path: Path) -> None:
    before, after = Folder(tmp_path / "before"), Folder(tmp_path / "after")
    mark = before.database / "cluster" / "PG_VERSION"
    mark.parent.mkdir(parents=True)
    mark.write_text("18\n")
    assert not Stamp(before, None).fresh()
    Stamp(before, None).renew()
    before.root.rename(after.root)
    assert Stamp(after, None).fresh()
    assert not Stamp(after, "postgresql://behalf_owner@db.yunhui.example/behalf").fresh()
    os.utime(after.database / "cluster" / "PG_VERSION", (0, 0))
    assert not Stamp(after, None).fresh()
    forget(after)
    assert not Stamp(after, None).fresh()
