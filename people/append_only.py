"""Tables that only grow: refused by model, queryset and database alike.

A model that inherits `AppendOnly` can be added to, and nothing else. Its table gets triggers on SQLite and
PostgreSQL that refuse UPDATE, DELETE and TRUNCATE whoever asks. One thing may be allowed: emptying. A model
names the text columns that may become "" (`emptied_fields`) and the moment that must be set with them
(`emptied_at_field`); every other column has to stay. What is empty stays empty, unless the row holds a hash by
which anybody can tell that just the same came back (`may_come_back`).

`install_triggers` runs after every `migrate`, because a table rebuilt by a migration on SQLite silently loses
its triggers; /readyz asks `missing_triggers`. Append-only tables hold no foreign keys: rows they would point at
must stay free to go.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar, NoReturn, TypeVar

from django.apps import apps
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a row that has to stay as it is."""


Row = TypeVar("Row", bound="AppendOnly")


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """A queryset that reads and adds; whatever would change or delete rows raises AppendOnlyError."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(f"Rows of {self.model.__name__} are never changed.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(f"Rows of {self.model.__name__} are never changed.")

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(f"Rows of {self.model.__name__} are never changed.")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(f"Rows of {self.model.__name__} are never deleted.")

    def empty(self, *, now: datetime) -> int:
        """Empty these rows' `emptied_fields` and note the moment; return how many rows it were.

        Rows that are empty already are left alone. Raises AppendOnlyError when the model allows no emptying.
        """
        at_field = self.model.emptied_at_field
        if not at_field:
            raise AppendOnlyError(f"Rows of {self.model.__name__} are never emptied.")
        full = self.filter(**{f"{at_field}__isnull": True})
        return models.QuerySet.update(full, **dict.fromkeys(self.model.emptied_fields, ""), **{at_field: now})

    def bring_back(self, **contents: str) -> int:
        """Fill these rows' `emptied_fields` again with what stood there; return how many rows it were.

        Rows that are full are left alone. The caller has checked that it is the same. Raises AppendOnlyError when
        the model allows no coming back.
        """
        if not self.model.may_come_back:
            raise AppendOnlyError(f"Rows of {self.model.__name__} stay empty.")
        at_field = self.model.emptied_at_field
        empty = self.filter(**{f"{at_field}__isnull": False})
        return models.QuerySet.update(empty, **{at_field: None}, **contents)


class AppendOnly(models.Model):
    """A row that is written once."""

    emptied_fields: ClassVar[tuple[str, ...]] = ()
    """Names of text fields that `empty` may set to ""."""

    emptied_at_field: ClassVar[str] = ""
    """Name of the nullable date field that is set when the row is emptied, "" when it never may be."""

    may_come_back: ClassVar[bool] = False
    """Whether what was emptied may be filled again; only where a hash in the row tells that it is the same."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Raises AppendOnlyError for a row that is in the table already."""
        if not self._state.adding:
            raise AppendOnlyError(f"Rows of {type(self).__name__} are never changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(f"Rows of {type(self).__name__} are never deleted.")


def append_only_models() -> list[type[AppendOnly]]:
    """Return every model of the project that inherits AppendOnly, in the order of the tables' names."""
    found = [model for model in apps.get_models() if issubclass(model, AppendOnly)]
    return sorted(found, key=lambda model: model._meta.db_table)


def install_triggers(using: str = "default") -> None:
    """Put the triggers on every append-only table there is; those that stand already are made anew."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for model in _models_with_tables(connection):
            for name, sql in _triggers(connection, model).items():
                cursor.execute(_drop_sql(connection, model, name))
                cursor.execute(sql)


def remove_triggers(using: str = "default") -> None:
    """Take the triggers off; only the test suite does, to empty the tables between tests."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for model in _models_with_tables(connection):
            for name in _triggers(connection, model):
                cursor.execute(_drop_sql(connection, model, name))


@contextmanager
def lifted_triggers(using: str = "default") -> Iterator[None]:
    """Let rows be deleted inside the block. For the test suite's flush, and nothing else."""
    remove_triggers(using)
    try:
        yield
    finally:
        install_triggers(using)


def missing_triggers(using: str = "default") -> list[str]:
    """Return the names of triggers that should stand on a table and do not; [] when all is well."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_STANDING_SQL[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}
    wanted = [name for model in append_only_models() for name in _triggers(connection, model)]
    return [name for name in wanted if name not in standing]


_STANDING_SQL = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION peerline_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % of %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""


def _models_with_tables(connection: BaseDatabaseWrapper) -> list[type[AppendOnly]]:
    tables = set(connection.introspection.table_names())
    return [model for model in append_only_models() if model._meta.db_table in tables]


def _triggers(connection: BaseDatabaseWrapper, model: type[AppendOnly]) -> dict[str, str]:
    """Return the SQL of each trigger of a model's table by the trigger's name."""
    make = _postgresql_trigger if connection.vendor == "postgresql" else _sqlite_trigger
    operations = ("UPDATE", "DELETE", "TRUNCATE") if connection.vendor == "postgresql" else ("UPDATE", "DELETE")
    table = model._meta.db_table
    return {
        _trigger_name(table, operation): make(connection, model, operation, _trigger_name(table, operation))
        for operation in operations
    }


def _trigger_name(table: str, operation: str) -> str:
    return f"{table}_no_{operation.lower()}"


def _drop_sql(connection: BaseDatabaseWrapper, model: type[AppendOnly], name: str) -> str:
    quote = connection.ops.quote_name
    suffix = f" ON {quote(model._meta.db_table)}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {quote(name)}{suffix}"


def _sqlite_trigger(connection: BaseDatabaseWrapper, model: type[AppendOnly], operation: str, name: str) -> str:
    quote, table = connection.ops.quote_name, model._meta.db_table
    return (
        f"CREATE TRIGGER {quote(name)} BEFORE {operation} ON {quote(table)} FOR EACH ROW "
        f"{_condition(connection, model, operation, same='IS')} "
        f"BEGIN SELECT RAISE(ABORT, 'append-only: {operation} of {table}'); END"
    )


def _postgresql_trigger(
    connection: BaseDatabaseWrapper, model: type[AppendOnly], operation: str, name: str
) -> str:
    quote, table = connection.ops.quote_name, model._meta.db_table
    each = "STATEMENT" if operation == "TRUNCATE" else "ROW"
    return (
        f"CREATE TRIGGER {quote(name)} BEFORE {operation} ON {quote(table)} FOR EACH {each} "
        f"{_condition(connection, model, operation, same='IS NOT DISTINCT FROM')} "
        f"EXECUTE FUNCTION peerline_append_only()"
    )


def _condition(connection: BaseDatabaseWrapper, model: type[AppendOnly], operation: str, *, same: str) -> str:
    """Return the WHEN of a trigger: always, but for an update that does nothing else than empty a row, or fill it.

    same: the operator that says whether two values are equal, NULL being equal to itself.
    """
    if operation != "UPDATE" or not model.emptied_at_field:
        return ""
    columns = {field.name: connection.ops.quote_name(str(field.column)) for field in model._meta.concrete_fields}
    moment = columns.pop(model.emptied_at_field)
    emptied = [columns.pop(name) for name in model.emptied_fields]
    kept = [f"NEW.{column} {same} OLD.{column}" for column in columns.values()]
    emptying = [f"OLD.{moment} IS NULL", f"NEW.{moment} IS NOT NULL", *(f"NEW.{name} = ''" for name in emptied)]
    allowed = " AND ".join([*emptying, *kept])
    if model.may_come_back:
        coming_back = [f"OLD.{moment} IS NOT NULL", f"NEW.{moment} IS NULL"]
        coming_back += [f"OLD.{name} = ''" for name in emptied]
        allowed = f"({allowed}) OR ({' AND '.join([*coming_back, *kept])})"
    return f"WHEN (NOT ({allowed}))"
