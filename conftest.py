"""The fixtures that every test of the house knows."""

pytest_plugins = ["tests.harness", "tests.order"]
