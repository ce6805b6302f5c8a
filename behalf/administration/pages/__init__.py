"""The HTML doors of administration."""

from behalf.administration.pages.sessions import bar

__all__ = ["bar"]
