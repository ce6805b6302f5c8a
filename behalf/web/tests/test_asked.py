"""An address may say anything: what makes no sense asks for nothing."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from behalf.web import asked


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("12", 12), ("", None), ("x", None), ("-1", None), ("1.5", None), ("9" * 19, None), ("9" * 5000, None)],
)
def test_a_key_is_a_number_that_an_id_can_be(typed: str, meant: int | None) -> None:
    assert asked.key(RequestFactory().get("/", {"before": typed})) == meant


def test_words_hold_nothing_that_the_database_refuses() -> None:
    assert asked.words(RequestFactory().get("/", {"q": " 云汇\x00 mail\n"})) == "云汇  mail"
    assert len(asked.words(RequestFactory().get("/", {"q": "x" * 9000}))) == asked.LONGEST
