"""Translated text for templates: Jinja's new-style gettext, looked up once per language and message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from django.utils import translation
from markupsafe import Markup

from behalf.web.place import here

_known: defaultdict[str, dict[str, Markup]] = defaultdict(dict)


def gettext(message: str, /, **variables: object) -> Markup:
    """The message in the page's language; its variables are escaped, the message itself is trusted."""
    texts = _known[here().language]
    text = texts.get(message)
    if text is None:
        text = texts[message] = Markup(translation.gettext(message))  # noqa: S704  (our own catalogs)
    return text % variables if variables else _unescaped(text)


def _unescaped(text: Markup) -> Markup:
    """A message of a ``{% trans %}`` block doubles its percent signs, with variables or without."""
    return text.replace("%%", "%") if "%%" in text else text


def ngettext(singular: str, plural: str, number: int, /, **variables: object) -> Markup:
    """The form of the message that the number needs; ``num`` is known to it."""
    text = Markup(translation.ngettext(singular, plural, number))  # noqa: S704  (our own catalogs)
    return text % {"num": number, **variables}


def pgettext(context: str, message: str, /, **variables: object) -> Markup:
    """The message as it is meant in this context."""
    text = Markup(translation.pgettext(context, message))  # noqa: S704  (our own catalogs)
    return text % variables if variables else _unescaped(text)


CALLABLES: dict[str, Callable[..., Markup]] = {
    "_": gettext,
    "gettext": gettext,
    "ngettext": ngettext,
    "pgettext": pgettext,
}
