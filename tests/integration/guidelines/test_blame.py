"""Who wrote what, as readers see it."""

import re

import pytest
from django.utils import timezone

from guidelines import actions
from guidelines.models import GuidelineRecord, Leaf, PartBlame
from guidelines.rules.blame import parts_of
from guidelines.rules.content import Guideline, Part
from tests.factories.guidelines import clause
from tests.factories.people import UserFactory
from tests.integration.guidelines.reading import edition, first_edition, many_editions, shown

pytestmark = pytest.mark.django_db

BLAME = "/guidelines/social-media/blame/"
NASTY = "<script>alert('&amp;')</script> \"quoted\" & <b>bold</b>"


@pytest.fixture(autouse=True)
def reader(client):
    """A signed-in colleague in Stockholm."""
    person = UserFactory(display_name="Ann Reader", time_zone="Europe/Stockholm")
    client.force_login(person)
    return person


def two_authors():
    """A guideline whose one clause Bo wrote and Cy added two words to."""
    bo, cy = UserFactory(display_name="Bo Writer"), UserFactory(display_name="Cy Editor")
    rule = clause("Own your words", "<p>Say who you are.</p>")
    first = first_edition(rule, author_id=bo.pk, note="It was time.", summary="Be honest.")
    later = clause("Own your words", "<p>Say who you are, always and everywhere.</p>", id=rule.id)
    return edition(first, later, author_id=cy.pk, note="Some forgot.", summary="Be honest.")


def text_of(html):
    """What HTML says, without tags, with single spaces."""
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


def words_of(page):
    """What the page says after each mark, in order: pairs of a version and its words."""
    pieces = re.split(r"<button[^>]*blame-mark[^>]*>\s*v(\d+)\s*</button>", page)
    ended = [re.split(r"</(?:p|h\d|div|ul)>", piece)[0] for piece in pieces[2::2]]
    return [(int(number), text_of(words)) for number, words in zip(pieces[1::2], ended, strict=True)]


def test_every_word_stands_behind_the_version_that_brought_it(client):
    two_authors()
    found = words_of(shown(client, BLAME))
    assert found == [
        (1, "Social media"),
        (1, "Be honest."),
        (1, "Own your words"),
        (1, "Say who you are,"),
        (2, "always and everywhere."),
    ]


def test_each_mark_opens_the_card_of_its_version_without_script(client):
    two_authors()
    page = shown(client, BLAME)
    targets = set(re.findall(r'popovertarget="([^"]+)"', page))
    assert {"blame-v1", "blame-v2"} <= targets
    for target in ("blame-v1", "blame-v2"):
        assert page.count(f'id="{target}"') == 1


def test_a_card_says_author_date_and_reason_and_leads_to_the_version(client):
    two_authors()
    page = shown(client, BLAME)
    card = page[page.index('id="blame-v2"') :]
    for text in ("Cy Editor", "4 April 2024", "Some forgot.", "/guidelines/social-media/v/2/", "compare/1...2/"):
        assert text in card


def test_a_summary_that_says_nothing_leaves_no_gap(client):
    first_edition(clause(), summary="")
    page = shown(client, BLAME)
    assert page.count('<section class="blame-part"') == 2
    assert "Summary" not in page


def test_the_first_version_has_nothing_to_be_compared_with(client):
    first_edition(clause())
    assert "compare/0" not in shown(client, BLAME)


def test_a_list_under_each_clause_says_the_same_in_words(client):
    two_authors()
    page = shown(client, BLAME)
    listed = page[page.index('class="blame-list"', page.index('id="clause-')) : page.index('id="blame-v1"')]
    text = text_of(listed)
    assert "Version 1 · Bo Writer · 4 March 2024 import It was time. 7 words" in text
    assert "Version 2 · Cy Editor · 4 April 2024 import Some forgot. 3 words" in text


def test_contributors_are_shown_with_their_share_of_the_words_that_stand(client):
    two_authors()
    page = shown(client, BLAME)
    table = text_of(page[page.index("<table") : page.index("</table>")])
    assert "Shares of the 14 words that stand now" in table
    assert "Bo Writer 11 79 %" in table
    assert "Cy Editor 3 21 %" in table


