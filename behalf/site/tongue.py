"""The language of whoever sits at the terminal, before there are settings that could say one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[2] / "locale"
CATALOGS = {"zh-hans": "zh_Hans", "ja": "ja"}
_SPOKEN = {"zh": "zh-hans", "ja": "ja"}


def language(environment: Mapping[str, str]) -> str:
    """The language that a shell asks for, as Django names it; English for all that we do not speak.

    ``LANGUAGE`` is a list of wishes, which a shell in the plain locale ``C`` does not mean.
    """
    wished = next((environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), "C")
    if _first(wished) in {"c", "posix"}:
        return "en"
    wishes = [*environment.get("LANGUAGE", "").split(":"), wished]
    known = {"en": "en", **_SPOKEN}
    return next((known[_first(wish)] for wish in wishes if _first(wish) in known), "en")


def gettext(message: str) -> str:
    """The sentence in the terminal's language."""
    return _catalog(language(os.environ)).gettext(message)


def _first(locale: str) -> str:
    """``zh`` of ``zh_CN.UTF-8``."""
    return locale.replace("-", "_").partition("_")[0].partition(".")[0].lower()


@lru_cache
def _catalog(spoken: str) -> NullTranslations:
    """The translations of a language; none where they were not compiled yet."""
    folder = CATALOGS.get(spoken, "en")
    return translation("django", LOCALE, [folder], fallback=True)
