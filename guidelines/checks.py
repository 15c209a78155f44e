"""What `manage.py check` says about the settings of guidelines."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from guidelines.gates import numbers


@register()
def rules_can_be_lived_by(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a PUBLISHING_RULES with an unknown name, or a number below 1."""
    try:
        numbers()
    except (TypeError, ValueError) as error:
        return [Error(f"PUBLISHING_RULES cannot be used: {error}", id="guidelines.E001")]
    return []
