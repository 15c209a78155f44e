"""What `manage.py check` says about the settings of flags."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from flags.conf import house
from flags.originals import holder_key


@register()
def rules_can_be_lived_by(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a FLAGS_RULES with an unknown name, or a number under which a case could not end."""
    try:
        house()
    except (TypeError, ValueError) as error:
        return [Error(f"FLAGS_RULES cannot be used: {error}", id="flags.E001")]
    return []


@register()
def evidence_can_be_held(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a HOLD_PUBLIC_KEY that is no key: what is sealed meanwhile would be held for nobody."""
    try:
        holder_key()
    except ValueError as error:
        return [Error(f"{error}. `manage.py hold_key` makes one.", id="flags.E002")]
    return []
