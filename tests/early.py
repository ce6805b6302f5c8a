"""Loaded before anything else (``-p tests.early``), so before Django's settings are read.

Tests need neither a pool nor a manifest of static files, and cheap password hashes; what they keep is not kept long.
"""

import atexit
import os
import shutil
import tempfile

os.environ["BEHALF_TESTING"] = "1"

# A browser, once opened by a journey, keeps an event loop in the thread in which later tests use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

if "BEHALF_DATA" not in os.environ:
    os.environ["BEHALF_DATA"] = tempfile.mkdtemp(prefix="behalf-tests-")
    atexit.register(shutil.rmtree, os.environ["BEHALF_DATA"], ignore_errors=True)

# What the command line says is read in English, whatever the shell of whoever runs the tests speaks.
os.environ["LC_ALL"] = "C.UTF-8"
