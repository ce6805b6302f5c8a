"""The chain names the first thing that was tampered with, whatever it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from behalf.audit.rules import START, Link, chained, difference, digest, first_fault

KEY = b"kept outside the database"


def chain(digests: list[str]) -> list[Link]:
    links, before = [], START
    for seq, entry_digest in enumerate(digests, 1):
        before = chained(KEY, 1, seq, seq * 10, entry_digest, before)
        links.append(Link(seq, seq * 10, entry_digest, before))
    return links


def entries(links: list[Link]) -> dict[int, str]:
    return {link.entry_id: link.digest for link in links}


DIGESTS = st.lists(st.text("0123456789abcdef", min_size=4, max_size=4), min_size=1, max_size=12)


@given(DIGESTS)
def test_an_untouched_chain_has_no_fault(digests: list[str]) -> None:
    links = chain(digests)
    assert first_fault(KEY, 1, links, entries(links), {}) is None


@given(DIGESTS, st.data())
def test_the_first_changed_entry_is_named(digests: list[str], data: st.DataObject) -> None:
    links = chain(digests)
    victim = data.draw(st.sampled_from(links))
    fault = first_fault(KEY, 1, links, {**entries(links), victim.entry_id: "changed"}, {})
    assert fault is not None
    assert (fault.seq, fault.entry_id) == (victim.seq, victim.entry_id)


@given(DIGESTS, st.data())
def test_the_first_removed_entry_is_named(digests: list[str], data: st.DataObject) -> None:
    links = chain(digests)
    victim = data.draw(st.sampled_from(links))
    left = {key: value for key, value in entries(links).items() if key != victim.entry_id}
    fault = first_fault(KEY, 1, links, left, {})
    assert fault is not None
    assert fault.entry_id == victim.entry_id


@given(DIGESTS.filter(lambda digests: len(digests) > 1), st.data())
def test_a_removed_link_shows_where_it_stood(digests: list[str], data: st.DataObject) -> None:
    links = chain(digests)
    victim = data.draw(st.sampled_from(links[:-1]))
    fault = first_fault(KEY, 1, [link for link in links if link is not victim], entries(links), {})
    assert fault is not None
    assert fault.seq == victim.seq


@given(DIGESTS.filter(lambda digests: len(set(digests)) > 1))
def test_reordered_links_do_not_chain(digests: list[str]) -> None:
    links = chain(digests)
    swapped = [
        Link(place.seq, other.entry_id, other.digest, place.hash)
        for place, other in zip(links, links[::-1], strict=True)
    ]
    assert first_fault(KEY, 1, swapped, entries(links), {}) is not None


def test_an_inserted_entry_is_named_and_a_waiting_one_is_not() -> None:
    links = chain(["aaaa", "bbbb"])
    assert first_fault(KEY, 1, links, {**entries(links), 15: "cccc"}, {15: "cccc"}) is None
    fault = first_fault(KEY, 1, links, {**entries(links), 15: "cccc"}, {})
    assert fault is not None
    assert fault.entry_id == 15


def test_a_waiting_entry_that_was_changed_is_named() -> None:
    fault = first_fault(KEY, 1, [], {7: "now"}, {7: "as written"})
    assert fault is not None
    assert fault.entry_id == 7


def test_another_key_makes_another_chain() -> None:
    links = chain(["aaaa"])
    assert first_fault(b"guessed", 1, links, entries(links), {}) is not None


def test_the_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": "云"}) == digest({"b": "云", "a": 1})


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (None, None, []),
        ({"seats": 10, "offer": "E3"}, {"seats": 25, "offer": "E3"}, [("-", "seats", 10), ("+", "seats", 25)]),
        (None, {"name": "陈思雨"}, [("+", "name", "陈思雨")]),
        ({"tags": ["a", "茶"]}, None, [("-", "tags", ["a", "茶"])]),
        ({"note": None}, {"note": "new"}, [("+", "note", "new")]),
        ({"places": []}, {"places": [], "count": 0}, [("+", "count", 0)]),
        ({"note": "old"}, {"note": "", "role": ""}, [("-", "note", "old")]),
        (15, 30, [("-", "", 15), ("+", "", 30)]),
        ({"open": True}, {"open": False}, [("-", "open", True), ("+", "open", False)]),
    ],
)
def test_a_difference_names_what_changed_and_nothing_else(
    before: object, after: object, lines: list[tuple[str, str, object]]
) -> None:
    assert difference(before, after) == lines
