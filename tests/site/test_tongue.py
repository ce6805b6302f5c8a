"""Whoever sits at the terminal is refused in the language of their shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from behalf.site.cli import main
from behalf.site.folder import Folder
from behalf.site.halt import Exit
from behalf.site.tongue import language


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "zh_CN.GB18030"}, "zh-hans"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:ja:en"}, "ja"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en"}, "en"),
        ({"LC_ALL": "C", "LANGUAGE": "ja"}, "en"),
        ({"LC_ALL": "", "LANG": "ja_JP.UTF-8"}, "ja"),
    ],
)
def test_the_shell_says_the_language(environment: dict[str, str], spoken: str) -> None:
    assert language(environment) == spoken


@pytest.mark.parametrize(
    ("locale", "words"), [("zh_CN.UTF-8", "不是目录"), ("ja_JP.UTF-8", "ディレクトリではありません")]
)
def test_a_refusal_is_in_the_language_of_the_shell(
    locale: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "var").write_text("")
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setenv("BEHALF_DATA", str(tmp_path / "var"))
    assert main(["web"]) == Exit.FOLDER
    said = capsys.readouterr().err
    assert words in said
    assert str(tmp_path / "var") in said


def test_who_holds_the_data_directory_is_said_in_japanese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    folder = Folder(tmp_path)
    with folder.lock(), pytest.raises(Exception, match="すでに動いています"), folder.lock():
        pass
