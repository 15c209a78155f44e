"""Notes about a case, in which people may have quoted what is sealed."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from flags.models import Case
from flags.rules.sealing import Finder

_PROSE = 200
"""Characters from which a column holds what people wrote, not a name or a number."""


def empty_notes(case: Case, finder: Finder) -> None:
    """Empty every note about the target's cases that repeats the passage, in the caller's transaction."""
    cases = Case.objects.on(case.target_kind, case.target_id)
    for model, field in _prose_columns():
        rows = (
            model._base_manager.filter(pk__in=cases)
            if model is Case
            else model._base_manager.filter(case__in=cases)
        )
        for pk, text in rows.exclude(**{field: ""}).values_list("pk", field):
            if finder.holds(text):
                model._base_manager.filter(pk=pk).update(**{field: ""})


def _prose_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Yield every column of flags in which people write, with its model."""
    for model in apps.get_app_config("flags").get_models():
        fields = {field.name: field for field in model._meta.concrete_fields}
        if model is not Case and "case" not in fields:
            continue
        for name, field in fields.items():
            if isinstance(field, models.CharField | models.TextField) and _is_prose(field):
                yield model, name


def _is_prose(field: models.Field) -> bool:
    is_long = isinstance(field, models.TextField) or (field.max_length or 0) >= _PROSE
    return is_long and not field.choices
