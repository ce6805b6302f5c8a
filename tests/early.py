"""Loaded before anything else (``-p tests.early``), so before Django's settings are read.

Tests need neither a pool nor a manifest of static files, and cheap password hashes.
"""

import os

os.environ["BEHALF_TESTING"] = "1"
