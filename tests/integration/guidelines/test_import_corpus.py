"""Real histories: every version comes in, once, and every page made of them is whole."""

from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from guidelines.blaming import Words, blame_of, rebuild_blame
from guidelines.blocks import TEXT_FEATURES, for_editor
from guidelines.exporting import export_repository
from guidelines.models import (
    GuidelinePage,
    GuidelineRecord,
    GuidelineVersion,
    ImportedVersion,
    Leaf,
    PartBlame,
)
from guidelines.repositories import read_repository
from guidelines.rules.blame import parts_of
from guidelines.rules.entries import Entry
from guidelines.rules.jsonlines import read_histories
from guidelines.rules.richtext import normalise_rich_text
from tests.corpus import CORPUS, needs_corpus
from tests.factories.people import UserFactory
from tests.html import assert_well_formed
from tests.programs import needs_program

FILES = ("policies.jsonl.gz", "handbook.jsonl.gz")


def run_import(name: str) -> str:
    output = StringIO()
    call_command("import_guideline", str(CORPUS / name), stdout=output)
    return output.getvalue()


def entries() -> list[Entry]:
    histories = (read_histories((CORPUS / name).read_bytes()) for name in FILES)
    return [entry for history in histories for several in history.values() for entry in several]


@needs_corpus
@pytest.mark.once
@pytest.mark.xdist_group("corpus")
class ImportedCorpusTests(TestCase):
    """One import, looked at from all sides; a class, so that it is done once."""

    @classmethod
    def setUpTestData(cls):
        for name in FILES:
            run_import(name)

    def test_every_version_of_the_files_stands_somewhere_with_its_title_text_author_date_and_note(self):
        rows = {(row.document, row.version): row for row in ImportedVersion.objects.all()}
        versions = {(version.page_id, version.number): version for version in GuidelineVersion.objects.all()}
        readings = dict(zip(versions, Leaf.objects.read(versions.values()), strict=True))
        wanted = entries()
        assert len(rows) == len(wanted)
        assert len(versions) == len(rows)
        for entry in wanted:
            row = rows[entry.document, entry.version]
            version, reading = versions[row.page_id, row.number], readings[row.page_id, row.number]
            stored = [(clause.heading, clause.level, clause.rule) for clause in reading.guideline.clauses]
            given = [(clause.heading, clause.level, clause.rule) for clause in entry.guideline.clauses]
            assert (reading.guideline.title, stored) == (entry.guideline.title, given)
            assert (version.date, reading.note) == (entry.date, entry.note)

    @needs_program("git")
    def test_every_version_comes_out_of_a_repository_as_it_went_into_it(self):
        for record in GuidelineRecord.objects.recorded():
            with self.subTest(record.slug), TemporaryDirectory() as folder:
                made = export_repository(record, Path(folder))
                ((_name, found),) = read_repository(Path(folder), made.path).items()
                versions = list(GuidelineVersion.objects.of(record.page_id).oldest_first())
                assert [(entry.date, entry.material) for entry in found] == [
                    (version.date, version.material) for version in versions
                ]
                assert [(entry.guideline, entry.note) for entry in found] == [
                    (reading.guideline, reading.note) for reading in Leaf.objects.read(versions)
                ]

    def test_every_page_in_the_cms_holds_what_its_newest_version_says(self):
        for record in GuidelineRecord.objects.in_force():
            page = GuidelinePage.objects.get(pk=record.page_id)
            assert page.content() == Leaf.objects.read_one(record.current).guideline

    def test_the_editor_gives_every_text_back_as_it_was(self):
        editor = ContentstateConverter(features=TEXT_FEATURES)
        readings = Leaf.objects.read(GuidelineVersion.objects.all())
        clauses = {clause for reading in readings for clause in reading.guideline.clauses}
        texts = {part.html for clause in clauses for part in clause.rule if part.html}
        assert texts
        for text in texts:
            edited = editor.to_database_format(editor.from_database_format(for_editor(text)))
            assert normalise_rich_text(edited) == text

    def test_importing_again_changes_nothing(self):
        before = list(GuidelineVersion.objects.order_by("pk").values())
        assert "0 versions added" in run_import("policies.jsonl.gz")
        assert list(GuidelineVersion.objects.order_by("pk").values()) == before

    def test_every_version_history_and_compare_page_is_whole(self):
        self.client.force_login(UserFactory())
        for record in GuidelineRecord.objects.in_force():
            numbers = range(1, record.current.number + 1)
            paths = [reverse("guidelines:guideline", args=[record.slug])]
            paths.append(reverse("guidelines:history", args=[record.slug]))
            paths += [reverse("guidelines:version", args=[record.slug, number]) for number in numbers]
            paths += [
                reverse("guidelines:compare", args=[record.slug, number, number + 1]) for number in numbers[:-1]
            ]
            for path in paths:
                with self.subTest(path):
                    response = self.client.get(path, follow=True)
                    assert response.status_code == 200
                    assert_well_formed(response)

    def test_who_wrote_what_is_the_same_version_by_version_and_worked_out_at_once(self):
        for record in GuidelineRecord.objects.recorded():
            with self.subTest(record.slug):
                assert rebuild_blame(record.page_id).differing == []

    def test_every_word_of_every_version_has_an_author(self):
        for version in GuidelineVersion.objects.oldest_first():
            words = Words()
            words.read(parts_of(version.leaves).values())
            found = blame_of(version, words)
            assert {part: credit.leaf for part, credit in found.items()} == parts_of(version.leaves)

    def test_who_wrote_what_takes_less_room_than_the_text(self):
        text = sum(map(len, Leaf.objects.values_list("content", flat=True)))
        assert sum(len(str(row.facts)) for row in PartBlame.objects.iterator()) < text
