"""`manage.py import_guideline`: all of a file or nothing, once and for all."""

import gzip
import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from guidelines import actions
from guidelines.models import (
    GuidelineIndexPage,
    GuidelinePage,
    GuidelineRecord,
    GuidelineVersion,
    ImportedVersion,
    Leaf,
    Origin,
)
from guidelines.rules.content import Part
from people.models import Employment, User
from tests.factories.guidelines import VersionFactory, guideline
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

FIRST: dict[str, Any] = {
    "document": "rules/social-media.md",
    "version": 1,
    "author": "Bo Sand",
    "date": "2023-05-03T10:00:00+02:00",
    "note": "Start",
    "markdown": "---\ntitle: Social media\n---\nBe kind.\n\n## Own your words\n\nSay who you are as you write.\n",
}
SECOND: dict[str, Any] = {
    **FIRST,
    "version": 2,
    "author": "Ada Pell",
    "date": "2024-01-02T03:04:05Z",
    "note": "Ask first",
    "markdown": FIRST["markdown"] + "\n## Ask first\n\nAsk a customer before you name them.\n",
}
THIRD = {
    **SECOND,
    "version": 3,
    "date": "2024-06-01T00:00:00Z",
    "note": "Rename",
    "markdown": SECOND["markdown"]
    .replace("## Own your words", "## Who you are")
    .replace("Be kind", "Be very kind"),
}
OTHER = {**FIRST, "document": "rules/blogging.md", "markdown": "# Blogging\n\nWrite what you know.\n"}


@pytest.fixture
def import_lines(tmp_path):
    """Import entries, or lines as they are, from a file; return what the command says."""

    def run(*lines: dict | str, zipped: bool = False) -> str:
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        file = tmp_path / "history.jsonl"
        file.write_bytes(gzip.compress(text.encode()) if zipped else text.encode())
        output = StringIO()
        call_command("import_guideline", str(file), stdout=output)
        return output.getvalue()

    return run


def everything() -> list:
    """All rows an import could touch."""
    models = [GuidelineVersion, Leaf, GuidelineRecord, ImportedVersion, Revision, Page, User]
    return [list(model.objects.order_by("pk").values()) for model in models]


def versions_of(slug: str) -> list[GuidelineVersion]:
    page_id = GuidelineRecord.objects.get(slug=slug).page_id
    return list(GuidelineVersion.objects.of(page_id).oldest_first())


def readings_of(slug: str):
    return Leaf.objects.read(versions_of(slug))


def refusal(import_lines, *lines: dict | str) -> str:
    """What the command says when it refuses a file; nothing may have changed."""
    before = everything()
    with pytest.raises(CommandError) as caught:
        import_lines(*lines)
    assert everything() == before
    return str(caught.value)


def test_author_date_note_and_text_of_every_version_are_kept(import_lines):
    import_lines(FIRST, SECOND)
    one, two = versions_of("social-media")
    assert (one.number, one.date, one.origin) == (1, datetime(2023, 5, 3, 8, tzinfo=UTC), Origin.IMPORT)
    assert (two.number, two.date, two.parent_hash) == (2, datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC), one.hash)
    assert [User.objects.get(pk=version.person_id).shown_name for version in (one, two)] == ["Bo Sand", "Ada Pell"]
    first, second = readings_of("social-media")
    assert (first.note, second.note) == ("Start", "Ask first")
    assert first.guideline.title == "Social media"
    assert [clause.heading for clause in second.guideline.clauses] == ["", "Own your words", "Ask first"]


def test_the_page_in_the_cms_says_what_the_newest_version_says(import_lines):
    import_lines(FIRST, SECOND)
    page = GuidelinePage.objects.get(slug="social-media")
    assert page.live
    assert (
        page.content()
        == page.get_latest_revision_as_object().content()
        == readings_of("social-media")[1].guideline
    )


def test_an_author_nobody_knows_becomes_a_former_colleague_who_can_not_sign_in(import_lines):
    import_lines(FIRST)
    author = User.objects.get(display_name="Bo Sand")
    assert not author.is_active
    assert not author.has_usable_password()
    assert author.employment == Employment.ALUMNI
    assert not author.groups.exists()


def test_an_author_who_is_here_is_credited_and_stays_as_they_are(import_lines):
    author = UserFactory(display_name="Bo Sand")
    import_lines(FIRST)
    author.refresh_from_db()
    assert versions_of("social-media")[0].person_id == author.pk
    assert author.works_here
    assert User.objects.filter(display_name="Bo Sand").count() == 1


