"""Run once before the tests, each part under its own role: ``python -m tests.prepare migrate|furnish``."""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path

import django


def main(part: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "behalf.site.settings")
    django.setup()
    if part == "migrate":
        from behalf.site import database  # noqa: PLC0415  (needs Django set up)

        database.migrate()
    else:
        from tests import world  # noqa: PLC0415  (needs Django set up)

        home = Path(os.environ["BEHALF_TEST_HOME"])
        (home / "world").write_bytes(pickle.dumps(world.build()))


if __name__ == "__main__":
    main(sys.argv[1])
