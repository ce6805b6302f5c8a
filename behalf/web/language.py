"""Which language a page or a name is in, and how a name is marked up so that its characters are drawn right."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils import translation
from markupsafe import Markup, escape

TAGS = {"en": "en", "zh-hans": "zh-Hans", "ja": "ja"}
NAMES = {"en": "English", "zh-hans": "简体中文", "ja": "日本語"}

_LOOKED_AT = 400  # characters of a text that are enough to tell its language
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d々〆]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
# Written with Chinese characters alone, these are still Japanese: legal forms, characters that only Japan
# uses, and a person's name with a space between family and given name.
_JAPANESE = re.compile(
    r"株式会社|有限会社|日本語|合同会社|合資会社|[込畑峠辻働枠栃匂榊凪沢桜竜薬図関観歩様渋斎広浜塩徳黒]"
    r"|^[\u4e00-\u9fff]{1,3}[ \u3000][\u4e00-\u9fff]{1,3}$"
)


def current() -> str:
    """The page's language as Django names it; English when none is active."""
    language = translation.get_language() or "en"
    return language if language in TAGS else "en"


@lru_cache(maxsize=8192)
def lang_of(text: str) -> str:
    """Guess the language of a name or message, as a value for ``lang``: kana is Japanese, Han is Chinese."""
    seen = text[:_LOOKED_AT]
    if _KANA.search(seen):
        return "ja"
    if not _HAN.search(seen):
        return "en"
    return "ja" if _JAPANESE.search(seen) else "zh-Hans"


@lru_cache(maxsize=8192)
def name(text: str) -> Markup:
    """A name wrapped in its language: ``<span lang="ja">…</span>``."""
    return Markup('<span lang="{}">{}</span>').format(lang_of(text), text)


@lru_cache(maxsize=8192)
def initial(text: str) -> str:
    """The letters of a person's or company's face: one Chinese or Japanese character, else up to two initials."""
    words = [word for word in text.split() if word[0].isalnum()]
    if not words:
        return "?"
    if _HAN.match(words[0]) or _KANA.match(words[0]):
        return words[0][0]
    return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()


def prose(text: str) -> Markup:
    """A message as its author wrote it: escaped, in paragraphs, single line breaks kept."""
    paragraphs = re.split(r"\n\s*\n", text.strip().replace("\r\n", "\n"))
    return Markup("").join(
        Markup('<p lang="{}">{}</p>').format(lang_of(part), Markup("<br>").join(map(escape, part.split("\n"))))
        for part in paragraphs
        if part
    )
