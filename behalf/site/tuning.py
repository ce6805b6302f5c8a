"""How the embedded PostgreSQL is set up: modest for a small machine, more where there is memory."""

from __future__ import annotations

import os

MEBI = 1024 * 1024


def memory() -> int:
    """The machine's memory in bytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def tuning(total: int | None = None) -> dict[str, str]:
    """The settings for a machine with this much memory (default: this one)."""
    mebibytes = (total if total is not None else memory()) // MEBI
    shared = min(max(mebibytes // 8, 64), 1024)
    return {
        "shared_buffers": f"{shared}MB",
        "effective_cache_size": f"{max(mebibytes // 2, 128)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{min(max(mebibytes // 32, 32), 256)}MB",
        "max_connections": "60",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        # A page is served beside seven others on the same cores; a parallel plan would take them all for one.
        "max_parallel_workers_per_gather": "0",
        "autovacuum_vacuum_scale_factor": "0.05",
        "autovacuum_analyze_scale_factor": "0.02",
        "idle_in_transaction_session_timeout": "60s",
        "log_min_duration_statement": "500ms",
        "log_line_prefix": "%m %u ",
        "log_timezone": "UTC",
        "timezone": "UTC",
    }


def fast_and_loose() -> dict[str, str]:
    """The settings for tests: the same server, but a power failure may lose the database."""
    return {
        **tuning(1024 * MEBI),
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "autovacuum": "off",
        "max_connections": "100",
        "log_min_duration_statement": "-1",
    }
