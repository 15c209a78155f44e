"""What a window of the editor puts in force."""

from hypothesis import given

from guidelines.rules.content import Clause, Guideline, Part
from guidelines.rules.drafts import UNKNOWN, Draft, merge_drafts, with_saved
from tests.samples.drafts import three_drafts


def draft(slug="social-media", **rules):
    """A draft of clauses that say this, by their ids."""
    clauses = tuple(Clause(key, rule=(Part("text", f"<p>{text}</p>"),)) for key, text in rules.items())
    return Draft(Guideline("Social media", "", clauses), slug)


def said(given_draft):
    """What each clause says, by its id."""
    return {clause.id: clause.rule[0].html.strip("</p>") for clause in given_draft.guideline.clauses}


@given(three_drafts())
def test_while_nobody_saved_anything_it_is_what_the_window_shows(drafts):
    saved, filled, mine = (Draft(each, "a") for each in drafts)
    assert with_saved(filled, mine, saved, saved) == mine


@given(three_drafts())
def test_what_others_saved_comes_in_where_nothing_contradicts(drafts):
    filled, mine, theirs = (Draft(each, "a") for each in drafts)
    merged = merge_drafts(filled, mine, theirs)
    if not merged.conflicts:
        assert with_saved(filled, mine, filled, theirs) == merged.draft


def test_words_that_the_window_showed_and_nobody_saved_stay():
    saved = draft(a="one", b="two")
    filled = draft(a="one", b="half a sen")
    mine = draft(a="ONE", b="half a sen")
    newer = draft(a="one", b="two", c="three")
    assert said(with_saved(filled, mine, saved, newer)) == {"a": "ONE", "b": "half a sen", "c": "three"}


def test_where_both_changed_the_same_words_those_saved_stay():
    saved = draft(a="one")
    assert said(with_saved(saved, draft(a="mine"), saved, draft(a="theirs"))) == {"a": "theirs"}
    assert with_saved(saved, draft("mine", a="one"), saved, draft("theirs", a="one")).slug == "theirs"


def test_the_first_version_somebody_else_made_of_a_draft_comes_in():
    filled = draft(a="one")
    assert said(with_saved(filled, draft(a="one", b="mine"), UNKNOWN, draft(a="one more"))) == {
        "a": "one more",
        "b": "mine",
    }