def test_clauses_keep_their_ids_through_the_history(import_lines):
    import_lines(FIRST, SECOND, THIRD)
    first, second, third = (
        [clause.id for clause in each.guideline.clauses] for each in readings_of("social-media")
    )
    assert second[:2] == first
    assert third == second
    assert len(set(third)) == 3


def test_a_clause_that_was_gone_for_a_version_gets_its_id_back(import_lines):
    back = {**SECOND, "version": 4, "date": "2024-07-01T00:00:00Z"}
    gone = {**FIRST, "version": 3, "date": "2024-06-01T00:00:00Z"}
    import_lines(FIRST, SECOND, gone)
    import_lines(FIRST, SECOND, gone, back)
    readings = readings_of("social-media")
    assert readings[3].guideline.clauses == readings[1].guideline.clauses


def test_tables_quotes_code_line_breaks_and_links_survive(import_lines):
    markdown = "a  \nb [c](/d)\n\n|e|f|\n|-|-|\n|*g*|h|\n\n> i\n\n```py\nif j:\n    k\n```\n\n- l\n  - m\n"
    import_lines({**FIRST, "markdown": markdown})
    (reading,) = readings_of("social-media")
    assert reading.guideline.clauses[0].rule == (
        Part("text", html='<p>a<br>b <a href="/d">c</a></p>'),
        Part("table", rows=(("e", "f"), ("<i>g</i>", "h")), header=True),
        Part("quote", html="<p>i</p>"),
        Part("code", language="py", text="if j:\n    k"),
        Part("text", html="<ul><li>l<ul><li>m</li></ul></li></ul>"),
    )


@pytest.mark.parametrize("zipped", [False, True])
def test_a_file_may_hold_several_documents_plain_or_gzipped(import_lines, zipped):
    output = import_lines(FIRST, OTHER, SECOND, zipped=zipped)
    assert len(versions_of("social-media")) == 2
    assert len(versions_of("blogging")) == 1
    assert "rules/blogging.md -> /guidelines/blogging/: 1 version added" in output
    assert "Documents: 2, 3 versions added" in output


def test_documents_with_the_same_title_live_at_addresses_of_their_own(import_lines):
    VersionFactory(slug="social-media")
    import_lines(FIRST, {**FIRST, "document": "other.md"})
    rows = ImportedVersion.objects.order_by("pk")
    slugs = [GuidelineRecord.objects.get(page_id=row.page_id).slug for row in rows]
    assert slugs == ["social-media-2", "social-media-3"]


def test_a_title_that_no_address_can_hold_gives_one_of_the_documents_name(import_lines):
    import_lines({**FIRST, "markdown": "---\ntitle: 規則\n---\ntext"})
    assert GuidelineRecord.objects.get().slug == "rulessocial-mediamd"


def test_importing_a_file_again_changes_nothing(import_lines):
    import_lines(FIRST, OTHER, SECOND)
    before = everything()
    output = import_lines(FIRST, OTHER, SECOND)
    assert everything() == before
    assert "Documents: 2, 0 versions added, 3 here already" in output


def test_a_file_with_more_versions_adds_only_those(import_lines):
    import_lines(FIRST)
    before = versions_of("social-media")
    output = import_lines(FIRST, SECOND, THIRD)
    assert versions_of("social-media")[:1] == before
    assert [reading.note for reading in readings_of("social-media")] == ["Start", "Ask first", "Rename"]
    assert "2 versions added, 1 here already" in output


def test_importing_in_two_goes_gives_the_same_clauses_as_in_one(import_lines):
    import_lines(FIRST)
    import_lines(SECOND, THIRD)
    in_two = [reading.guideline for reading in readings_of("social-media")]
    ids = [[clause.id for clause in each.clauses] for each in in_two]
    assert ids[0] == ids[1][:2]
    assert ids[1] == ids[2]


def test_a_version_that_only_changes_what_nobody_sees_keeps_its_author_date_and_note(import_lines):
    hidden = {
        **FIRST,
        "version": 2,
        "note": "For machines",
        "markdown": FIRST["markdown"].replace("---\nBe", "keywords: x\n---\n<!-- y -->\nBe"),
    }
    output = import_lines(FIRST, hidden, {**SECOND, "version": 3})
    assert [version.number for version in versions_of("social-media")] == [1, 2, 3]
    assert [reading.note for reading in readings_of("social-media")] == ["Start", "For machines", "Ask first"]
    assert "3 versions added" in output
    before = everything()
    assert "0 versions added, 3 here already" in import_lines(FIRST, hidden, {**SECOND, "version": 3})
    assert everything() == before


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"markdown": FIRST["markdown"].replace("kind", "nice")}, "text"),
        ({"markdown": FIRST["markdown"] + "\n## More\n"}, "text"),
        ({"markdown": FIRST["markdown"].replace("Social", "Antisocial")}, "title"),
        ({"date": "2023-05-03T10:00:01+02:00"}, "date"),
        ({"note": "Begin"}, "note"),
        ({"note": "Begin", "markdown": "# Title\n\nx"}, "title, text, note"),
    ],
)
def test_a_history_that_contradicts_what_is_here_is_refused(import_lines, changed, what):
    import_lines(FIRST, SECOND)
    message = refusal(import_lines, OTHER, {**FIRST, **changed}, SECOND, THIRD)
    expected = f"Line 2: version 1 of “rules/social-media.md” is here already, with another {what}"
    assert message.endswith(f"was not imported, nothing was changed. {expected}")


