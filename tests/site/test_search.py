"""`behalf search`: what one person finds, as facts for scripts; on a copy of the small world."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from behalf.site.halt import Exit
from tests.harness import Elsewhere
from tests.run import ROOT
from tests.world import World

Search = Any


@pytest.fixture
def search(elsewhere: Elsewhere, tmp_path: Path) -> Search:
    """The command with some arguments, on the copy."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("BEHALF_")}
    for name in ("DATABASE", "WORKER", "OWNER"):
        address = urlsplit(os.environ[f"BEHALF_{name}_URL"])
        kept[f"BEHALF_{name}_URL"] = address._replace(path=f"/{elsewhere.name}").geturl()

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "behalf", "search", *arguments]
        environment = {**kept, "BEHALF_DATA": str(tmp_path / "var")}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    return run


def test_a_person_finds_what_stands_on_the_desk(search: Search, world: World) -> None:
    who = world.emails[("alpha", "helpdesk_agent")]
    done = search("延迟 is:open colour:red", "--as", who, "--json")
    assert done.returncode == Exit.DONE, done.stderr
    assert json.loads(done.stdout)["count"] == 0
    found = json.loads(search("延迟 is:open", "--as", who, "--json", "--limit", "1").stdout)
    assert found["query"]["filters"] == [{"name": "is", "value": "open"}]
    assert (found["count"], found["count_is_exact"], found["older"]) == (1, True, "")
    assert found["hits"][0] == {
        "id": world.case_one, "number": "SH-10001", "subject": "发往日本的邮件延迟两小时以上",
        "company": "苏州澄海生物科技有限公司", "status": "in_progress", "severity": "B", "at": found["hits"][0]["at"],
        "snippet": "It began this afternoon.",
    }  # fmt: skip
    assert "1 found" in search("延迟", "--as", who).stdout
    stranger = json.loads(search("延迟", "--as", world.emails[("beta", "helpdesk_agent")], "--json").stdout)
    assert (stranger["count"], stranger["hits"]) == (0, [])


def test_who_may_not_read_cases_is_refused_in_a_sentence(search: Search, world: World) -> None:
    for who in (world.emails[("one", "customer_admin")], "nobody@nowhere.example"):
        done = search("延迟", "--as", who)
        assert done.returncode == Exit.USAGE
        assert "nobody who may read" in done.stderr
    assert search("延迟").returncode == Exit.USAGE
    assert search("延迟", "--as", who, "--limit", "0").returncode == Exit.USAGE


def test_the_index_is_made_anew(search: Search) -> None:
    assert json.loads(search("rebuild", "--json").stdout)["indexed"] > 3
    assert search("rebuild", "--missing").stdout == "0 cases indexed.\n"
