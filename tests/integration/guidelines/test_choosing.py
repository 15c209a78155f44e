"""The screen that asks which of two texts shall stand: whose they are, what differs, and words written anew."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guidelines import coediting
from guidelines.models import UnmergedEdit
from guidelines.rules.content import Clause, Guideline, Part
from guidelines.rules.drafts import Draft
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

SLUG = "social-media"
NEW = "10000000-0000-4000-8000-000000000009"


@pytest.fixture
def ann():
    """Who chooses."""
    return UserFactory(display_name="Ann Ahl")


@pytest.fixture
def bo():
    """Who wrote the other text."""
    return UserFactory(display_name="Bo Berg")


@pytest.fixture
def base():
    """What both began with."""
    first = clause("Names", "<p>Say <b>who</b> you are.</p>", why="<p>People ask.</p>")
    return guideline("Social media", first, clause("Kindness", "<p>Be kind.</p>"))


class Choosing:
    """The screen as one person has it before them."""

    def __init__(self, person, edit: UnmergedEdit):
        self.client, self.edit = Client(), edit
        self.client.force_login(person)
        self.read(self.client.get(edit.get_absolute_url()))

    def read(self, response) -> None:
        """Look at what came."""
        self.soup = BeautifulSoup(response.content, "html.parser")
        names = [radio["name"] for radio in self.soup.select("input[type=radio]")]
        self.status, self.questions = response.status_code, list(dict.fromkeys(names))
        self.sides = [side.get_text(" ", strip=True) for side in self.soup.select(".merging-pair > .merging-side")]
        self.headings = [
            heading.get_text(" ", strip=True) for heading in self.soup.select(".merging-question > h2")
        ]

    def marked(self, tag) -> list[str]:
        """What is marked within passages: words put in (ins), or taken out (del)."""
        found = self.soup.select(f".merging-pair {tag}")
        for hidden in self.soup.select(".merging-pair .visually-hidden"):
            hidden.extract()
        return [each.get_text(" ", strip=True) for each in found]

    def write_anew(self, text):
        """Choose words of one's own for the first passage, and send them; return the answer."""
        name = self.questions[0]
        data = {name: "own", name.replace("choice-", "own-"): text}
        return self.client.post(self.edit.get_absolute_url(), data)


@pytest.fixture
def choosing(ann, bo, base):
    """Opens the screen for what Ann and Bo made of the base; saved_by: who saved the other text."""
    version = VersionFactory(slug=SLUG, guideline=base)

    def open_screen(mine: Guideline, theirs: Guideline, *, saved_by=bo) -> Choosing:
        page = page_of(version)
        page.fill(theirs)
        page.save_revision(user=saved_by)
        words = coediting.Words(Draft(base, SLUG), Draft(mine, SLUG))
        people = {saved_by.pk}
        return Choosing(ann, coediting.keep(page.pk, ann.pk, words, people=people, now=timezone.now()))

    return open_screen


def but(text: Guideline, **fields) -> Guideline:
    """A guideline whose first clause says something else."""
    return replace(text, clauses=(replace(text.clauses[0], **fields), *text.clauses[1:]))


def rule(html) -> tuple[Part, ...]:
    """A rule of text."""
    return (Part("text", html),)


def drafted(screen) -> Clause:
    """The first clause of the newest draft."""
    return page_of(screen.edit).get_latest_revision_as_object().content().clauses[0]


def test_each_side_says_whose_words_they_are_and_what_it_changed(choosing, base):
    screen = choosing(
        but(base, rule=rule("<p>Say <b>what</b> you are.</p>")),
        but(base, rule=rule("<p>Say <b>how</b> you are.</p>")),
    )
    mine, theirs = screen.sides
    assert mine.startswith("Mine")
    assert theirs.startswith("Theirs: Bo Berg")
    assert screen.marked("ins") == ["what", "how"]
    assert screen.marked("del") == ["who", "who"]


def test_who_saved_since_is_named_too(choosing, base, bo):
    screen = choosing(but(base, heading="Own names"), but(base, heading="Real names"))
    page = page_of(screen.edit)
    page.fill(but(base, heading="True names"))
    page.save_revision(user=UserFactory(display_name="Cy Chen"))
    again = Choosing(screen.edit.person, screen.edit)
    assert "Theirs: Bo Berg and Cy Chen" in again.sides[1]


def test_ones_own_other_window_is_no_stranger(choosing, base, ann):
    screen = choosing(but(base, heading="Own names"), but(base, heading="Real names"), saved_by=ann)
    assert "yours, from another window" in screen.sides[1]
    assert "The same words were changed in two ways" in screen.soup.get_text()


