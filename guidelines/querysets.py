"""Every read of several rows of guidelines.

What a page of the public site needs (query counts in brackets):

- guideline in force: `GuidelineAddress.objects.with_guideline().get(slug=slug)` gives the address, its `guideline`
  (GuidelineRecord) and that one's `current` version [1]; `Leaf.objects.read_one(version)` what it says [1].
- redirect: when `address.slug != address.guideline.slug`, the guideline lives at `guideline.slug` now.
- index: `GuidelineRecord.objects.in_force()` [1] and
  `Leaf.objects.read([record.current for record in records], kinds={"title", "summary"})` [1].
- history: `GuidelineVersion.objects.of(page_id).newest_first()`, sliced [1], and
  `Leaf.objects.read(versions, kinds={"note"})` [1]; authors by `version.person_id`.
- one version: `.of(page_id).numbered(n)` [1]; in force on a day: `.of(page_id).in_force_at(moment)` [1].
- comparing: `Leaf.objects.read([a, b])` [1].
- what one reader read last: `Acknowledgement.objects.of(person).last_read()` [1], then
  `GuidelineRecord.changes_since`.
"""

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Self

from django.db import models

from guidelines.rules.acknowledging import LastRead, Leaves
from guidelines.rules.portable import LinkAddress
from guidelines.rules.reading import KINDS, Contents, Reading, read_version
from people.append_only import AppendOnlyQuerySet
from people.models import Employment, User

_LINK_TO_PAGE = re.compile(r'<a id="(\d{1,18})" linktype="page">')


class AddressQuerySet(models.QuerySet):
    """Addresses of guidelines, past and present."""

    def with_guideline(self) -> Self:
        """Addresses with their guideline and its current version, in the same query."""
        return self.select_related("guideline__current")

    def of_others(self, slug: str, page_id: int | None) -> Self:
        """The address with this slug, unless it belongs to this page (None: a page that is not saved yet)."""
        return self.filter(slug=slug).exclude(guideline_id=page_id)


class RecordQuerySet(models.QuerySet):
    """The mutable side of guidelines, a row each."""

    def recorded(self) -> Self:
        """Guidelines in force and withdrawn ones, with their newest version; in the order of their addresses."""
        return self.filter(current__isnull=False).select_related("current").order_by("slug")

    def in_force(self) -> Self:
        """Guidelines that are published now, with their current version; in the order of their addresses."""
        return self.recorded().filter(withdrawn_at=None)

    def newest_number(self, page_id: int) -> int:
        """Return the number of a guideline's newest version, in force or not; 0 before the first."""
        number = self.filter(page_id=page_id).values_list("current__number", flat=True).first()
        return number or 0

    def addresses_in(self, html: str) -> LinkAddress:
        """Return where links to pages in canonical HTML lead, "" for what is no guideline; in one query."""
        ids = {int(number) for number in _LINK_TO_PAGE.findall(html)}
        known: dict[int, Any] = self.in_bulk(ids) if ids else {}

        def address(link_type: str, number: str) -> str:
            """Return where one link leads."""
            guideline = known.get(int(number)) if link_type == "page" else None
            return guideline.get_absolute_url() if guideline else ""

        return address


class WithdrawalQuerySet(AppendOnlyQuerySet):
    """When and why versions went out of force without another one."""

    def of(self, *page_ids: int) -> Self:
        """Withdrawals of these guidelines."""
        return self.filter(page_id__in=page_ids)

    def numbered(self, *numbers: int) -> Self:
        """Withdrawals of versions with these numbers."""
        return self.filter(number__in=numbers)

    def with_names(self) -> Self:
        """Withdrawals with the `username` and `display_name` of who did it, None where nobody is known."""
        person = User.objects.filter(pk=models.OuterRef("person_id"))
        names = {name: models.Subquery(person.values(name)[:1]) for name in ("username", "display_name")}
        return self.annotate(**names)


class VersionQuerySet(AppendOnlyQuerySet):
    """Versions of guidelines."""

    def of(self, page_id: int) -> Self:
        """Versions of one guideline."""
        return self.filter(page_id=page_id)

    def newest_first(self) -> Self:
        """Versions, the highest number first."""
        return self.order_by("-number")

    def oldest_first(self) -> Self:
        """Versions in the order they came, guideline by guideline."""
        return self.order_by("page_id", "number")

    def written_by(self, person: User) -> Self:
        """Versions that somebody published."""
        return self.filter(person_id=person.pk)

    def shares(self) -> dict[int, tuple[int, datetime]]:
        """Return how many versions these are of each guideline, and the date of the last, by its page id."""
        rows = self.order_by().values_list("page_id").annotate(models.Count("pk"), models.Max("date"))
        return {page_id: (count, last) for page_id, count, last in rows}

    def up_to(self, number: int) -> Self:
        """Versions with this number or a lower one."""
        return self.filter(number__lte=number)

    def numbered(self, *numbers: int) -> Self:
        """Versions with these numbers; ask for one guideline's first."""
        return self.filter(number__in=numbers)

    def in_force_at(self, moment: datetime) -> Any:
        """Return the version of one guideline that was in force at a moment, None before the first."""
        return self.filter(date__lte=moment).order_by("-number").first()


