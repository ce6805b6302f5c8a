"""A file lives as long as its row: what was rolled back, or died half-way, leaves none behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import override_settings

from behalf.cases import actions, queries
from behalf.cases.jobs import SWEEP
from behalf.cases.models import Attachment
from behalf.cases.tests.factories import opened, upload
from behalf.kit import clock, jobs
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid
from behalf.kit.tenancy import acting
from tests.world import NOW, World


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of the test's own for what is uploaded."""
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    with override_settings(STORAGES={"default": kept, "staticfiles": kept}):
        yield tmp_path


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def sweep(agent: Actor, now: datetime) -> None:
    with clock.standing_at(now):
        jobs.run(SWEEP, "reseller", agent.org_id, {})


class Broken(Exception):
    """Whatever goes wrong after the files were written."""


def write_and_fail(actor: Actor, case_id: int, folder: Path) -> None:
    """An act that writes two files and then fails."""
    before = len(files(folder))
    with acting(actor):
        actions.note(actor, case_id, body="Gone.", files=[upload(), upload("more.csv")], now=NOW)
        assert len(files(folder)) == before + 2
        raise Broken


def test_an_action_that_fails_leaves_no_file(world: World, agent: Actor, folder: Path) -> None:
    case = opened(world, "alpha", "one", subject="Mail is slow")
    with pytest.raises(Broken):
        write_and_fail(agent, case.pk, folder)
    assert files(folder) == set()


def test_what_refuses_the_second_file_leaves_none(world: World, agent: Actor, folder: Path) -> None:
    case = opened(world, "alpha", "one", subject="Mail is slow")
    with pytest.raises(Invalid):
        actions.reply(agent, case.pk, body="See the trace.", files=[upload(), upload("trace.exe")], now=NOW)
    assert files(folder) == set()


def test_a_failure_that_was_caught_takes_its_own_files_and_leaves_the_others(
    world: World, agent: Actor, folder: Path
) -> None:
    case = opened(world, "alpha", "one", subject="Mail is slow")
    with acting(agent):
        actions.reply(agent, case.pk, body="Kept.", files=[upload()], now=NOW)
        with pytest.raises(Broken):
            write_and_fail(world.actor("operator", "operator_engineer"), world.case_operator, folder)
    assert files(folder) == set(_paths(agent, case.pk))
    assert len(files(folder)) == 1


def test_an_attachment_that_was_committed_survives_and_can_be_read(world: World, agent: Actor, folder: Path) -> None:
    case = opened(world, "alpha", "one", subject="Mail is slow")
    actions.reply(agent, case.pk, body="See the trace.", files=[upload(content=b"id\n1\n")], now=NOW)
    for later in (timedelta(hours=1), timedelta(days=1), timedelta(days=3)):
        sweep(agent, NOW + later)
    with acting(agent):
        [row] = Attachment.objects.visible_to(agent).filter(case_id=case.pk)
        assert queries.attachment(agent, case.pk, row.pk).content == b"id\n1\n"
    assert files(folder) == {row.path}


def test_a_file_whose_process_was_killed_is_swept_from_the_folder_of_its_day(
    world: World, agent: Actor, folder: Path
) -> None:
    case = opened(world, "alpha", "one", subject="Mail is slow")
    actions.reply(agent, case.pk, body="See the trace.", files=[upload()], now=NOW)
    [kept] = _paths(agent, case.pk)
    orphan = str(Path(kept).with_name("0" * 32))
    default_storage.save(orphan, upload())
    sweep(agent, NOW + timedelta(hours=1))
    assert orphan in files(folder), "its transaction may still run"
    sweep(agent, NOW + timedelta(days=1))
    assert files(folder) == {kept}


def test_no_desk_sweeps_anothers_files(world: World, agent: Actor, folder: Path) -> None:
    case = opened(world, "beta", "three", subject="遅い")
    stranger = world.actor("beta", "helpdesk_agent")
    actions.reply(stranger, case.pk, body="ご確認ください。", files=[upload()], now=NOW)
    sweep(agent, NOW + timedelta(days=1))
    assert files(folder) == set(_paths(stranger, case.pk))


def _paths(agent: Actor, case_id: int) -> list[str]:
    with acting(agent):
        return list(Attachment.objects.visible_to(agent).filter(case_id=case_id).values_list("path", flat=True))
