"""Cleaning up after a seal: what indexes, caches and the database's file may still hold of what was taken out.

Outside of any transaction, by the ticker. SQLite overwrites what it deletes (`secure_delete`), so what is left is
its write-ahead log, which is emptied, and full-text indexes, which keep deleted words until they are merged.
PostgreSQL keeps dead rows until they are vacuumed.
"""

from datetime import datetime

from django.apps import apps
from django.core.cache import cache
from django.db import DatabaseError, connection

from flags.models import Seal


def scrub(now: datetime) -> int:
    """Clean up once for all seals that wait for it; return how many they are.

    What cannot be done now, because somebody reads an old page of the file, is done on the next round.
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
    """Remove dead rows of every table of ours; return whether that is done."""
    if connection.in_atomic_block:
        return False
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    with connection.cursor() as cursor:
        for table in sorted(tables & set(connection.introspection.table_names(cursor))):
            try:
                cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
            except DatabaseError:
                return False
    return True
