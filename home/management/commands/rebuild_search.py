"""`manage.py rebuild_search`: make the search index anew."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand

from guidelines.searching import rebuild_guidelines
from people.searching import rebuild_people
from posts.searching import rebuild_posts


class Command(BaseCommand):
    """From versions, posts and people; needed once after an update that brings the search or reads words anew."""

    help = "Index guidelines in all versions, posts and people anew. People can search meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and report."""
        began = monotonic()
        counts = f"{rebuild_guidelines()} guidelines, {rebuild_posts()} posts, {rebuild_people()} people"
        self.stdout.write(f"{counts} indexed in {monotonic() - began:.1f} s")
