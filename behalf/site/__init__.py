"""Wiring only: settings, rooms, urls, command line."""
