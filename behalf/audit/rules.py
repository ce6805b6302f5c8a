"""The digest of an entry and the chain over digests: pure, so that anybody can check it offline."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One sealed entry: its place in the organization's chain, its entry, the entry's digest and the link's hash."""

    seq: int
    entry_id: int
    digest: str
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where an organization's chain does not hold."""

    seq: int | None
    entry_id: int | None
    what: str


def digest(facts: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of an entry's facts in one canonical form."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def chained(key: bytes, org_id: int, seq: int, entry_id: int, entry_digest: str, before: str) -> str:
    """The keyed hash that binds an entry to its place: without the key nobody can forge a chain."""
    text = f"{org_id}:{seq}:{entry_id}:{entry_digest}:{before}"
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def difference(before: Any, after: Any) -> list[tuple[str, str, Any]]:
    """What an act changed, as lines of (sign, name, value as it is kept): ``-`` for what was, ``+`` for what is."""
    if isinstance(before, dict | None) and isinstance(after, dict | None):
        was, now = before or {}, after or {}
        return [line for name in {**was, **now} for line in _changed(was, now, name)]
    return [*_line("-", "", before), *_line("+", "", after)]


def _changed(was: Mapping[str, Any], now: Mapping[str, Any], name: str) -> list[tuple[str, str, Any]]:
    if name in was and name in now and was[name] == now[name]:
        return []
    return [*_line("-", name, was.get(name)), *_line("+", name, now.get(name))]


def _line(sign: str, name: str, value: Any) -> list[tuple[str, str, Any]]:
    return [] if value in (None, "", [], {}) else [(sign, name, value)]


def first_fault(
    key: bytes, org_id: int, links: Iterable[Link], entries: Mapping[int, str], pending: Mapping[int, str]
) -> Fault | None:
    """The first entry changed, removed, reordered or inserted.

    links: the chain by ``seq``; entries: entry id -> digest recomputed from its present values;
    pending: entry id -> digest at writing, for entries that wait for their seal.
    """
    before, expected, seen = START, 1, set[int]()
    for link in links:
        if link.seq != expected:
            return Fault(expected, None, "a sealed link is missing")
        if link.hash != chained(key, org_id, link.seq, link.entry_id, link.digest, before):
            return Fault(link.seq, link.entry_id, "the chain was changed or reordered here")
        if link.entry_id not in entries:
            return Fault(link.seq, link.entry_id, "the entry was removed")
        if entries[link.entry_id] != link.digest:
            return Fault(link.seq, link.entry_id, "the entry was changed after it was sealed")
        if link.entry_id in seen:
            return Fault(link.seq, link.entry_id, "the entry is sealed twice")
        seen.add(link.entry_id)
        before, expected = link.hash, expected + 1
    for entry_id, entry_digest in sorted(pending.items()):
        if entries.get(entry_id) != entry_digest:
            return Fault(None, entry_id, "the entry was changed or removed before it was sealed")
    inserted = sorted(set(entries) - seen - set(pending))
    return Fault(None, inserted[0], "the entry was inserted past the seal") if inserted else None
