"""Behalf: a partner center for cloud resellers."""

__version__ = "0.1.0"
