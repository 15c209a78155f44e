"""Content of guidelines: canonical forms, JSON there and back, words."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.content import (
    FIELDS,
    LEVELS,
    Clause,
    ContentError,
    Guideline,
    Part,
    clause_from_json,
    clause_html,
    clause_text,
    clause_to_json,
    normalise_clause,
    normalise_guideline,
    word_changes,
)

texts = st.text(max_size=20)
rich = st.builds(
    "<p data-block-key='{}'>{}</p>".format, st.integers(), texts.map(lambda text: text.replace("<", ""))
)
parts = st.one_of(
    st.builds(Part, kind=st.sampled_from(["text", "quote"]), html=rich),
    st.builds(Part, kind=st.just("code"), text=texts, language=texts),
    st.builds(
        Part,
        kind=st.just("table"),
        rows=st.lists(st.lists(texts, max_size=3).map(tuple), max_size=3).map(tuple),
        header=st.booleans(),
    ),
)
clauses = st.builds(
    Clause,
    id=st.uuids().map(str),
    heading=texts,
    level=st.sampled_from(LEVELS),
    rule=st.lists(parts, max_size=3).map(tuple),
    **dict.fromkeys(FIELDS, rich),
)


@given(clauses)
def test_a_clause_comes_back_from_json_as_it_went(clause):
    """Nothing is lost or changed on the way to a leaf and back."""
    assert clause_from_json(clause_to_json(clause)) == clause


@given(clauses)
def test_normalising_twice_changes_nothing(clause):
    """The canonical form is stable, or equal content would not hash alike."""
    once = normalise_clause(clause)
    assert normalise_clause(once) == once


@given(clauses)
def test_equal_clauses_have_equal_json(clause):
    """The JSON does not depend on how the clause was made."""
    assert clause_to_json(replace(clause)) == clause_to_json(clause_from_json(clause_to_json(clause)))


def test_empty_fields_are_not_in_the_json():
    """A field added to clauses later leaves the hashes of the past alone."""
    assert json.loads(clause_to_json(Clause("a", "Heading"))) == {"id": "a", "level": 2, "heading": "Heading"}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", '{"heading": "no id"}', '{"id": "a", "x": 1}', '{"id": "a", "rule": [{}]}', "{"],
)
def test_other_json_is_no_clause(text):
    """Damaged content is named as such."""
    with pytest.raises(ContentError):
        clause_from_json(text)


def test_clause_html_shows_every_kind_of_part():
    """Heading, text, table, code and quote keep their own markup, fields follow as sections."""
    clause = Clause(
        "a",
        "Own <your> words",
        3,
        (
            Part("text", "<p>Say so.</p>"),
            Part("table", rows=(("A", "B"), ("1", "<b>2</b>")), header=True),
            Part("code", text="a < b", language="py"),
            Part("quote", "<p>Quoted</p>"),
        ),
        why="<p>Because</p>",
    )
    assert clause_html(clause) == (
        "<h3>Own &lt;your&gt; words</h3><p>Say so.</p>"
        "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td><b>2</b></td></tr></tbody></table>"
        '<pre><code class="language-py">a &lt; b</code></pre><blockquote><p>Quoted</p></blockquote>'
        '<section data-field="why"><p>Because</p></section>'
    )
    assert clause_text(clause) == "Own <your> words\nSay so.\nA\nB\n1\n2\na < b\nQuoted\nBecause"


def test_rows_of_a_table_get_one_width():
    """Short rows are filled up, an empty table is left out."""
    table = Part("table", rows=(("a", "b"), ("c",)))
    empty = Part("table", rows=(("", ""),), header=True)
    assert normalise_clause(Clause("a", rule=(table, empty))).rule == (
        Part("table", rows=(("a", "b"), ("c", ""))),
    )


def test_code_keeps_its_indentation():
    """Blanks at the start of the first line of code mean something; empty lines around it do not."""
    code = Part("code", text="\r\n  if x:\r\n    y\r\n\r\n")
    assert normalise_clause(Clause("a", rule=(code,))).rule == (Part("code", text="  if x:\n    y"),)


@pytest.mark.parametrize(
    ("guideline", "message"),
    [
        (Guideline(" "), "title"),
        (Guideline("T", "1\n2\n3\n4\n5\n6"), "5 lines"),
        (Guideline("T", "", (Clause("a", "x"), Clause("a", "y"))), "id of its own"),
        (Guideline("T", "", (Clause("", "x"),)), "id of its own"),
        (Guideline("T", "", (Clause("a", "x", level=1),)), "level from 2 to 4"),
    ],
)
def test_what_no_guideline_can_be_is_named(guideline, message):
    """Each refusal says what is wrong."""
    with pytest.raises(ContentError, match=message):
        normalise_guideline(guideline)


def test_empty_clauses_and_lines_are_left_out():
    """What says nothing is no content."""
    guideline = Guideline(" A  title ", "one\n\n two ", (Clause("a", why="<p> </p>"), Clause("b", "Heading")))
    assert normalise_guideline(guideline) == Guideline("A title", "one\ntwo", (Clause("b", "Heading"),))


def test_word_changes_count_what_came_and_went():
    """A moved clause counts nothing, a reworded one its words, a new one all of it."""
    one, two = Clause("1", "Say who you are"), Clause("2", "Be kind")
    old = Guideline("Title", "", (one, two))
    assert word_changes(old, Guideline("Title", "", (two, one))) == (0, 0)
    assert word_changes(old, Guideline("Title", "", (two, replace(one, heading="Say what you are today")))) == (
        2,
        1,
    )
    assert word_changes(None, old) == (7, 0)
