"""What people does when others' signals say so."""

from typing import Any

from django.db.models.signals import post_migrate, post_save
from django.dispatch import receiver

from people import append_only, searching
from people.models import Team, User


@receiver(post_migrate, dispatch_uid="people.install_append_only_triggers")
def install_append_only_triggers(sender: Any, using: str, **kwargs: Any) -> None:
    """Put the append-only triggers back once all migrations are done.

    The signal is sent once for each app; ours counts.
    """
    if sender.name == "people":
        append_only.install_triggers(using)


@receiver(post_save, sender=User, dispatch_uid="people.index_person")
def index_person(sender: Any, instance: User, raw: bool, update_fields: Any = None, **kwargs: Any) -> None:
    """Let a person be found by what they are called now; the CMS saves people too."""
    if not raw and (update_fields is None or searching.SHOWN_FIELDS.intersection(update_fields)):
        searching.index_people([instance])


@receiver(post_save, sender=Team, dispatch_uid="people.index_team")
def index_team(sender: Any, instance: Team, raw: bool, **kwargs: Any) -> None:
    """Let the people of a team be found by its new name."""
    if not raw:
        searching.index_people(User.objects.filter(team=instance))
