"""Icons: one sprite file, its symbols used by name."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static
from markupsafe import Markup, escape

SPRITE = Path(__file__).parent / "static" / "web" / "icons.svg"
NAMES = frozenset(re.findall(r'<symbol id="([a-z-]+)"', SPRITE.read_text(encoding="utf-8")))


@lru_cache(maxsize=512)
def icon(name: str, size: int = 16, label: str | None = None) -> Markup:
    """A symbol of the sprite, hidden from screen readers unless it has a label. An unknown name is a KeyError."""
    if name not in NAMES:
        raise KeyError(name)
    says = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg width="{0}" height="{0}" stroke-width="1.5" {1}><use href="{2}#{3}"/></svg>').format(
        size, says, escape(static("web/icons.svg")), name
    )