def test_people_who_are_gone_stand_together_and_last(client):
    bo, cy, di = (UserFactory(display_name=name) for name in ("Bo", "Cy", "Di"))
    rule = clause(text="<p>One.</p>")
    version = first_edition(rule, author_id=bo.pk)
    version = edition(version, clause(id=rule.id, text="<p>One two.</p>"), author_id=cy.pk)
    edition(version, clause(id=rule.id, text="<p>One two three.</p>"), author_id=di.pk)
    bo.delete()
    cy.delete()
    page = shown(client, BLAME)
    rows = re.findall(r'<th scope="row">(.*?)</th>', page[: page.index("</table>")], re.DOTALL)
    assert [text_of(row) for row in rows] == ["Di", "somebody who is no longer here"]


def test_what_people_wrote_is_never_markup(client):
    author = UserFactory(display_name=NASTY)
    parts = (Part("text", "<p>See <b>all</b>.</p>"), Part("code", text=NASTY))
    first_edition(clause(NASTY, rule=parts), author_id=author.pk, note=NASTY, title=NASTY, summary=NASTY)
    page = shown(client, BLAME)
    assert "<script>alert" not in page
    assert "alert" in page


def test_a_name_that_changes_is_shown_as_it_is_now(client):
    two_authors()
    shown(client, BLAME)
    author = UserFactory._meta.model.objects.get(display_name="Bo Writer")
    author.display_name = "Bo Married"
    author.save()
    page = shown(client, BLAME)
    assert "Bo Writer" not in page
    assert page.count("Bo Married") > 2


def test_readers_elsewhere_see_their_own_dates(client):
    two_authors()
    assert "4 March 2024" in shown(client, BLAME)
    client.force_login(UserFactory(time_zone="America/New_York"))
    page = shown(client, BLAME)
    assert "3 March 2024" in page
    assert "4 March 2024" not in page


def test_links_to_pages_lead_there(client):
    version = first_edition(clause("Other"))
    link = f'<p>See <a linktype="page" id="{version.page_id}">this</a>.</p>'
    edition(version, clause("Own", link))
    page = shown(client, BLAME)
    assert "linktype" not in page
    assert 'href="/guidelines/social-media/"' in page


def test_tables_lists_quotes_and_reasons_are_shown_whole(client):
    parts = (
        Part("table", rows=(("Who", "What"), ("All", "<b>Read</b>")), header=True),
        Part("quote", "<p>Said somebody.</p>"),
        Part("text", "<ul><li>One</li><li>Two</li></ul>"),
    )
    first_edition(clause("Whole", rule=parts, why="<p>Because readers ask.</p>"))
    page = shown(client, BLAME)
    for text in ("<table>", "<blockquote>", "<li>", "Because", "readers", ">Why</p>"):
        assert text in page


def test_words_that_were_taken_out_are_not_shown_and_do_not_count(client):
    rule, other = clause("Own", "<p>A secret.</p>"), clause("Other", "<p>Be kind.</p>")
    version = first_edition(rule, other, title="Social media", summary="")
    shown(client, BLAME)
    actions.take_out_leaf(leaf_hash=parts_of(version.leaves)[rule.id], now=timezone.now())
    page = shown(client, BLAME)
    assert "secret" not in page
    assert "The words that stood here are not shown." in page
    assert "Shares of the 5 words that stand now" in page
    assert "The words of one part were taken out; they do not count." in page


def test_a_reason_that_was_taken_out_is_said_to_be(client):
    version = two_authors()
    note = next(leaf.leaf_hash for leaf in version.leaf_refs if leaf.kind == "note")
    actions.take_out_leaf(leaf_hash=note, now=timezone.now())
    page = shown(client, BLAME)
    assert "Some forgot." not in page
    assert "The reason was taken out." in page


