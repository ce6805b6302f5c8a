"""A backup put back elsewhere is the same, to the last row, file and key; a damaged one touches nothing."""

from __future__ import annotations

import hashlib
import tarfile
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from behalf.site.embedded import EmbeddedServer
from behalf.site.halt import Exit
from tests.site.running import Behalf, copied


@pytest.fixture(scope="module")
def source(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Behalf:
    behalf = Behalf(copied(template, tmp_path_factory.mktemp("source") / "var"))
    behalf.facts("init", "operator", "21Vianet 世纪互联", "--admin", "刘洋", "--email", "liu@21v.example")
    behalf.facts("init", "reseller", "Yunhui", "--admin", "陈思雨", "--email", "chen@yunhui.example")
    attached = behalf.data / "files" / "2026" / "报告.txt"
    attached.parent.mkdir(parents=True)
    attached.write_text("attached")
    return behalf


@pytest.fixture(scope="module")
def kept(source: Behalf, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("kept") / "behalf.tar"
    report = source.facts("backup", str(file))
    assert report["files"] == 1
    return file


def test_what_is_put_back_is_the_same(source: Behalf, kept: Path, tmp_path: Path) -> None:
    target = Behalf(tmp_path / "var")
    assert target.facts("restore", str(kept))["files"] == 1
    assert _digest(target) == _digest(source)
    assert (target.data / "files" / "2026" / "报告.txt").read_text() == "attached"
    for key in ("secret-key", "audit-key"):
        assert (target.data / "secrets" / key).read_text() == (source.data / "secrets" / key).read_text()
    assert target.facts("migrate", "--check") == {"waiting": []}
    assert target.run("audit", "verify").returncode == 0


def test_the_file_is_for_its_owner_alone(kept: Path) -> None:
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_full_place_is_not_overwritten_unasked(source: Behalf, kept: Path) -> None:
    before = _digest(source)
    refused = source.run("restore", str(kept))
    assert refused.returncode == Exit.FOLDER
    assert "--force" in refused.stderr
    assert source.run("restore", str(kept), "--force").returncode == 0
    assert _digest(source) == before


def test_a_damaged_file_touches_nothing(source: Behalf, kept: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.tar"
    content = bytearray(kept.read_bytes())
    with tarfile.open(kept) as tar:
        middle = tar.getmember("database.dump").offset_data + 100
    content[middle] ^= 0xFF
    damaged.write_bytes(content)
    before = _digest(source)
    refused = source.run("restore", str(damaged), "--force")
    assert refused.returncode == Exit.FAILED
    assert "damaged: database.dump" in refused.stderr
    assert _digest(source) == before


@pytest.mark.parametrize("content", [b"", b"no tar at all"])
def test_something_else_is_no_backup(source: Behalf, tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "other.tar"
    other.write_bytes(content)
    refused = source.run("restore", str(other), "--force")
    assert refused.returncode == Exit.FAILED
    assert "no backup" in refused.stderr


def test_a_backup_never_replaces_a_file(source: Behalf, kept: Path) -> None:
    before = kept.read_bytes()
    assert source.run("backup", str(kept)).returncode == Exit.FOLDER
    assert kept.read_bytes() == before


def _digest(behalf: Behalf) -> dict[str, str]:
    """Every table's rows, policies, rights and functions, as digests."""
    with EmbeddedServer(behalf.data) as addresses, psycopg.connect(addresses.owner) as owner:
        tables = [name for (name,) in owner.execute("select tablename from pg_tables where schemaname = 'public'")]
        said: dict[str, sql.SQL | sql.Composed] = {
            name: sql.SQL("select t::text from {} t order by 1").format(sql.Identifier(name)) for name in tables
        }
        # which transaction wrote an entry means nothing in another cluster
        said["audit_pending"] = sql.SQL("select entry_id, org_id, digest, added_at from audit_pending order by 1")
        said["policies"] = sql.SQL("select p::text from pg_policies p order by 1")
        said["rights"] = sql.SQL(
            "select g::text from information_schema.role_table_grants g where table_schema = 'public' order by 1"
        )
        said["functions"] = sql.SQL(
            "select pg_get_functiondef(oid) || coalesce(proacl::text, '') from pg_proc "
            "where pronamespace = 'public'::regnamespace and prokind = 'f' order by 1"
        )
        return {
            name: hashlib.sha256(repr(owner.execute(query).fetchall()).encode()).hexdigest()
            for name, query in said.items()
        }  # fmt: skip
