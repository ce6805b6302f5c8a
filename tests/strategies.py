"""What property tests draw from, where the library's own way reads badly."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st


def instants(first: datetime, last: datetime) -> st.SearchStrategy[datetime]:
    """Instants from one to another; the library itself takes bounds without a zone only."""
    return st.datetimes(first.replace(tzinfo=None), last.replace(tzinfo=None), timezones=st.just(UTC))