def test_the_same_moment_in_another_time_zone_is_the_same_date(import_lines):
    import_lines(FIRST)
    assert "1 here already" in import_lines({**FIRST, "date": "2023-05-03T08:00:00Z"})


def test_a_version_before_those_that_are_here_is_refused(import_lines):
    import_lines(FIRST, THIRD)
    message = refusal(import_lines, FIRST, SECOND, THIRD)
    assert "Line 2: version 2 of “rules/social-media.md” would come before one that is here already" in message


def test_nothing_is_added_to_a_guideline_that_was_edited_here_since(import_lines):
    import_lines(FIRST)
    VersionFactory(slug="social-media", guideline=guideline("Ours"), origin=Origin.EDIT)
    message = refusal(import_lines, FIRST, SECOND)
    assert "Line 2: the guideline made of “rules/social-media.md” was edited here since" in message
    assert "1 here already" in import_lines(FIRST)


def test_nothing_is_added_over_a_draft(import_lines):
    import_lines(FIRST)
    page = GuidelinePage.objects.get(slug="social-media")
    page.summary = "A point"
    page.save_revision()
    assert "was edited here since" in refusal(import_lines, FIRST, SECOND)


def test_nothing_is_added_to_a_guideline_that_something_was_taken_out_of(import_lines):
    import_lines(FIRST)
    actions.take_out_leaf(leaf_hash=Leaf.objects.filter(kind="clause").first().hash, now=datetime.now(UTC))
    message = refusal(import_lines, FIRST, SECOND)
    assert "Line 2: something was taken out of the guideline made of “rules/social-media.md”" in message


def test_nothing_is_added_to_a_guideline_that_was_withdrawn(import_lines):
    import_lines(FIRST)
    GuidelinePage.objects.get(slug="social-media").unpublish()
    message = refusal(import_lines, FIRST, SECOND)
    assert "Line 2: the guideline made of “rules/social-media.md” is not in force here any more" in message


def test_what_was_taken_out_contradicts_nothing(import_lines):
    import_lines(FIRST)
    for leaf in Leaf.objects.filter(kind__in=["clause", "note", "title"]):
        actions.take_out_leaf(leaf_hash=leaf.hash, now=datetime.now(UTC))
    assert "1 here already" in import_lines(FIRST)


def test_a_version_from_the_future_is_refused(import_lines):
    message = refusal(import_lines, FIRST, {**SECOND, "date": "2999-01-01T00:00:00Z"})
    assert "Line 2: version 2 of “rules/social-media.md” is dated in the future" in message


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "this is no JSON"),
        ({**SECOND, "version": 1}, "version 1 of “rules/social-media.md” comes after version 1"),
        ({**SECOND, "date": "2024-01-02"}, "“date” has no time zone"),
        (
            {**SECOND, "markdown": "a\n\n<iframe src=x></iframe>"},
            "in its Markdown, line 3: the tag <iframe> can't be",
        ),
        ({key: value for key, value in SECOND.items() if key != "author"}, "“author” is missing"),
    ],
)
def test_a_broken_line_is_refused_with_its_number_and_nothing_is_imported(import_lines, line, reason):
    message = refusal(import_lines, FIRST, OTHER, line)
    assert "was not imported, nothing was changed. Line 3: " in message
    assert reason in message


def test_nothing_is_imported_when_a_version_can_not_be_recorded(import_lines):
    GuidelineIndexPage.objects.get().delete()
    assert "Line 1: There is no list of guidelines" in refusal(import_lines, FIRST)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"missing\.jsonl can't be read"):
        call_command("import_guideline", str(tmp_path / "missing.jsonl"))


def test_a_folder_is_refused(tmp_path: Path):
    with pytest.raises(CommandError, match="can't be read"):
        call_command("import_guideline", str(tmp_path))
