from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from behalf.web import translations


def test_texts_are_found_in_python_jinja_and_django_templates() -> None:
    found = {message.id if isinstance(message.id, str) else message.id[0] for message in translations.collect()}
    assert "just now" in found  # Python
    assert "You act for %(customer)s" in found  # {% trans %} of Jinja2
    assert "Back to your profile" in found  # Django


def test_a_block_of_a_django_template_is_found_whatever_its_indentation() -> None:
    source = (
        b"{% load i18n %}\n   <p>\n {% blocktrans count n=3 %}one key{% plural %}{{ n }} keys{% endblocktrans %}\n</p>"
    )
    keywords = translations.KEYWORDS
    found = [message for _, _, message, _ in translations.extract_django(BytesIO(source), keywords, (), {})]
    assert any("one key" in str(message) for message in found)


def test_every_text_is_translated() -> None:
    assert translations.check() == []


def test_what_is_missing_fuzzy_or_mangled_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    catalog = Catalog(locale="ja")
    catalog.add("Hello", "")
    catalog.add("Bye", "さようなら", flags={"fuzzy"})
    catalog.add("For %(who)s", "%(you)s へ")
    monkeypatch.setattr(translations, "LOCALE", tmp_path)
    monkeypatch.setattr(translations, "LANGUAGES", {"ja": "ja"})
    monkeypatch.setattr(translations, "collect", lambda: Catalog(locale="ja"))
    translations._write(catalog, translations.catalog_path("ja"))
    assert translations.check() == [
        "ja: fuzzy: 'Bye'",
        "ja: unknown placeholder: 'For %(who)s'",
        "ja: not translated: 'Hello'",
    ]


def test_catalogs_are_compiled_beside_their_source(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    catalog = Catalog(locale="ja")
    catalog.add("Hello", "こんにちは")
    monkeypatch.setattr(translations, "LOCALE", tmp_path)
    monkeypatch.setattr(translations, "LANGUAGES", {"ja": "ja"})
    translations._write(catalog, translations.catalog_path("ja"))
    translations.compile_()
    assert translations.catalog_path("ja").with_suffix(".mo").read_bytes().find("こんにちは".encode()) > 0
