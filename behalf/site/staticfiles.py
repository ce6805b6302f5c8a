"""Static files and translations made ready for serving."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

DONE = ".collected"  # written last, so that a collection that was cut off counts for nothing


def collect() -> int:
    """Collect every room's static files under hashed names; returns how many there are."""
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    (settings.STATIC_ROOT / DONE).touch()
    return sum(path.is_file() for path in settings.STATIC_ROOT.rglob("*"))


def collect_what_changed() -> None:
    """Collect them unless they are collected and none is newer, for a web process that nobody prepared."""
    try:
        collected = (settings.STATIC_ROOT / DONE).stat().st_mtime_ns
    except OSError:
        collected = 0
    if any(path.stat().st_mtime_ns > collected for path in _sources()):
        collect()


def _sources() -> list[Path]:
    return [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