def test_it_can_be_read_when_nothing_was_stored(client):
    two_authors()
    before = words_of(shown(client, BLAME))
    PartBlame.objects.all().delete()
    GuidelineRecord.objects.update(taken_out=1)
    assert words_of(shown(client, BLAME)) == before


def test_a_guideline_without_clauses_has_a_page(client):
    version = first_edition(clause())
    actions.publish_guideline(
        slug="social-media",
        guideline=Guideline("Social media"),
        note="Start anew.",
        author_id=None,
        date=version.date,
    )
    assert "Who wrote what" in shown(client, BLAME)


def test_an_address_the_guideline_had_before_leads_on(client):
    version = two_authors()
    actions.record_version(
        page_id=version.page_id,
        slug="speaking-up",
        guideline=Leaf.objects.read_one(version).guideline,
        change=actions.Change(note="", person_id=None, date=version.date),
    )
    response = client.get(BLAME)
    assert (response.status_code, response["Location"]) == (301, "/guidelines/speaking-up/blame/")


def test_a_guideline_nobody_wrote_has_no_page(client):
    assert client.get("/guidelines/nowhere/blame/").status_code == 404


def test_strangers_are_asked_to_sign_in(client):
    two_authors()
    client.logout()
    assert client.get(BLAME).status_code == 302


def test_where_guidelines_are_public_names_lead_nowhere(client, settings):
    settings.GUIDELINES_PUBLIC = True
    two_authors()
    client.logout()
    page = shown(client, BLAME)
    assert "Bo Writer" in page
    assert "/people/" not in page


def test_the_guideline_leads_here(client):
    two_authors()
    assert f'href="{BLAME}"' in shown(client, "/guidelines/social-media/")


@pytest.mark.parametrize("count", [2, 12])
def test_the_number_of_queries_does_not_grow(client, count, django_assert_num_queries):
    authors = [UserFactory().pk for _ in range(count)]
    many_editions(count, clauses=count, author_ids=authors)
    client.get("/notices/")  # the first page of a day writes down that somebody was here
    with django_assert_num_queries(8):
        client.get(BLAME)
    with django_assert_num_queries(4):
        client.get(BLAME)


def test_one_clause_is_told_of_alone_on_its_own_page(client):
    version = two_authors()
    (clause_id,) = set(parts_of(version.leaves)) - {"title", "summary"}
    page = shown(client, f"/guidelines/social-media/clauses/{clause_id}/")
    marked = page.split("<blame-text>")[1].split("</blame-text>")[0]
    assert words_of(marked) == [(1, "Own your words"), (1, "Say who you are,"), (2, "always and everywhere.")]
    assert "7 words" in marked
    assert "3 words" in marked


def test_a_clause_that_was_removed_shows_who_wrote_what_it_said_last(client):
    version = two_authors()
    (clause_id,) = set(parts_of(version.leaves)) - {"title", "summary"}
    edition(version, clause("Another", "<p>Be kind.</p>"))
    page = shown(client, f"/guidelines/social-media/clauses/{clause_id}/")
    assert (2, "always and everywhere.") in words_of(page.split("<blame-text>")[1])
    assert "As it stood last" in page


def test_an_older_version_shows_who_had_written_it_by_then(client):
    two_authors()
    page = shown(client, "/guidelines/social-media/v/1/blame/")
    assert words_of(page)[-1] == (1, "Say who you are.")
    assert "Cy Editor" not in page
    assert "version 1 of 2" in page
    assert "words that stood then" in page
    assert 'href="/guidelines/social-media/v/1/"' in page
    assert 'href="/guidelines/social-media/v/1/blame/"' in shown(client, "/guidelines/social-media/v/1/")


def test_the_newest_version_by_its_number_says_what_the_page_without_one_says(client):
    two_authors()
    assert words_of(shown(client, "/guidelines/social-media/v/2/blame/")) == words_of(shown(client, BLAME))


@pytest.mark.parametrize("number", ["3", "0", "999999999"])
def test_a_version_there_is_not_has_no_such_page(client, number):
    two_authors()
    shown(client, f"/guidelines/social-media/v/{number}/blame/", status=404)
