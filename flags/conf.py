"""The rules' numbers as this house has set them."""

from django.conf import settings

from flags.rules.house import House


def house() -> House:
    """Return the numbers in force: the defaults, changed by the setting FLAGS_RULES (a mapping by name).

    Raises TypeError for an unknown name and ValueError for a number no case could live by.
    """
    changed = dict(getattr(settings, "FLAGS_RULES", {}))
    if "notice_hours" in changed:
        changed["notice_hours"] = tuple(changed["notice_hours"])
    return House(**changed)
