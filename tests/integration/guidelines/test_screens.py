"""Reading guidelines: the index, the guideline in force, one version, the one in force on a day."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from guidelines import actions
from guidelines.models import GuidelineRecord
from guidelines.rules.content import Part
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import UserFactory
from tests.integration.guidelines.reading import shown

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NASTY = "<script>alert('&amp;')</script> \"quoted\" & <b>bold</b>"


@pytest.fixture
def reader(client):
    """A signed-in colleague in Stockholm."""
    person = UserFactory(time_zone="Europe/Stockholm")
    client.force_login(person)
    return person


def three_versions(slug="social-media"):
    """A guideline that gained a clause in version 2 and reworded its first one in version 3."""
    own, client_names = clause("Own your words"), clause("Ask before naming clients")
    reworded = clause("Own your words", "<p>Say who you are, always.</p>", id=own.id)
    editions = [[own], [own, client_names], [reworded, client_names]]
    for month, clauses in enumerate(editions, start=3):
        version = VersionFactory(
            slug=slug,
            guideline=guideline("Social media", *clauses, summary="Be honest.\nBe kind."),
            date=datetime(2024, month, 3, 23, 30, tzinfo=UTC),
        )
    return version, own.id, client_names.id


# The index


def test_an_empty_index_leads_colleagues_to_the_editor(client, reader):
    page = shown(client, reverse("guidelines:index"))
    assert "Write the first one" in page
    assert "/cms/pages/add/guidelines/guidelinepage/" in page


def test_the_index_shows_each_guideline_with_its_summary_and_version(client, reader):
    three_versions()
    page = shown(client, reverse("guidelines:index"))
    assert "Social media" in page
    assert "Be kind." in page
    assert "Version 3" in page


def test_a_withdrawn_guideline_is_listed_apart_and_stays_readable(client, reader):
    version, _own, _names = three_versions()
    GuidelineRecord.objects.filter(page_id=version.page_id).update(withdrawn_at=timezone.now())
    assert "No longer in force" in shown(client, reverse("guidelines:index"))
    page = shown(client, reverse("guidelines:guideline", args=["social-media"]))
    assert "This guideline is no longer in force" in page
    assert "Say who you are, always." in page


# The guideline in force


def test_a_guideline_shows_summary_version_clauses_and_contents(client, reader):
    _version, own, names = three_versions()
    page = shown(client, reverse("guidelines:guideline", args=["social-media"]))
    assert "Be kind." in page
    assert "Version 3" in page
    assert f'id="clause-{own}"' in page
    assert f'<a href="#clause-{names}">Ask before naming clients</a>' in page


def test_dates_are_in_the_readers_own_time_zone(client, reader):
    three_versions()
    page = shown(client, reverse("guidelines:guideline", args=["social-media"]))
    assert "in force since 4 May 2024" in page


def test_a_clause_says_since_which_version_it_reads_as_it_does(client, reader):
    _version, own, names = three_versions()
    page = shown(client, reverse("guidelines:guideline", args=["social-media"]))
    assert f'href="/guidelines/social-media/compare/2...3/#change-{own}"' in page
    assert f'href="/guidelines/social-media/compare/1...2/#change-{names}"' in page
    assert "changed in v3" in page
    assert "new in v2" in page


def test_a_clause_that_never_changed_says_nothing_about_changes(client, reader):
    VersionFactory(slug="short")
    page = shown(client, reverse("guidelines:guideline", args=["short"]))
    assert "clause-change" not in page


def test_why_and_examples_are_folded_away_under_the_rule(client, reader):
    whole = clause(
        why="<p>Because readers ask.</p>",
        permitted="<p>I work here.</p>",
        not_permitted="<p>We think that…</p>",
        not_restricted="<p>Your own politics.</p>",
    )
    VersionFactory(slug="whole", guideline=guideline("Whole", whole))
    page = shown(client, reverse("guidelines:guideline", args=["whole"]))
    for text in ("Because readers ask.", "I work here.", "We think that…", "Your own politics.", "<details"):
        assert text in page


def test_text_before_the_first_heading_tables_code_and_quotes_are_shown(client, reader):
    parts = (
        Part("text", "<p>Before <b>all</b> else.</p>"),
        Part("table", rows=(("Who", "What"), ("All", "<b>Read</b>")), header=True),
        Part("code", text="if a < b:\n    pass", language="python"),
        Part("quote", "<p>Said somebody.</p>"),
    )
    VersionFactory(slug="parts", guideline=guideline("Parts", clause("", rule=parts)))
    page = shown(client, reverse("guidelines:guideline", args=["parts"]))
    assert '<p data-block="b1">Before <b>all</b> else.</p>' in page
    assert '<table tabindex="0">' in page
    assert '<th data-block="b2">Who</th>' in page
    assert "if a &lt; b:\n    pass" in page
    assert '<blockquote><p data-block="b7">Said somebody.</p></blockquote>' in page


def test_markup_in_titles_headings_summaries_notes_and_names_is_shown_as_text(client):
    author = UserFactory(display_name="<i>Ann</i> & Bo")
    client.force_login(author)
    for number in (1, 2):
        VersionFactory(
            slug="nasty",
            guideline=guideline(f"{NASTY} {number}", clause(NASTY), summary=NASTY),
            note=NASTY,
            author_id=author.pk,
        )
    for path in ("", "history/", "v/1/", "compare/1...2/", "compare/1...2/?view=side&show=all", "compare/"):
        page = shown(client, f"/guidelines/nasty/{path}")
        assert "<script>alert" not in page
        assert "<i>Ann" not in page
        assert "&lt;script&gt;" in page


def test_links_to_other_guidelines_follow_them_to_their_present_address(client, reader):
    target = VersionFactory(slug="target")
    link = f'<p>See <a id="{target.page_id}" linktype="page">that one</a>.</p>'
    VersionFactory(slug="source", guideline=guideline("Source", clause(text=link)))
    page = shown(client, reverse("guidelines:guideline", args=["source"]))
    assert '<a href="/guidelines/target/">that one</a>' in page


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_links_to_pages_that_are_gone_or_never_were_show_their_words(client, reader, number):
    link = f'<p>See <a id="{number}" linktype="page">that one</a>.</p>'
    for text in (link, f"{link}<p>More.</p>"):
        VersionFactory(slug="source", guideline=guideline("Source", clause(id="1" * 32, text=text)))
    assert "that one" in shown(client, reverse("guidelines:guideline", args=["source"]))
    assert "that one" in shown(client, reverse("guidelines:compare", args=["source", 1, 2]))


def test_contributors_are_named_with_those_of_most_versions_first(client):
    often, once = UserFactory(display_name="Often"), UserFactory(display_name="Once")
    client.force_login(once)
    for author in (once, often, often):
        VersionFactory(slug="written", guideline=guideline("Written", clause()), author_id=author.pk)
    page = shown(client, reverse("guidelines:guideline", args=["written"]))
    assert page.index(">Often<") < page.index(">Once<", page.index("contributors"))


def test_an_author_who_is_gone_leaves_the_page_readable(client, reader):
    VersionFactory(slug="orphan", author_id=987654)
    for path in ("", "history/", "v/1/"):
        assert "no longer here" in shown(client, f"/guidelines/orphan/{path}")


def test_colleagues_find_the_way_to_the_editor(client, reader):
    version = VersionFactory(slug="open")
    page = shown(client, reverse("guidelines:guideline", args=["open"]))
    assert reverse("wagtailadmin_pages:edit", args=[version.page_id]) in page


def test_an_address_a_guideline_had_before_leads_to_its_present_one(client, reader):
    version = VersionFactory(slug="before")
    page = page_of(version)
    page.slug = "after"
    page.describe_change(note="A better name.")
    page.save_revision().publish()
    GuidelineRecord.objects.filter(pk=version.page_id).update(slug="after")
    for path in ("", "history/", "v/1/", "compare/1...1/?view=side", "compare/1...1.json"):
        response = client.get(f"/guidelines/before/{path}")
        assert response.status_code == 301
        assert response["Location"] == f"/guidelines/after/{path}"


def test_what_was_taken_out_is_said_in_its_place(client, reader):
    version = VersionFactory(slug="leak", guideline=guideline("Leak", clause("Secret plans"), clause("Stay")))
    record = GuidelineRecord.objects.get(pk=version.page_id)
    assert "Secret plans" in shown(client, record.get_absolute_url())
    leaf = next(leaf for leaf in version.leaf_refs if leaf.kind == "clause")
    actions.take_out_leaf(leaf_hash=leaf.leaf_hash, now=timezone.now())
    page = shown(client, record.get_absolute_url())
    assert "Secret plans" not in page
    assert "were taken out" in page
    assert "Stay" in page


# One version


def test_an_old_version_says_which_it_is_and_when_it_was_in_force(client, reader):
    three_versions()
    page = shown(client, reverse("guidelines:version", args=["social-media", 2]))
    assert "version 2 of 3" in page
    assert "in force 4 April 2024 – 4 May 2024" in page
    assert reverse("guidelines:compare", args=["social-media", 2, 3]) in page
    assert "Say who you are.</p>" in page
    assert "Say who you are, always." not in page


def test_the_newest_version_has_an_address_of_its_own_too(client, reader):
    three_versions()
    assert "always show version 3" in shown(client, reverse("guidelines:version", args=["social-media", 3]))


@pytest.mark.parametrize(
    "path",
    [
        "v/4/",
        "v/999999999/",
        "v/9999999999999999999999/",
        "v/0/",
        "v/-1/",
        "v/01/",
        "v/x/",
        "v/1.5/",
        "v/٣/",
        "nonsense/",
    ],
)
def test_a_version_that_is_not_there_is_a_plain_404_that_leads_on(client, reader, path):
    three_versions()
    assert "/guidelines/social-media/history/" in shown(client, f"/guidelines/social-media/{path}", 404)


@pytest.mark.parametrize(
    "path", ["", "history/", "v/1/", "compare/1...2/", "compare/1...2.json", "compare/", "x/"]
)
def test_an_unknown_guideline_is_not_found(client, reader, path):
    assert client.get(f"/guidelines/nowhere/{path}").status_code == 404


def test_an_address_without_its_last_slash_is_completed(client, reader):
    three_versions()
    response = client.get("/guidelines/social-media/history")
    assert response.status_code == 301
    assert response["Location"] == "/guidelines/social-media/history/"


# On a day


def test_a_day_shows_what_was_in_force_when_it_ended_for_the_reader(client, reader):
    three_versions()
    on_the_day_before = shown(client, "/guidelines/social-media/on/2024-05-03/")
    on_the_day = shown(client, "/guidelines/social-media/on/2024-05-04/")
    assert "When 3 May 2024 ended, version 2 was in force." in on_the_day_before
    assert "When 4 May 2024 ended, version 3 was in force." in on_the_day


def test_a_day_before_the_first_version_says_since_when_there_is_one(client, reader):
    three_versions()
    page = shown(client, "/guidelines/social-media/on/2020-01-01/", 404)
    assert "It came into being on 4 March 2024." in page


@pytest.mark.parametrize("day", ["2999-01-01", "9999-12-31", "0001-01-01", "2024-02-30", "2024-13-01", "soon"])
def test_a_day_that_has_no_version_is_a_plain_404(client, reader, day):
    three_versions()
    shown(client, f"/guidelines/social-media/on/{day}/", 404)


# Who may read


@pytest.mark.parametrize("path", ["", "social-media/", "social-media/history/", "social-media/compare/1...2/"])
def test_guidelines_are_for_those_who_signed_in(client, path):
    three_versions()
    response = client.get(f"/guidelines/{path}")
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_a_script_without_a_session_hears_401(client):
    three_versions()
    address = "/guidelines/social-media/compare/1...2.json"
    assert client.get(address, headers={"accept": "application/json"}).status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        *("", "social-media/", "social-media/history/", "social-media/v/1/", "social-media/on/2024-05-04/"),
        *("social-media/compare/", "social-media/compare/1...2/", "social-media/compare/1...2.json"),
    ],
)
def test_public_guidelines_are_open_to_everybody(client, settings, path):
    settings.GUIDELINES_PUBLIC = True
    three_versions()
    response = client.get(f"/guidelines/{path}")
    assert response.status_code == 200
    assert b"/cms/" not in response.content
    assert b"/people/" not in response.content


@pytest.mark.parametrize("public", [True, False])
def test_nothing_is_written_by_reading(client, reader, settings, public):
    settings.GUIDELINES_PUBLIC = public
    three_versions()
    for path in ("", "social-media/", "social-media/history/", "social-media/compare/1...2/"):
        assert client.post(f"/guidelines/{path}").status_code == 405
