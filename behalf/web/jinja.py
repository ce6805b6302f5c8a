"""The Jinja2 environment behind every page of ours; allauth keeps Django's templates."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from functools import lru_cache, partial
from types import ModuleType
from typing import Any, cast

import jinja2
from django.templatetags.static import static
from django_htmx.jinja import htmx_script
from markupsafe import Markup

from behalf.kit import clock
from behalf.web import language, numbers, times, words
from behalf.web.addresses import back, url, url_or_none
from behalf.web.context import columns, slots
from behalf.web.icons import icon
from behalf.web.place import here, standing


def _now() -> datetime:
    """The present, asked of the clock each time, so that whoever sets it sets it for pages, too."""
    return clock.now()


FILTERS = {
    "when": times.when,
    "left": times.left,
    "ago": times.ago,
    "since": times.since,
    "moment": times.moment,
    "day": times.day,
    "clock": times.clock_time,
    "countdown": times.countdown,
    "span": times.span,
    "number": numbers.number,
    "filesize": numbers.filesize,
    "name": language.name,
    "initial": language.initial,
    "lang_of": language.lang_of,
    "prose": language.prose,
}

GLOBALS = {
    "url": url,
    "url_or_none": url_or_none,
    "back": back,
    "slots": slots,
    "columns": columns,
    "static": lru_cache(maxsize=256)(static),
    "icon": icon,
    "now": _now,
    "htmx_script": htmx_script,
    "script_words": times.words_for_script,
}

REPEATED = ("state", "sev", "party", "face", "person", "tag")


def environment(**options: Any) -> jinja2.Environment:
    """Our environment: strict about missing names, translated, with our filters, globals and ``ui`` macros."""
    options["undefined"] = jinja2.StrictUndefined
    made = jinja2.Environment(
        autoescape=options.pop("autoescape", True),
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        **options,
    )
    made.filters.update(FILTERS)
    made.globals.update(GLOBALS)
    made.globals.update(words.CALLABLES)
    made.newstyle_gettext = True  # type: ignore[attr-defined]  # the extension i18n adds it
    made.globals["constant"] = lru_cache(maxsize=4096)(partial(_constant, made))
    made.globals["ui"] = _parts(made)
    return made


def _parts(env: jinja2.Environment) -> ModuleType:
    """The macros of ``parts.html``; the small ones that every row repeats are rendered once for the same words."""
    parts = cast("ModuleType", env.get_template("web/parts.html").module)
    for name in REPEATED:
        setattr(parts, name, _remembered(getattr(parts, name)))
    return parts


def _remembered(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """A macro of nothing but its arguments and the page's language, rendered once for each."""

    @lru_cache(maxsize=4096)
    def known(code: str, *args: Hashable, **named: Hashable) -> Markup:
        return macro(*args, **named)

    def call(*args: Hashable, **named: Hashable) -> Markup:
        return known(here().language, *args, **named)

    return call


def _constant(env: jinja2.Environment, template: str, language_code: str, **known: Hashable) -> Markup:
    """A part that depends on nothing but the language and what is known of it, rendered once for each."""
    with standing(language_code):
        return Markup(env.get_template(template).render(known))  # noqa: S704  (our own template)
