"""Django's own commands, for development; everything for running Behalf is in the command `behalf`."""

from __future__ import annotations

import sys

from behalf.site.cli.parts import settled

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    with settled("owner"):
        execute_from_command_line(sys.argv)
