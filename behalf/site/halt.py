"""Why the command line would not do something: one clear sentence and an exit code of its own."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of `behalf`; documented in its help."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    RUNNING = 3
    PORT_TAKEN = 4
    FOLDER = 5
    DATABASE_VERSION = 6
    UNSAFE = 7
    DATABASE = 8
    MIGRATIONS = 9


MEANINGS: dict[Exit, str] = {
    Exit.DONE: "done",
    Exit.FAILED: "the answer is no: a check found something, or a child process would not live",
    Exit.USAGE: "the command or its arguments are wrong",
    Exit.RUNNING: "Behalf runs already on this data directory",
    Exit.PORT_TAKEN: "the port is taken by another program",
    Exit.FOLDER: "the data directory cannot be used: read-only, full, not a directory, or not empty",
    Exit.DATABASE_VERSION: "the database is of another major version of PostgreSQL than Behalf works with",
    Exit.UNSAFE: "a setting is unsafe and was refused by name",
    Exit.DATABASE: "the database does not start or cannot be reached",
    Exit.MIGRATIONS: "migrations are waiting (migrate --check)",
}


class Halt(Exception):
    """Raised with one sentence that says what is wrong and what to do; the command line prints it and exits."""

    def __init__(self, sentence: str, code: Exit = Exit.FAILED) -> None:
        super().__init__(sentence)
        self.code = code
