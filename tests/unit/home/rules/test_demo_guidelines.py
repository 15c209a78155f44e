"""How a guideline's history is read from its files."""

import pytest

from home.rules.demo_guidelines import clause_id, read_guideline
from home.rules.edits import ContentFileError

CLAUSES = {
    "one": "# First\n\nDo this.\n\n- and that\n\n"
    "## Why\n\nBecause.\n\n## This is fine\n\nYes.\n\n## This is not\n\nNo.",
    "two": "# Second\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n## Not restricted\n\nPay.",
    "three": "# Third\n\nLast.",
}
FIRST = """
title = "A guideline"
slug = "a-guideline"
[[versions]]
date = 2024-01-01T12:00:00Z
author = "ana"
material = true
note = "First."
begin = ["one", "two"]
summary = ["A point.", "Another."]
"""


def second(edits: str) -> str:
    return f"""{FIRST}
[[versions]]
date = 2024-02-01T12:00:00Z
author = "ben"
material = false
note = "Second."
edits = [{edits}]
"""


def headings(edits: str) -> list[str]:
    return [clause.heading for clause in read_guideline(second(edits), CLAUSES).versions[1].guideline.clauses]


def test_a_clause_is_read_with_its_rule_reasons_and_examples():
    guideline = read_guideline(FIRST, CLAUSES).versions[0].guideline
    one, two = guideline.clauses
    assert (one.heading, one.level, one.why, one.permitted) == ("First", 2, "<p>Because.</p>", "<p>Yes.</p>")
    assert (one.not_permitted, two.not_restricted) == ("<p>No.</p>", "<p>Pay.</p>")
    assert one.rule[0].html == "<p>Do this.</p><ul><li>and that</li></ul>"
    assert two.rule[0].rows == (("a", "b"), ("1", "2"))
    assert guideline.summary == "A point.\nAnother."


def test_a_version_says_who_changed_it_when_and_why():
    first, last = read_guideline(second('{clause = "one", old = "Do", new = "Try"}'), CLAUSES).versions
    assert (last.author, last.note, last.material, last.date.isoformat()) == (
        "ben",
        "Second.",
        False,
        "2024-02-01T12:00:00+00:00",
    )
    assert first.date < last.date


def test_a_clause_keeps_its_id_when_its_heading_changes():
    first, last = read_guideline(second('{clause = "one", old = "# First", new = "# Top"}'), CLAUSES).versions
    assert last.guideline.clauses[0].heading == "Top"
    assert first.guideline.clauses[0].id == last.guideline.clauses[0].id == clause_id("a-guideline", "one")


def test_a_summary_stays_until_it_is_written_anew():
    versions = read_guideline(second('{clause = "one", old = "Do", new = "Try"}'), CLAUSES).versions
    assert versions[1].guideline.summary == versions[0].guideline.summary


def test_clauses_come_in_move_and_go():
    assert headings('{add = "three", after = "one"}') == ["First", "Third", "Second"]
    assert headings('{move = "one", after = "two"}') == ["Second", "First"]
    assert headings('{remove = "one"}') == ["Second"]


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ('{add = "three", after = "nine"}', "three: it cannot be put after 'nine'"),
        ('{add = "one", after = "two"}', "one: it cannot be put after"),
        ('{remove = "three"}', "three: the guideline has no such clause"),
        ('{clause = "three", old = "a", new = "b"}', "three: the guideline has no such clause"),
        ('{clause = "one", old = "xyz", new = "b"}', "one: these words should stand there once"),
        ('{rename = "one"}', "an edit needs one of add, move, remove, clause"),
    ],
)
def test_an_edit_that_does_not_fit_is_refused(edits, message):
    with pytest.raises(ContentFileError, match=message):
        headings(edits)


def test_files_of_another_form_are_refused():
    with pytest.raises(ContentFileError, match=r"history\.toml"):
        read_guideline("title = ", CLAUSES)
    with pytest.raises(ContentFileError, match="one: a clause starts with"):
        read_guideline(FIRST, {**CLAUSES, "one": "No heading."})
    with pytest.raises(ContentFileError, match="one: a clause has no section 'Whatever'"):
        read_guideline(FIRST, {**CLAUSES, "one": "# First\n\nText.\n\n## Whatever\n\nMore."})
