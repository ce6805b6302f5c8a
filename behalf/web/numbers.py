"""Numbers as people read them."""

from __future__ import annotations

KILO = 1024


def number(value: float | None) -> str:
    """Thousands apart, a real minus, a dash for nothing."""
    if value is None:
        return "–"
    return f"{value:,}".replace("-", "−")


def filesize(value: int) -> str:
    """The size of a file: ``18 KB``, ``1.2 MB``."""
    if value < KILO:
        return f"{value} B"
    size = value / KILO
    for unit in ("KB", "MB"):
        if size < KILO:
            return f"{size:.0f} {unit}" if size >= 10 or unit == "KB" else f"{size:.1f} {unit}"
        size /= KILO
    return f"{size:.1f} GB"
