"""Every command explains itself; facts come as JSON when asked for."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from behalf import __version__
from behalf.site.cli import main, parser
from behalf.site.halt import MEANINGS, Exit
from behalf.site.surroundings import DATABASE_URLS

FACTS = {
    "rights", "settings", "version", "verify", "heads", "migrate", "prepare", "backup", "restore", "init", "demo",
    "search",
}  # fmt: skip


def _commands(
    top: argparse.ArgumentParser, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                yield " ".join((*path, name)), child
                yield from _commands(child, (*path, name))


COMMANDS = dict(_commands(parser()))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    command = COMMANDS[name]
    assert len(command.description or "") > 20
    for action in command._actions:
        if not isinstance(action, argparse._SubParsersAction) and action.dest not in {"kind", "help"}:
            assert action.help, f"{name} {action.dest}"


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_that_print_facts_offer_json(name: str) -> None:
    takes_json = any("--json" in action.option_strings for action in COMMANDS[name]._actions)
    always_json = name == "audit heads"
    assert takes_json or always_json or name.rsplit(maxsplit=1)[-1] not in FACTS


def test_the_help_names_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    assert set(MEANINGS) == set(Exit)
    said = capsys.readouterr().out
    assert all(meaning in said for meaning in MEANINGS.values())


def test_nonsense_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["dance"])
    assert left.value.code == Exit.USAGE
    assert "dance" in capsys.readouterr().err


def test_version_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version", "--json"]) == Exit.DONE
    assert json.loads(capsys.readouterr().out)["behalf"] == __version__


def test_settings_list_everything_mask_secrets_and_name_what_is_unsafe(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BEHALF_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("BEHALF_SECRET_KEY", "topsecret")
    monkeypatch.setenv("BEHALF_HOSTS", "*")
    assert main(["settings", "--json"]) == Exit.UNSAFE
    said = capsys.readouterr().out
    found = json.loads(said)
    assert "topsecret" not in said
    assert [one.split()[0] for one in found["unsafe"]] == ["BEHALF_HOSTS"]
    assert {"BEHALF_PORT", "BEHALF_DATA", "BEHALF_DEMO"} <= {row["name"] for row in found["settings"]}
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    "command", [["audit", "verify"], ["audit", "heads"], ["cases", "replay"], ["search", "rebuild"]]
)
def test_who_only_looks_makes_no_data_directory(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    for name in DATABASE_URLS.values():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BEHALF_DATA", str(tmp_path / "misspelt"))
    assert main(command) == Exit.FOLDER
    assert "misspelt holds no data" in capsys.readouterr().err
    assert not (tmp_path / "misspelt").exists()


def test_heads_that_are_none_are_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "heads").write_text("[]")
    assert main(["audit", "verify", "--head", str(tmp_path / "heads")]) == Exit.USAGE
    assert "audit heads" in capsys.readouterr().err
