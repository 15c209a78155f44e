"""Content in the editor and back: opening a guideline and saving it changes nothing it says."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from guidelines.blocks import (
    INLINE_FEATURES,
    TEXT_FEATURES,
    ClauseStreamBlock,
    clauses_from_stream,
    for_editor,
    lasting_ids,
)
from guidelines.models import GuidelinePage
from guidelines.rules.content import Clause, Guideline, Part, normalise_clause
from guidelines.rules.richtext import normalise_inline, normalise_rich_text

TAGS = ["p", "ul", "ol", "li", "b", "i", "code", "s", "sup", "a href='/x'"]
ENDS = ["</p>", "</ul>", "</ol>", "</li>", "</b>", "</i>", "</code>", "</s>", "</sup>", "</a>"]
WORDS = ["<br>", "<hr>", "word ", "word", " & ", "&lt;tag&gt;", "é", "\U0001f600", "\xa0", " "]
SOUP = st.lists(st.sampled_from([f"<{tag}>" for tag in TAGS] + ENDS + WORDS), max_size=24).map("".join)

FULL = Clause(
    id="3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    heading='A "quoted" <heading>',
    level=3,
    rule=(
        Part("text", '<p>Text with <a href="https://example.org/?a=1&amp;b=2">a link</a>.</p><hr><p>More</p>'),
        Part("table", rows=(("Plain &amp; simple", "Heading"), ("<b>1</b>", "")), header=True),
        Part("table", rows=(("<b>Formatted</b>", "heading"), ("1", "2")), header=True),
        Part("table", rows=(("No", "heading"),)),
        Part("code", text="  indented\n\n\tlines", language="python"),
        Part("quote", "<p>One</p><ul><li>two<ul><li>three</li></ul></li></ul>"),
    ),
    why="<p>Because.</p>",
    permitted="<p>Yes.</p>",
    not_permitted="<p>No.</p>",
    not_restricted="<p>Always.</p>",
)


def through_stream(clauses):
    """The clauses after they were put in a StreamField and read again."""
    page = GuidelinePage(title="T")
    page.fill(Guideline("T", "", clauses))
    return clauses_from_stream(page.clauses)


@cache
def converter(features):
    """What the editor reads and writes rich text with."""
    return ContentstateConverter(features=features)


def edited(html, features):
    """Rich text after somebody opened it in the editor and saved it."""
    editor = converter(tuple(features))
    return editor.to_database_format(editor.from_database_format(for_editor(html)))


@pytest.mark.django_db
def test_every_part_of_a_clause_comes_back_from_the_stream():
    """Tables with and without headings, code, quotes and every field."""
    assert tuple(map(normalise_clause, through_stream((FULL,)))) == (FULL,)


@pytest.mark.django_db
def test_text_before_the_first_heading_comes_back():
    """A clause without a heading stays one."""
    bare = Clause(id="3f2504e0-4f89-41d3-9a0c-0305e82c3302", rule=(Part("text", "<p>Intro</p>"),))
    assert tuple(map(normalise_clause, through_stream((bare, FULL)))) == (bare, FULL)


@pytest.mark.django_db
def test_a_caption_typed_above_a_table_is_kept_as_text():
    """The editor offers one; nothing that was typed is lost."""
    page = GuidelinePage(title="T")
    page.fill(Guideline("T", "", (FULL,)))
    page.clauses[0].value["rule"][1].value["table"].caption = "Who & when"
    (clause,) = map(normalise_clause, clauses_from_stream(page.clauses))
    assert clause.rule[1:3] == (Part("text", "<p>Who &amp; when</p>"), FULL.rule[1])


@given(SOUP)
def test_the_editor_changes_nothing_of_canonical_text(soup):
    """What was imported is the same after somebody saved the page without touching it."""
    canonical = normalise_rich_text(soup)
    assert normalise_rich_text(edited(canonical, TEXT_FEATURES)) == canonical


@given(SOUP)
def test_the_editor_changes_nothing_of_a_canonical_cell(soup):
    """The same for the cells of tables."""
    canonical = normalise_inline(soup)
    assert normalise_inline(edited(canonical, INLINE_FEATURES)) == canonical


@pytest.mark.parametrize("given", [[None, "x", "x", ""], ["3F2504E0-4F89-41D3-9A0C-0305E82C3301"] * 3])
def test_lasting_ids_are_uuids_of_their_own(given):
    """The first of equal ids stays, in its canonical spelling."""
    ids = lasting_ids(given)
    assert len(set(ids)) == len(given)
    assert lasting_ids(ids) == ids
    assert given[0] is None or ids[0] == given[0].lower()


def test_a_form_of_a_block_needs_no_clause():
    """A guideline may start with its title alone."""
    block = ClauseStreamBlock()
    assert list(block.clean(block.to_python([]))) == []
