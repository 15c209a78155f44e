"""`manage.py take_out_leaf`: take words out of every version of a guideline, for a leak or an erasure."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guidelines.actions import take_out_leaf
from guidelines.models import GuidelineRecord, GuidelineVersion
from guidelines.rules.hashing import LeafRef
from guidelines.rules.reading import KINDS


class Command(BaseCommand):
    """Who runs it has the database in their hands anyway; the pages say for good that something was taken out."""

    help = (
        "Take a clause, the title, the summary or the change note of a version out of every version that shares "
        "it. The words are gone for good; every hash still verifies, and readers see that something went. "
        "Drafts and revisions in the CMS get what the newest version says there: publish one without them first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the place of the words; nothing happens without --yes."""
        parser.add_argument("slug", help="of the guideline")
        parser.add_argument("version", type=int, help="number of a version that holds the words")
        parser.add_argument("what", choices=sorted(KINDS), help="what of that version")
        parser.add_argument("--clause", default="", metavar="ID", help="which clause, as in its permanent link")
        parser.add_argument("--yes", action="store_true", help="do it; without this, only say what would go")

    def handle(
        self, *args: Any, slug: str, version: int, what: str, clause: str, yes: bool, **options: Any
    ) -> None:
        """Take it out, or say what would go. Raises CommandError for a place that is not there."""
        guideline = GuidelineRecord.objects.filter(addresses__slug=slug).first()
        if guideline is None:
            raise CommandError(f"No guideline has or had the address “{slug}”.")
        leaf = _leaf(guideline, version, what, clause)
        sharing = [each.number for each in _versions_with(guideline, leaf)]
        where = f"{what} {clause}".strip() + f" in version {', '.join(map(str, sharing))} of {guideline.slug}"
        if not yes:
            self.stdout.write(f"Would take out the {where}. Add --yes to do it; it cannot be undone.")
        elif take_out_leaf(leaf_hash=leaf.leaf_hash, now=timezone.now()):
            self.stdout.write(f"Taken out: the {where}.")
        else:
            self.stdout.write(f"It was taken out before: the {where}.")


def _leaf(guideline: GuidelineRecord, number: int, what: str, clause_id: str) -> LeafRef:
    version = GuidelineVersion.objects.of(guideline.page_id).numbered(number).first()
    if version is None:
        raise CommandError(f"{guideline.slug} has no version {number}.")
    if (what == "clause") != bool(clause_id):
        raise CommandError("Say which clause with --clause ID; title, summary and note have none.")
    found = [leaf for leaf in version.leaf_refs if (leaf.kind, leaf.clause_id) == (what, clause_id)]
    if not found:
        raise CommandError(f"Version {number} of {guideline.slug} has no {what} {clause_id}".rstrip() + ".")
    return found[0]


def _versions_with(guideline: GuidelineRecord, leaf: LeafRef) -> list[GuidelineVersion]:
    versions = GuidelineVersion.objects.of(guideline.page_id).oldest_first()
    return [each for each in versions if leaf.leaf_hash in {ref.leaf_hash for ref in each.leaf_refs}]