class LeafQuerySet(AppendOnlyQuerySet):
    """Pieces of content."""

    def of_page(self, page_id: int) -> Self:
        """Leaves of one guideline."""
        return self.filter(page_id=page_id)

    def shareable(self, page_id: int, clause_ids: Collection[str]) -> Any:
        """Leaves a new version of a page may share, as (kind, clause id, content, hash).

        clause_ids: of the clauses looked for, "" for title and summary. Change notes are never shared.
        """
        kept = self.of_page(page_id).filter(taken_out_at=None, clause_id__in=clause_ids).exclude(kind="note")
        return kept.values_list("kind", "clause_id", "content", "hash")

    def taken_out(self) -> Self:
        """Leaves whose content was taken out."""
        return self.filter(taken_out_at__isnull=False)

    def contents(self, hashes: Collection[str], *, in_full: bool = False) -> Contents:
        """Return what these leaves hold by their hash, None where it was taken out or is hidden for now.

        in_full: hidden ones too, for what is written and never shown.
        """
        rows = self.filter(hash__in=set(hashes)).values_list("hash", "content", "taken_out_at", "cover__since")
        return Contents(
            {key: None if gone or (since and not in_full) else text for key, text, gone, since in rows},
            hidden={key: since for key, _text, gone, since in rows if since and not gone and not in_full},
        )

    def kinds_and_contents(
        self, hashes: Collection[str], *, in_full: bool = False
    ) -> dict[str, tuple[str, str | None]]:
        """Return kind and content of these leaves by their hash, None for content as `contents` says."""
        rows = self.filter(hash__in=set(hashes)).values_list(
            "hash", "kind", "content", "taken_out_at", "cover__since"
        )
        return {
            key: (kind, None if gone or (since and not in_full) else text) for key, kind, text, gone, since in rows
        }

    def read(
        self, versions: Iterable[Any], *, kinds: Collection[str] = KINDS, in_full: bool = False
    ) -> list[Reading]:
        """Return what each of some versions says, in their order and in one query.

        kinds: the kinds of leaves to read (of guidelines.rules.reading.KINDS); lists need no clauses. in_full: see
        `contents`.
        """
        lists = ([leaf for leaf in version.leaves if leaf[0] in kinds] for version in versions)
        return self.read_leaves(lists, in_full=in_full)

    def read_leaves(self, lists: Iterable[Leaves], *, in_full: bool = False) -> list[Reading]:
        """Return what some lists of leaves say, each as if it were a version's; in their order, in one query."""
        wanted = list(lists)
        contents = self.contents([leaf[2] for leaves in wanted for leaf in leaves], in_full=in_full)
        return [read_version(leaves, contents) for leaves in wanted]

    def read_one(self, version: Any, *, in_full: bool = False) -> Reading:
        """Return what one version says; in_full: see `contents`."""
        return self.read([version], in_full=in_full)[0]


class LeafCoverQuerySet(models.QuerySet[Any]):
    """What is hidden for now."""

    def of_page(self, page_id: int) -> Self:
        """What is hidden of one guideline."""
        return self.filter(page_id=page_id)

    def shut_to(self, person: User) -> list[Any]:
        """Return what one person may not open in the CMS, with its leaf."""
        return [cover for cover in self.select_related("leaf") if person.pk not in cover.readers]


class ImportedVersionQuerySet(models.QuerySet):
    """Versions of imported documents that are here."""

    def of(self, document: str) -> Self:
        """Versions of one document."""
        return self.filter(document=document)


class BlameQuerySet(models.QuerySet):
    """Who wrote which parts, a row for each change of a part."""

    def of(self, page_id: int) -> Self:
        """Rows of one guideline, in the order of its versions."""
        return self.filter(page_id=page_id).order_by("number", "part")

    def as_of(self, number: int) -> Self:
        """Rows that say who wrote each part in the version with this number; ask for one guideline's first."""
        same_part = self.model._default_manager.filter(
            page_id=models.OuterRef("page_id"), part=models.OuterRef("part")
        )
        latest = same_part.filter(number__lte=number).order_by("-number").values("number")[:1]
        return self.filter(number=models.Subquery(latest))


class AcknowledgementQuerySet(models.QuerySet[Any]):
    """What people said they have read. Only the person is shown their own; others get numbers."""

    def of(self, person: User) -> Self:
        """What one person has read."""
        return self.filter(person=person)

    def on(self, page_id: int) -> Self:
        """What was read of one guideline."""
        return self.filter(page_id=page_id)

    def whole(self) -> Self:
        """Acknowledgements of guidelines as a whole."""
        return self.filter(clause_id="")

    def last_read(self) -> dict[int, LastRead]:
        """Return what one person read last of each guideline, by its page id, in one query; ask for theirs first.

        Guidelines of which they read nothing but single clauses are left out.
        """
        rows = list(self._with_versions())
        wholes = {page_id: facts for page_id, clause_id, _hash, *facts in rows if not clause_id}
        separately: dict[int, dict[str, str]] = {page_id: {} for page_id in wholes}
        for page_id, clause_id, digest, number, _none in rows:
            if clause_id and page_id in wholes and number > wholes[page_id][0]:
                separately[page_id][clause_id] = digest
        return {
            page_id: LastRead(number, leaves, separately[page_id]) for page_id, (number, leaves) in wholes.items()
        }

    def _with_versions(self) -> Any:
        """Each row with its version's number, and the leaves for a whole one.

        The leaves are left out of clauses: those of one version would come once for each.
        """
        leaves = models.Case(models.When(clause_id="", then=models.F("version__leaves")))
        return self.values_list("page_id", "clause_id", "leaf_hash", "version__number", leaves)

    def colleagues_by_team(self) -> dict[str | None, int]:
        """Return how many of the people who work here now these are of, by the name of their team."""
        here = self.filter(person__is_active=True, person__employment=Employment.EMPLOYEE)
        return dict(
            here.values_list("person__team__name").annotate(models.Count("person", distinct=True)).order_by()
        )
