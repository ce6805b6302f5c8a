"""Mail on this machine: a sink that keeps every message instead of sending it."""
