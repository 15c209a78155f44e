"""Which wordings of guidelines a query finds: in force, and of all versions.

The index is made of versions and leaves, never of what the CMS is drafting.
"""

from django.db import transaction

from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf, Wording
from guidelines.rules.content import clause_from_json, clause_text
from guidelines.rules.hashing import LeafRef
from guidelines.wording_querysets import WordingQuerySet
from people.rules.searching import Query

SEARCHED = frozenset({"title", "summary", "clause"})
"""Kinds of leaves that are found; change notes are not what a guideline says."""


def index_version(version: GuidelineVersion, parent: GuidelineVersion | None) -> None:
    """Index what a version says anew, and note what it no longer says; the guideline has its record already.

    Five statements, however long the guideline is. Call it in the transaction that records the version.
    """
    before, now = _searched(parent), _searched(version)
    of_guideline = Wording.objects.filter(guideline=version.page_id, gone=None)
    of_guideline.filter(leaf_hash__in=before.keys() - now.keys()).update(gone=version.number)
    brought = {digest: placed for digest, placed in now.items() if digest not in before}
    contents = Leaf.objects.contents(brought)
    Wording.objects.add(
        (
            Wording(
                guideline_id=version.page_id,
                kind=ref.kind,
                clause_id=ref.clause_id,
                leaf_hash=digest,
                first=version.number,
                place=place,
            ),
            leaf_text(ref.kind, contents[digest]),
        )
        for digest, (place, ref) in brought.items()
    )


def forget_leaf(leaf_hash: str) -> None:
    """Take all that a leaf said out of the index, wherever it stood; call it with the leaf's own taking out."""
    Wording.objects.filter(leaf_hash=leaf_hash).delete()


@transaction.atomic
def rebuild_wordings(page_id: int) -> int:
    """Index all versions of a guideline anew; return how many they are."""
    GuidelineRecord.objects.select_for_update().get(page_id=page_id)
    Wording.objects.filter(guideline=page_id).delete()
    versions = list(GuidelineVersion.objects.of(page_id).oldest_first())
    for parent, version in zip([None, *versions], versions, strict=False):
        index_version(version, parent)
    return len(versions)


def rebuild_guidelines() -> int:
    """Index all versions of all guidelines anew; return how many guidelines they are."""
    return len([rebuild_wordings(page_id) for page_id in GuidelineRecord.objects.values_list("pk", flat=True)])


def search_wordings(query: Query, *, all_versions: bool = False, slug: str = "") -> WordingQuerySet:
    """Return the wordings a query finds, guideline by guideline; whoever may read guidelines may read them.

    all_versions: also those no longer in force, newest first; else in reading order. slug: of the one guideline to
        look in, "" for all.
    """
    wordings = Wording.objects.all() if all_versions else Wording.objects.in_force()
    if slug:
        wordings = wordings.filter(guideline__slug=slug)
    found = wordings.matching(query).select_related("guideline__current")
    order = ("-first", "place") if all_versions else ("place",)
    return found.order_by("guideline__slug", *order, "pk")


def leaf_text(kind: str, content: str | None) -> str:
    """Return the words of a leaf; "" when they were taken out. Raises ContentError for damaged content."""
    if content is None:
        return ""
    return clause_text(clause_from_json(content)) if kind == "clause" else content


def _searched(version: GuidelineVersion | None) -> dict[str, tuple[int, LeafRef]]:
    """Return the leaves of a version that are found, by their hash, with their places."""
    refs = version.leaf_refs if version else []
    return {ref.leaf_hash: (place, ref) for place, ref in enumerate(refs) if ref.kind in SEARCHED}
