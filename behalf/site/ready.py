"""Two answers for whoever watches this installation: is the process alive, and does everything work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from psycopg_pool import PoolTimeout

from behalf.audit import sealing
from behalf.kit import jobs
from behalf.kit.clock import now

PATIENCE = timedelta(minutes=1)

log = structlog.get_logger(__name__)

Check = Callable[[datetime], str | None]


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """This process answers; it asks nobody else."""
    return JsonResponse({"ok": True})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, migrations, worker and audit; 503 with the reasons when one is not well."""
    at = now()
    faults = {name: fault for name, check in CHECKS.items() if (fault := _asked(check, at))}
    checks = {name: faults.get(name, "ok") for name in CHECKS}
    return JsonResponse({"ok": not faults, "checks": checks}, status=503 if faults else 200)


def _asked(check: Check, at: datetime) -> str | None:
    try:
        return check(at)
    except (DatabaseError, InterfaceError, PoolTimeout) as error:
        log.warning("not ready", reason=str(error))  # the reason may name hosts and users: for the log, not the world
        return "the database does not answer"


def _database(at: datetime) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return None


def _migrations(at: datetime) -> str | None:
    loader = MigrationLoader(connection)
    waiting = set(loader.graph.nodes) - set(loader.applied_migrations)
    return f"{len(waiting)} migrations wait" if waiting else None


def _worker(at: datetime) -> str | None:
    seen = jobs.worker_seen()
    if seen is None:
        return "no worker was ever heard from"
    return f"no worker was heard from since {seen:%Y-%m-%d %H:%M:%S} UTC" if at - seen > PATIENCE else None


def _audit(at: datetime) -> str | None:
    oldest = sealing.oldest_unsealed()
    if oldest is None or at - oldest <= PATIENCE:
        return None
    return f"entries wait for their seal since {oldest:%Y-%m-%d %H:%M:%S} UTC"


CHECKS: dict[str, Check] = {"database": _database, "migrations": _migrations, "worker": _worker, "audit": _audit}
