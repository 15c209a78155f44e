"""`manage.py publish_due`: publish what is due now; the ticker does it every few seconds."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from guidelines.publishing import publish_due


class Command(BaseCommand):
    """What is scheduled, what has expired, and texts whose days passed without an objection."""

    help = "Publish what is due now. Safe to run twice, late, or beside the ticker, which does the same."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how much it was."""
        self.stdout.write(f"Done: {publish_due(timezone.now())}")
