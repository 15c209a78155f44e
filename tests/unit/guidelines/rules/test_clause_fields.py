"""A clause through a form and back."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.rules.clause_fields import MARKDOWN_FIELDS, ClauseFields, FieldError, clause_of, fields_of
from guidelines.rules.content import FIELDS, LEVELS, Clause, ContentError, Part, normalise_clause
from tests.samples.markup import any_markup

A = str(UUID(int=10))
LINKS = '<p><a id="7" linktype="page">There</a> and <a id="3" linktype="document">that</a></p>'

rich = any_markup(8).map(lambda text: text.replace("\ud800", ""))

any_clause = st.builds(
    Clause,
    id=st.just(A),
    heading=st.text(max_size=10),
    level=st.sampled_from(LEVELS),
    rule=st.lists(st.builds(Part, st.sampled_from(["text", "quote"]), html=rich), max_size=3).map(tuple),
    why=rich,
    permitted=rich,
).map(normalise_clause)


def address(link_type, number):
    """Where page 7 lives; nothing else is known."""
    return "/guidelines/other/" if (link_type, number) == ("page", "7") else ""


def sent(clause: Clause, **texts: str) -> ClauseFields:
    """What comes back from the clause's form when these fields were changed, with a browser's line ends."""
    fields = fields_of(clause, address)
    texts = {name: text.replace("\n", "\r\n") for name, text in {**fields.texts, **texts}.items()}
    return replace(fields, texts=texts)


@settings(max_examples=60)
@given(any_clause)
def test_a_form_sent_as_it_came_changes_nothing(clause):
    assert clause_of(sent(clause), clause, address) == clause


@settings(max_examples=40)
@given(any_clause, st.sampled_from(MARKDOWN_FIELDS))
def test_only_the_field_that_was_changed_changes(clause, name):
    changed = clause_of(sent(clause, **{name: "Be *kind*."}), clause, address)
    value = "<p>Be <i>kind</i>.</p>"
    assert changed == replace(clause, **{name: (Part("text", value),) if name == "rule" else value})


@pytest.mark.parametrize("name", MARKDOWN_FIELDS)
def test_links_to_pages_and_documents_survive_words_around_them(name):
    clause = Clause(A, "Title", **{name: (Part("text", LINKS),) if name == "rule" else LINKS})
    text = fields_of(clause, address).texts[name]
    assert text == "[There](/guidelines/other/) and [that](#document-3)"
    changed = clause_of(sent(clause, **{name: f"{text}, too"}), clause, address)
    expected = LINKS.replace("</p>", ", too</p>")
    assert changed == replace(clause, **{name: (Part("text", expected),) if name == "rule" else expected})


def test_tables_code_and_pieces_of_text_survive_words_around_them():
    parts = (
        Part("text", "<p>One</p>"),
        Part("text", "<p>Two</p>"),
        Part("table", rows=(("A", "B"), ("1", "<b>2</b>")), header=True),
        Part("code", text="a = 1", language="py"),
        Part("quote", "<p>Said</p>"),
    )
    clause = Clause(A, rule=parts)
    rule = fields_of(clause, address).texts["rule"]
    changed = clause_of(sent(clause, rule=f"{rule}\n\nEnd"), clause, address)
    assert changed.rule == (*parts, Part("text", "<p>End</p>"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# Another clause", 0),
        (f"<!-- clause {A} -->\n\n# Another", 0),
        ("<!-- why --> <b>Why</b>\n\nSo", 0),
        ("<!-- peerline 1 -->\n\n# Title", 0),
        ("fine\n\n<iframe src='x'></iframe>", 3),
        ("fine\n\n<!-- clause -->", 3),
        ("nul \x00", 1),
    ],
)
@pytest.mark.parametrize("name", ["rule", *FIELDS[:1]])
def test_what_no_field_can_hold_is_refused_with_its_place(name, text, line):
    with pytest.raises(FieldError) as refused:
        clause_of(sent(Clause(A, "Title"), **{name: text}), Clause(A, "Title"), address)
    assert (refused.value.field, refused.value.line) == (name, line)


@pytest.mark.parametrize("text", ["", " \n "])
def test_an_emptied_field_says_nothing(text):
    clause = Clause(A, "Title", rule=(Part("text", "<p>x</p>"),), why="<p>y</p>")
    assert clause_of(sent(clause, rule=text, why=text), clause, address) == Clause(A, "Title")


def test_html_is_kept_as_far_as_a_guideline_holds_it():
    clause = clause_of(sent(Clause(A), rule="x<sub>2</sub> <i>y</i>"), Clause(A), address)
    assert clause.rule == (Part("text", "<p>x<sub>2</sub> <i>y</i></p>"),)


def test_an_unknown_level_is_refused():
    with pytest.raises(ContentError, match="not 9"):
        clause_of(replace(sent(Clause(A)), level=9), Clause(A), address)
