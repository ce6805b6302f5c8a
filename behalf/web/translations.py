"""The catalogs of translations: ``python -m behalf.web.translations extract|update|compile|check``.

extract collects every text on screen into ``locale/django.pot``; update brings new texts into the catalogs and drops
old ones; compile makes what the program reads; check fails for a text that lacks its translation.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "locale"
TEMPLATE = LOCALE / "django.pot"
LANGUAGES = {"zh_Hans": "zh_CN", "ja": "ja"}  # our folder -> what Babel knows it as

# Which argument of a call is the text, its plural, its context ("c").
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "lazy": None,  # gettext_lazy, where gettext is wanted beside it
    "N_": None,  # gettext_noop of the baseline
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_IDLE_HEADERS = re.compile(
    r'^"(Project-Id-Version|Report-Msgid|POT-Creation|PO-Revision|Last-Translator|Language-Team|Generated-By).*\n',
    flags=re.MULTILINE,
)
# Chinese sets its own marks; the colon is left out, for the filters of a search are typed with either.
_HALF_WIDTH = re.compile(r"[\u3400-\u9fff][,;?!()]|[,;?!()][\u3400-\u9fff]")
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)[^}]*\}")


def catalog_path(language: str) -> Path:
    """Where a language's catalog stands."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def extract_django(source: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Babel's way into a Django template: Django itself turns it into calls that look like Python."""
    # In brackets, so that the blanks left of what is no call are not read as indentation.
    code = f"({templatize(source.read().decode())})"
    yield from extract_python(BytesIO(code.encode()), keywords, comment_tags, options)


def collect() -> Catalog:
    """Every text on screen, in the order of the files."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # babel leaves it untyped
    catalog = Catalog(project="Behalf", charset="utf-8")
    found = extract_from_dir(
        str(ROOT), methods, options, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for file_name, _line, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        catalog.add(message, None, [(file_name, 0)], auto_comments=comments, context=context)
    return catalog


def extract() -> None:
    """Write every text on screen to ``locale/django.pot``, for whoever translates with other tools."""
    _write(collect(), TEMPLATE)


def update() -> None:
    """Bring new texts into every catalog, empty, and drop those that nobody says any more."""
    template = collect()
    for language in LANGUAGES:
        catalog = read(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        _write(catalog, catalog_path(language))


def compile_() -> None:
    """Make ``django.mo`` beside every catalog, which is what the running program reads."""
    for language in LANGUAGES:
        path = catalog_path(language)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))


def check() -> list[str]:
    """What is wrong: a text not in the catalog or not translated, a fuzzy one, a placeholder lost, a mark misset."""
    wanted = {_key(message) for message in collect() if message.id}
    wrong: list[str] = []
    for language in LANGUAGES:
        catalog = read(language)
        known = {_key(message) for message in catalog if message.id}
        wrong += [f"{language}: not in the catalog: {key[1]!r}" for key in sorted(wanted - known, key=str)]
        wrong += [f"{language}: {fault}" for message in catalog if message.id for fault in _faults(message)]
        if language == "zh_Hans":
            texts = [text for message in catalog if message.id for text in _texts(message.string)]
            wrong += [f"{language}: a half-width mark: {text!r}" for text in texts if _HALF_WIDTH.search(text)]
    return wrong


def read(language: str) -> Catalog:
    """A language's catalog, or an empty one."""
    path = catalog_path(language)
    if not path.exists():
        return Catalog(locale=LANGUAGES[language], project="Behalf", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGES[language])


def _key(message: Message) -> tuple[str | None, str]:
    return (message.context, message.id if isinstance(message.id, str) else message.id[0])


def _texts(text: str | Iterable[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or [""])


def _faults(message: Message) -> Iterator[str]:
    text = _key(message)[1]
    translated = _texts(message.string)
    if not all(translated):
        yield f"not translated: {text!r}"
        return
    if message.fuzzy:
        yield f"fuzzy: {text!r}"
    needed = set(_PLACEHOLDER.findall(_texts(message.id)[-1]))
    if any(set(_PLACEHOLDER.findall(each)) - needed for each in translated):
        yield f"unknown placeholder: {text!r}"


def _write(catalog: Catalog, path: Path) -> None:
    """Without dates, names and line numbers, so that a change shows only what changed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog.fuzzy = False
    catalog.header_comment = "# Texts of Behalf. Sorted and rewritten by `python -m behalf.web.translations update`."
    with path.open("wb") as file:
        write_po(file, catalog, include_lineno=False, sort_output=True, width=110)
    text = _IDLE_HEADERS.sub("", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")


def _check_loudly() -> None:
    if wrong := check():
        sys.exit("\n".join([*wrong, f"{len(wrong)} faults: update, translate, check again"]))


COMMANDS: dict[str, Callable[[], object]] = {
    "extract": extract,
    "update": update,
    "compile": compile_,
    "check": _check_loudly,
}

if __name__ == "__main__":
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if name not in COMMANDS:
        sys.exit(f"usage: python -m behalf.web.translations {'|'.join(COMMANDS)}")
    COMMANDS[name]()
