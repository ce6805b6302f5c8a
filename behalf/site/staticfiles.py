"""Static files and translations made ready for serving."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command


def collect() -> int:
    """Collect every room's static files under hashed names; returns how many there are."""
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    return sum(path.is_file() for path in settings.STATIC_ROOT.rglob("*"))
