"""Liveness and readiness, for load balancers and for the people on call."""

from collections.abc import Callable
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people import ticker
from people.append_only import missing_triggers


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """Say that the process answers; asks nothing of any other service."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request):
    """Say whether everything needed is there: 200 when all checks are "ok", else 503 with what is wrong."""
    found = {name: check() for name, check in CHECKS.items()}
    ready = all(answer == "ok" for answer in found.values())
    return JsonResponse({"ready": ready, "checks": found}, status=200 if ready else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "the database does not answer"
    return "ok"


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unknown: the database does not answer"
    return "ok" if not waiting else f"{len(waiting)} migrations wait; run manage.py migrate"


def _append_only() -> str:
    try:
        missing = missing_triggers()
    except DatabaseError:
        return "unknown: the database does not answer"
    return "ok" if not missing else f"missing triggers: {', '.join(missing)}; run manage.py migrate"


def _cache() -> str:
    value = uuid4().hex
    cache.set("readyz", value, 30)
    return "ok" if cache.get("readyz") else "the cache does not keep what it is given"


def _ticker() -> str:
    try:
        late = ticker.is_late(timezone.now())
    except DatabaseError:
        return "unknown: the database does not answer"
    return "late; is `manage.py tick --every 30` running?" if late else "ok"


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "append_only": _append_only,
    "cache": _cache,
    "ticker": _ticker,
}
