"""The HTML door of escalation."""
