"""A Markdown file as one version, and looking before anything is written."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from guidelines.models import GuidelinePage, GuidelineRecord, GuidelineVersion, Leaf
from people.models import User
from tests.factories.guidelines import VersionFactory
from tests.integration.guidelines.test_import_guideline import FIRST, SECOND, THIRD, everything, readings_of

pytestmark = pytest.mark.django_db

MARKDOWN = "# Blogging\n\nWrite what you know.\n\n## Ask first\n\nAsk a customer before you name them.\n"


@pytest.fixture
def run(tmp_path):
    """Import a text as a file; return what the command says."""

    def run(text, name="blogging.md", **options) -> str:
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        output = StringIO()
        options = {"author": "Bo Sand", "note": "Start"} | options if name.endswith(".md") else options
        call_command("import_guideline", str(file), stdout=output, **options)
        return output.getvalue()

    return run


def refusal(run, *arguments, **options) -> str:
    before = everything()
    with pytest.raises(CommandError) as caught:
        run(*arguments, **options)
    assert everything() == before
    return str(caught.value)


def test_a_markdown_file_is_one_version_of_a_new_guideline(run):
    assert "/guidelines/blogging/: 1 version added" in run(MARKDOWN)
    version = GuidelineVersion.objects.get()
    assert User.objects.get(pk=version.person_id).display_name == "Bo Sand"
    (reading,) = readings_of("blogging")
    assert (reading.note, [each.heading for each in reading.guideline.clauses]) == ("Start", ["", "Ask first"])


def test_the_same_file_again_changes_nothing(run):
    run(MARKDOWN)
    run(MARKDOWN)
    assert GuidelineVersion.objects.count() == 1


def test_with_the_address_of_a_guideline_it_is_its_next_version_and_clauses_stay_who_they_are(run):
    run(MARKDOWN)
    run(
        "# Blogging\n\n## New\n\nNew words.\n\n## Ask first\n\nAsk a customer, twice.\n",
        slug="blogging",
        note="Twice",
    )
    first, second = readings_of("blogging")
    ids = [[each.id for each in reading.guideline.clauses] for reading in (first, second)]
    assert ids[1][1] == ids[0][1]
    assert ids[1][0] not in ids[0]


def test_what_says_the_same_is_no_version(run):
    run(MARKDOWN)
    before = everything()
    assert "0 versions added, 1 here already" in run(MARKDOWN, slug="blogging", note="Again")
    assert everything() == before


def test_without_author_and_note_it_says_what_is_missing(run):
    assert refusal(run, MARKDOWN, author="", note=" ") == "A Markdown file also needs --author, --note."


def test_a_draft_is_not_lost(run):
    run(MARKDOWN)
    page = GuidelinePage.objects.get(slug="blogging")
    page.summary = "A point"
    page.save_revision()
    assert "has a draft, which would be lost" in refusal(run, "# Blogging\n\nElse.\n", slug="blogging")


def test_a_guideline_that_was_withdrawn_stays_so(run):
    run(MARKDOWN)
    GuidelinePage.objects.get(slug="blogging").unpublish()
    assert "is not in force any more" in refusal(run, "# Blogging\n\nElse.\n", slug="blogging")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"\xff", "“blogging.md” is no UTF-8"),
        ("a\n\n<form>", "blogging.md: in its Markdown, line 3: the tag <form>"),
    ],
)
def test_what_can_not_be_kept_is_refused_with_its_line(run, text, reason):
    assert reason in refusal(run, text)


def test_an_address_that_is_none_is_refused(run):
    assert "blogging.md: " in refusal(run, MARKDOWN, slug="a b/c")


def test_a_rehearsal_says_what_becomes_of_every_version_and_changes_nothing(run):
    before = everything()
    lines = "\n".join(json.dumps(each) for each in (FIRST, SECOND, THIRD))
    said = run(lines, name="h.jsonl", dry_run=True)
    assert everything() == before
    assert "Version 2, 2024-01-02, Ada Pell: Ask first" in said
    for line in (
        "+ -- Be kind. · 2 words · ",
        "+ H2 Ask first · 9 words · ",
        "= H2 Own your words · 10 words · ",
        "~ -- Be very kind. · 3 words (+1 −0) · ",
        "~ H2 Who you are · 10 words (+3 −3) · ",
        "This was a rehearsal: nothing was changed.",
    ):
        assert line in said
    run(lines, name="h.jsonl")
    assert all(
        clause.id in said for reading in readings_of("social-media") for clause in reading.guideline.clauses
    )


def test_a_rehearsal_says_that_a_summary_goes(run):
    VersionFactory(slug="blogging")
    assert "The summary goes: the file has none." in run(MARKDOWN, slug="blogging", dry_run=True)


def test_a_rehearsal_is_refused_for_the_same_reasons(run):
    run(MARKDOWN)
    GuidelinePage.objects.get(slug="blogging").unpublish()
    text = "# Blogging\n\nElse.\n"
    assert refusal(run, text, slug="blogging") == refusal(run, text, slug="blogging", dry_run=True)


def test_a_rehearsal_says_what_will_not_be_kept_with_its_line(run):
    text = '---\ntitle: T\ntags: x\n---\n\n![P](/p.png)\n<!-- c -->\n\n[a](/b "t") n[^1] {% raw %}\n'
    said = run(text, dry_run=True)
    assert [line.strip() for line in said.splitlines() if "!" in line] == [
        "! Line 1: fields before the text other than its title are left out",
        "! Line 6: a picture becomes a link to it",
        "! Line 7: a comment is left out",
        "! Line 9: a footnote stays as it is written",
        "! Line 9: a template tag stays as it is written",
        "! Line 9: the title of a link is left out",
    ]
    assert not GuidelineRecord.objects.exists()
    assert not Leaf.objects.exists()
