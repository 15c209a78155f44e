"""What the migrations put into the tables: remembered once, put back after every test that commits.

Django's own way takes far longer. It truncates, for which PostgreSQL makes each table's and each index's file anew
and waits for the disk (3 s a test); and it saves what was there object by object (0.3 s), only for tests that ask.
"""

from typing import Any

from django.db import connection, transaction

from people.append_only import lifted_triggers

Contents = dict[str, list[tuple[Any, ...]]]
"""The rows of each table of a model, also of those that are empty."""


def all_rows() -> Contents:
    """Return every row of every model's table as it lies in the database."""
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in connection.introspection.django_table_names(True)}


def put_back(contents: Contents) -> None:
    """Make the tables hold these rows and no other, append-only ones too. Numbers given by the database go on."""
    quote = connection.ops.quote_name
    with lifted_triggers(), transaction.atomic(), connection.cursor() as cursor:
        for table in contents:
            cursor.execute(f"DELETE FROM {quote(table)}")
        for table, rows in contents.items():
            if rows:
                places = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f"INSERT INTO {quote(table)} VALUES ({places})", rows)


def _rows(cursor: Any, table: str) -> list[tuple[Any, ...]]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    return cursor.fetchall()
