"""Pages of a MediaWiki with their history; needs pandoc, as importing them does."""

from datetime import UTC, datetime
from io import StringIO
from xml.sax.saxutils import escape

import pytest
from django.core.management import CommandError, call_command

from guidelines.models import GuidelineRecord, GuidelineVersion
from guidelines.rules.content import Part
from people.models import User
from tests.integration.guidelines.test_import_guideline import everything, readings_of
from tests.programs import needs_program

pytestmark = [pytest.mark.django_db, needs_program("pandoc")]


def revision(number, text, *, comment="Why", who="<username>Bo Sand</username>", more="", day=None) -> str:
    return (
        f"<revision><id>{number}</id><timestamp>2020-01-{day or number:02}T10:00:00Z</timestamp>"
        f"<contributor>{who}</contributor><comment>{comment}</comment><model>wikitext</model>"
        f'<text xml:space="preserve"{more}>{escape(text)}</text></revision>'
    )


def page(title, *revisions, number=7, namespace=0) -> str:
    return f"<page><title>{title}</title><ns>{namespace}</ns><id>{number}</id>{''.join(revisions)}</page>"


def dump(*pages) -> str:
    return (
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11"><siteinfo>'
        f"<base>https://wiki.example/wiki/Main_Page</base></siteinfo>{''.join(pages)}</mediawiki>"
    )


TEXT = "Be '''kind'''. {{Note|x}}\n\n== Own your words ==\n* See [[Other page|there]]\n"
HISTORY = page(
    "Blogging", revision(1, TEXT), revision(3, TEXT + "\n== Ask ==\nAsk.<ref>A book</ref>\n", comment="")
)


@pytest.fixture
def run(tmp_path):
    """Import a dump; return what the command says."""

    def run(text, **options) -> str:
        file = tmp_path / "dump.xml"
        file.write_text(text)
        output = StringIO()
        call_command("import_guideline", str(file), mediawiki=True, stdout=output, **options)
        return output.getvalue()

    return run


def refusal(run, *arguments, **options) -> str:
    before = everything()
    with pytest.raises(CommandError) as caught:
        run(*arguments, **options)
    assert everything() == before
    return str(caught.value)


def test_every_revision_is_a_version_with_its_author_date_and_comment(run):
    assert "/guidelines/blogging/: 2 versions added" in run(dump(HISTORY))
    versions = list(GuidelineVersion.objects.order_by("number"))
    assert [version.date for version in versions] == [datetime(2020, 1, day, 10, tzinfo=UTC) for day in (1, 3)]
    assert {User.objects.get(pk=version.person_id).display_name for version in versions} == {"Bo Sand"}
    first, second = readings_of("blogging")
    assert (first.note, second.note) == ("Why", "No reason was given.")
    assert [clause.id for clause in first.guideline.clauses] == [each.id for each in second.guideline.clauses[:2]]


def test_wikitext_becomes_clauses_and_what_wikis_alone_know_stays_as_it_is_written(run):
    run(dump(HISTORY))
    lead, own, ask = readings_of("blogging")[1].guideline.clauses
    assert lead.rule == (Part("text", "<p>Be <b>kind</b>. {{Note|x}}</p>"),)
    link = '<a href="https://wiki.example/wiki/Other_page">there</a>'
    assert (own.heading, own.rule) == ("Own your words", (Part("text", f"<ul><li>See {link}</li></ul>"),))
    assert ask.rule == (Part("text", "<p>Ask. [A book]</p>"),)


def test_importing_again_adds_only_new_revisions_also_after_the_page_was_renamed(run):
    run(dump(page("Blogging", revision(1, TEXT))))
    assert "1 version added, 1 here already" in run(dump(HISTORY.replace("Blogging", "Blogs")))
    before = everything()
    assert "0 versions added, 2 here already" in run(dump(HISTORY.replace("Blogging", "Blogs")))
    assert everything() == before


def test_talk_templates_redirects_and_hidden_revisions_are_left_out(run):
    hidden = revision(2, "", more=' deleted="deleted"')
    talk = page("Talk:X", revision(4, "hm"), number=8, namespace=1)
    moved = page("Old", revision(5, "#REDIRECT [[Blogging]]"), number=9)
    nobody = page("House", revision(6, "Wipe.", who=""), number=10, namespace=4)
    run(dump(HISTORY.replace("</revision>", f"</revision>{hidden}", 1), talk, moved, nobody))
    assert set(GuidelineRecord.objects.values_list("slug", flat=True)) == {"blogging", "house"}
    assert len(readings_of("blogging")) == 2
    house = GuidelineRecord.objects.select_related("current").get(slug="house").current
    assert house.person_id is None


def test_one_page_can_be_asked_for_by_its_title(run):
    run(dump(HISTORY, page("House", revision(6, "Wipe."), number=10)), title="House")
    assert GuidelineRecord.objects.get().slug == "house"
    assert "it has “Blogging”" in refusal(run, dump(HISTORY), title="No")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no xml", "Line 1: this is no XML"),
        ("<a>\n<b></a>", "Line 2: this is no XML"),
        ("<html/>", "This is no MediaWiki dump."),
        (dump(), "The dump holds no pages."),
        ('<!DOCTYPE a [<!ENTITY b "c">]><mediawiki>&b;</mediawiki>', "The XML declares types or entities"),
        (dump(page("X", revision(1, "[ftp://x.example/y z]"))), "Revision 1 of “X”: a link or picture with"),
        (
            dump(page("X", revision(1, "a\n\n<iframe src='x'></iframe>", day="40"))),
            "Revision 1 of “X”: its number",
        ),
    ],
)
def test_a_dump_that_can_not_be_kept_is_refused_and_nothing_is_imported(run, text, reason):
    assert reason in refusal(run, text)


def test_without_pandoc_it_says_what_is_missing(run, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "needs pandoc, which is not installed here" in refusal(
        run, dump(page("X", revision(1, "never read yet")))
    )
