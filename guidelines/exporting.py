"""Giving a guideline away with its whole history, as a Git repository."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf
from guidelines.repositories import write_repository
from guidelines.rules.content import Guideline, clause_html
from guidelines.rules.git_history import Name, VersionCommit
from guidelines.rules.markdown_out import ENGLISH, guideline_to_markdown
from guidelines.rules.portable import LinkAddress, with_addresses, with_gaps_marked
from guidelines.rules.reading import Reading
from people.models import User


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export made: the file's name in the repository, and how many versions."""

    path: str
    versions: int


def export_repository(record: GuidelineRecord, folder: Path) -> Exported:
    """Make a Git repository of a guideline: one commit a version, with author, date and note.

    The file says all that the version says; links to guidelines are full addresses, and what was taken out is
    marked as such. The same record always gives the same commits. Raises RepositoryError, ProgramError.
    """
    path = f"{record.slug}.md"
    versions = list(GuidelineVersion.objects.of(record.page_id).oldest_first())
    write_repository(folder, _commits(versions, path))
    return Exported(path, len(versions))


def _commits(versions: list[GuidelineVersion], path: str) -> Iterator[tuple[VersionCommit, str]]:
    readings = Leaf.objects.read(versions)
    people = User.objects.in_bulk({person for version in versions for person in version.people_ids})
    told = [with_gaps_marked(reading, ENGLISH.taken_out) for reading in readings]
    address = full_addresses("".join(clause_html(clause) for each in told for clause in each.clauses))
    for version, reading, guideline in zip(versions, readings, told, strict=True):
        commit = _commit(version, reading, people, path)
        yield commit, _text(guideline, address)


def _text(guideline: Guideline, address: LinkAddress) -> str:
    return guideline_to_markdown(with_addresses(guideline, address))


def _commit(version: GuidelineVersion, reading: Reading, people: Mapping[int, User], path: str) -> VersionCommit:
    note_gone = "note" in {leaf.kind for leaf in reading.taken_out}
    author = _name(people.get(version.person_id or 0))
    return VersionCommit(
        number=version.number,
        path=path,
        author=author.shown,
        username=author.username,
        date=version.date,
        note=ENGLISH.taken_out if note_gone else reading.note,
        material=version.material,
        co_authors=tuple(_name(people.get(person)) for person in version.co_authors),
    )


def _name(person: User | None) -> Name:
    return Name(person.shown_name, person.username) if person else Name("", "")


def full_addresses(html: str) -> LinkAddress:
    """Return where links to guidelines in canonical HTML lead on this installation; looked up in one query."""
    within = GuidelineRecord.objects.addresses_in(html)

    def address(link_type: str, number: str) -> str:
        path = within(link_type, number)
        return f"{settings.BASE_URL}{path}" if path else ""

    return address
