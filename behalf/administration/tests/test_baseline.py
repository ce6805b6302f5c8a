"""The identifiers that the baseline quotes exist in the published standards."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from behalf.administration import baseline

PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "baselines"


def _column(file: str, column: str) -> set[str]:
    with (PUBLISHED / file).open(encoding="utf-8", newline="") as lines:
        return {row[column] for row in csv.DictReader(lines)}


def _quoted(family: str) -> Iterator[str]:
    for service in baseline.services():
        for setting in baseline.settings_of(service):
            yield from (name for name in setting.standards if name.startswith(family))


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published baselines lie outside the repository")
def test_quoted_identifiers_exist() -> None:
    controls = _column("cis_to_cipp.csv", "control")
    policies = _column("scuba_policies.csv", "policy")
    standards = _column("cipp_standards.csv", "name")
    assert [name for name in _quoted("CIS ") if name.removeprefix("CIS ") not in controls] == []
    assert [name for name in _quoted("MS.") if name not in policies] == []
    assert [name for name in _quoted("CIPP ") if f"standards.{name.removeprefix('CIPP ')}" not in standards] == []


def test_every_quoted_identifier_belongs_to_a_known_standard() -> None:
    known = [*_quoted("CIS "), *_quoted("MS."), *_quoted("CIPP ")]
    assert sorted(known) == sorted(_quoted(""))