def test_a_clause_whose_heading_is_disputed_is_called_as_both_know_it(choosing, base):
    screen = choosing(
        but(base, heading="Own names", why="<p>Readers ask.</p>"),
        but(base, heading="Real names", why="<p>Editors ask.</p>"),
    )
    assert screen.headings == ["1 of 2: “Names”: Heading", "2 of 2: “Names”: Why"]


def test_where_both_wrote_something_new_only_the_difference_is_marked(choosing, base):
    def added(words):
        return replace(base, clauses=(*base.clauses, Clause(NEW, "Dates", rule=rule(words))))

    screen = choosing(added("<p>Write the day.</p>"), added("<p>Write the year.</p>"))
    assert screen.headings == ["1 of 1: “Dates”: Rule"]
    assert screen.marked("del") == []
    assert "day" in " ".join(screen.marked("ins"))
    assert "Write" not in " ".join(screen.marked("ins"))


def test_a_clause_that_one_removed_is_named_and_said_to_be_gone(choosing, base):
    screen = choosing(replace(base, clauses=base.clauses[1:]), but(base, rule=rule("<p>Sign.</p>")))
    assert screen.headings == ["1 of 1: “Names”: Changed by one, removed by the other"]
    assert "The clause is removed." in screen.sides[0]
    assert "The clause is removed." not in screen.sides[1]


def test_levels_have_names(choosing, base):
    screen = choosing(but(base, level=3), but(base, level=4))
    assert screen.sides == ["Mine Subsection", "Theirs: Bo Berg Smaller heading"]


def test_what_is_typed_is_never_markup_and_links_lead_nowhere_from_here(choosing, base):
    evil = "<script>alert(1)</script>"
    link = '<p>Say <a href="https://example.org/">how</a>.</p>'
    screen = choosing(
        but(base, heading=evil, rule=rule(link)), but(base, heading="Fine", rule=rule("<p>Sign.</p>"))
    )
    assert "alert(1)" in screen.sides[0]
    assert not screen.soup.select(".merging script")
    assert not screen.soup.select(".merging-question a")
    assert "https://example.org/" in screen.soup.select(".merging-question")[1].get_text()


def test_words_written_anew_keep_bold_italics_links_and_lists(choosing, base):
    mine = '<p>Say <a href="https://example.org/">what</a>.</p>'
    screen = choosing(but(base, why=mine), but(base, why="<p>Nobody asks.</p>"))
    begun = screen.soup.select("textarea")[0].get_text().strip()
    assert "[what](https://example.org/)" in begun
    screen.write_anew("Say **what** and *how*, see [there](https://example.org/a):\n\n- one\n- two")
    link = '<a href="https://example.org/a">there</a>'
    text = f"<p>Say <b>what</b> and <i>how</i>, see {link}:</p><ul><li>one</li><li>two.</li></ul>"
    assert text in drafted(screen).why


@pytest.mark.parametrize("words", ["| a | b |\n| - | - |\n| 1 | 2 |", "> quoted", "```\ncode\n```"])
def test_what_cannot_be_written_anew_is_said_and_stays_typed(choosing, base, words):
    screen = choosing(but(base, why="<p>One.</p>"), but(base, why="<p>Two.</p>"))
    screen.read(screen.write_anew(words))
    assert screen.status == 422
    assert "cannot" in screen.soup.select(".merging-own .merging-error")[0].get_text()
    assert screen.soup.select("textarea")[0].get_text().strip() == words
    assert drafted(screen).why == "<p>Two.</p>"


def test_before_a_table_is_written_anew_it_is_said_that_it_cannot_be(choosing, base):
    def table(word):
        return (Part("table", rows=(("Day", "Who"), (word, "me")), header=True),)

    begun = but(base, rule=table("Monday"))
    screen = choosing(begun, but(base, rule=table("Friday")))
    assert "Tables, quotes and code cannot be written here." in screen.soup.get_text(" ")
    assert screen.soup.select(".merging-pair table")


def test_the_screen_asks_the_database_as_often_for_many_passages_as_for_few(
    choosing, base, django_assert_num_queries
):
    few = choosing(but(base, heading="Own names"), but(base, heading="Real names"))
    with CaptureQueriesContext(connection) as captured:
        few.client.get(few.edit.get_absolute_url())
    queries = len(captured)
    fields = ("heading", "why", "permitted", "not_permitted")
    many = choosing(
        but(base, **dict.fromkeys(fields[1:], "<p>Mine.</p>"), heading="Own"),
        but(base, **dict.fromkeys(fields[1:], "<p>Theirs.</p>"), heading="Real"),
    )
    with django_assert_num_queries(queries):
        many.client.get(many.edit.get_absolute_url())
