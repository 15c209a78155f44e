"""Counts by name in one column, so that a page that has no query to give away can ask for many of them."""

from typing import Any

from django.db.models import Aggregate, JSONField


class CountsByName(Aggregate):
    """An object of numbers by name, made of two expressions of a group of rows: the name and the number."""

    function = "JSONB_OBJECT_AGG"
    output_field = JSONField()
    arity = 2

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Say it as SQLite does."""
        return self.as_sql(compiler, connection, function="JSON_GROUP_OBJECT", **context)
