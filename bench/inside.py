"""The parts that need Django: ``python -m bench.inside load 0 1000`` (as owner), ``… visit`` (as web)."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "behalf.site.settings")
django.setup()
import_module(f"bench.{sys.argv[1]}").main(sys.argv[2:])
