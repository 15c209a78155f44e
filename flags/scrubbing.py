"""Cleaning up after a seal: what indexes, caches and the database's file may still hold of what was taken out.

Outside of any transaction, by the ticker. SQLite overwrites what it deletes (`secure_delete`), so what is left is
its write-ahead log, which is emptied, and full-text indexes, which keep deleted words until they are merged.
PostgreSQL keeps dead rows until they are vacuumed.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.apps import apps
from django.core.cache import cache
from django.db import DatabaseError, connection
from psycopg.errors import Diagnostic

from flags.models import Seal

logger = logging.getLogger(__name__)

_WATCHERS = """
SELECT count(*) FROM pg_stat_activity AS other
WHERE other.pid <> pg_backend_pid() AND other.datname = current_database()
AND other.backend_type = 'client backend'
AND age(other.backend_xmin) >= (SELECT min(age(xmin)) FROM flags_seal WHERE scrubbed_at IS NULL)
"""
"""How many sessions may still see rows as they were before the last seal: vacuum leaves those rows alone."""


def scrub(now: datetime) -> int:
    """Clean up once for all seals that wait for it; return how many they are.

    What cannot be done now, because somebody reads an old page of the file, or because the database's user may not
    vacuum, is told in the log and tried again on the next round.
    """
    waiting = list(Seal.objects.unscrubbed().values_list("pk", flat=True))
    if not waiting:
        return 0
    if not clean():
        return 0
    Seal.objects.filter(pk__in=waiting).update(scrubbed_at=now)
    return len(waiting)


def clean() -> bool:
    """Empty caches, merge indexes, clean the database's file; return whether all of that is done."""
    cache.clear()
    return _scrub_sqlite() if connection.vendor == "sqlite" else _vacuum()


def _scrub_sqlite() -> bool:
    """Merge full-text indexes and empty the write-ahead log; return whether that is done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'")
        for (table,) in cursor.fetchall():
            name = connection.ops.quote_name(table)
            cursor.execute(f"INSERT INTO {name}({name}) VALUES('optimize')")
        if connection.in_atomic_block:
            return False
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _pages, _moved = cursor.fetchone()
    return not busy


def _vacuum() -> bool:
    """Remove dead rows of every table of ours; return whether that is done, and say in the log why it is not."""
    if connection.in_atomic_block:
        return False
    try:
        obstacle = _obstacle_to_vacuum()
    except DatabaseError as error:
        obstacle = str(error).strip()
    if obstacle:
        logger.warning("Dead rows of sealed texts are left in the database for now: %s", obstacle)
    return not obstacle


def _obstacle_to_vacuum() -> str:
    """Vacuum; return why rows were left, "" when none were."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    with connection.cursor() as cursor:
        cursor.execute(_WATCHERS)
        if cursor.fetchone()[0]:
            return "a transaction that is still open can see them"
        with _warnings_of_postgresql() as warnings:
            for table in sorted(tables & set(connection.introspection.table_names(cursor))):
                cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
    return warnings[0] if warnings else ""


@contextmanager
def _warnings_of_postgresql() -> Iterator[list[str]]:
    """Collect what the server warns of: that it skips a table is no error to it."""
    warnings: list[str] = []

    def note(message: Diagnostic) -> None:
        if message.severity_nonlocalized == "WARNING":
            warnings.append(message.message_primary or "")

    connection.connection.add_notice_handler(note)
    try:
        yield warnings
    finally:
        connection.connection.remove_notice_handler(note)
