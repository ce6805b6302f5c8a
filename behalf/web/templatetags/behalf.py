"""What allauth's pages, which are Django templates, take from ours."""

from __future__ import annotations

from django import template
from django.template.context import Context
from markupsafe import Markup

from behalf.web.shortcuts import part_text

register = template.Library()


@register.simple_tag(takes_context=True)
def part(context: Context, name: str) -> Markup:
    """One of our own partial templates: ``{% part "web/head.html" %}``."""
    return Markup(part_text(context["request"], name))  # noqa: S704  (our own template)
