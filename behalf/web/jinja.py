"""The Jinja2 environment behind every page of ours; allauth keeps Django's templates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
from django.apps import apps
from django.template.backends import jinja2 as backend
from django.templatetags.static import static
from django.utils import translation
from django.utils.functional import cached_property
from django_htmx.jinja import htmx_script

from behalf.kit import clock
from behalf.web import language, numbers, times
from behalf.web.addresses import url, url_or_none
from behalf.web.icons import icon

PACKAGE = "behalf."

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
    "static": static,
    "icon": icon,
    "now": clock.now,
    "htmx_script": htmx_script,
}


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
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.globals["ui"] = made.get_template("web/parts.html").module
    return made


class Templates(backend.Jinja2):
    """Django's Jinja2 backend over the ``templates`` folders of our own rooms only."""

    app_dirname = "templates"

    @cached_property
    def template_dirs(self) -> tuple[Path | str, ...]:
        """The configured folders, then each room's own: never those of allauth, which speak another language."""
        rooms = (app for app in apps.get_app_configs() if app.name.startswith(PACKAGE))
        folders = (Path(app.path) / self.app_dirname for app in rooms)
        return (*self.dirs, *(folder for folder in folders if folder.is_dir()))
