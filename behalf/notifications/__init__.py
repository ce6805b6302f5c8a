"""Telling a person something: mail through an outbox that shows what failed, and notices in the bell list."""
