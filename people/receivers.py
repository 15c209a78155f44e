"""What people does when others' signals say so."""

from typing import Any

from django.db.models.signals import post_migrate
from django.dispatch import receiver

from people import append_only


@receiver(post_migrate, dispatch_uid="people.install_append_only_triggers")
def install_append_only_triggers(sender: Any, using: str, **kwargs: Any) -> None:
    """Put the append-only triggers back once all migrations are done.

    The signal is sent once for each app; ours counts.
    """
    if sender.name == "people":
        append_only.install_triggers(using)
