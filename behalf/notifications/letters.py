"""A letter: one Jinja template in plain text, in the receiver's language; the HTML part is made from the same text.

A template extends ``notifications/letter.txt`` and fills the blocks ``subject`` and ``body``. In the body, paragraphs
stand between blank lines; a paragraph of two lines, of which the second is an address, becomes a button named by the
first; lines that begin with ``>`` are a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.utils import translation
from jinja2 import Environment

from behalf.identity import queries as identity
from behalf.kit.actor import Actor
from behalf.web.addresses import full, url
from behalf.web.language import TAGS
from behalf.web.place import standing

_ADDRESS = re.compile(r"https?://\S+")


class Letter(NamedTuple):
    """What goes into a mail."""

    subject: str
    text: str
    html: str


class Part(NamedTuple):
    """A paragraph of a letter: kind is text, button or quote."""

    kind: str
    lines: list[str]
    address: str = ""


def letter(actor: Actor, template: str, context: Mapping[str, Any], language: str) -> Letter:
    """Render a letter of the actor's organization in one language; ``link(name, …)`` gives full addresses in it.

    Runs in the actor's transaction: a job's actor has to ask what its organization is called.
    """
    with standing(language):
        everything = {
            **WORDS,
            "sender": actor.org_name or identity.own_name(actor),
            "link": link,
            "home": settings.BEHALF_ADDRESS,
            **context,
        }
        source = _plain().get_template(template)
        subject = " ".join("".join(source.blocks["subject"](source.new_context(everything))).split())
        text = _tidy(source.render(everything))
        page = {"subject": subject, "parts": parts(text), "language": TAGS[language], "home": settings.BEHALF_ADDRESS}
        html = _environment().get_template("notifications/letter.html").render(page)
    return Letter(subject, text, html)


def link(name: str, **kwargs: object) -> str:
    """The full address of a page of ours by its name, for people who read it in their mail."""
    return full(url(name, **kwargs))  # type: ignore[arg-type]  # numbers and a query


def parts(text: str) -> list[Part]:
    """The paragraphs of a letter's text."""
    return [_part(paragraph.split("\n")) for paragraph in text.strip().split("\n\n")]


def _part(lines: list[str]) -> Part:
    if len(lines) == 2 and _ADDRESS.fullmatch(lines[1]):
        return Part("button", [lines[0].rstrip(":：")], lines[1])
    if all(line.startswith(">") for line in lines):
        return Part("quote", [line.removeprefix(">").strip() for line in lines])
    return Part("text", lines)


def _tidy(text: str) -> str:
    """No spaces at the ends of lines, one blank line between paragraphs."""
    lines = "\n".join(line.rstrip() for line in text.strip().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"


def _gettext(message: str, /, **facts: object) -> str:
    """A message as plain text: in a letter nothing is markup, so nothing is escaped."""
    text = translation.gettext(message)
    return text % facts if facts else text.replace("%%", "%")


def _ngettext(singular: str, plural: str, number: int, /, **facts: object) -> str:
    return translation.ngettext(singular, plural, number) % {"num": number, **facts}


WORDS = {"_": _gettext, "gettext": _gettext, "ngettext": _ngettext}


@cache
def _plain() -> Environment:
    """The environment of our pages, but for text."""
    return _environment().overlay(autoescape=False)


@cache
def _environment() -> Environment:
    return next(engine.env for engine in engines.all() if isinstance(engine, Jinja2))
