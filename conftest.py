"""Read before Django's settings are: tests need neither a pool nor a manifest of static files."""

import os

os.environ["BEHALF_TESTING"] = "1"

pytest_plugins = ["tests.harness"]
