"""Two versions of a guideline compared."""

from guidelines.rules.comparison import compare, comparison_data
from guidelines.rules.content import Clause, Guideline, Part, word_changes
from guidelines.rules.hashing import LeafRef
from guidelines.rules.reading import Reading


def clause(name, text="Some words."):
    """A clause whose id is its name."""
    return Clause(id=name, heading=name, rule=(Part("text", f"<p>{text}</p>"),))


def reading(*clauses, title="Title", summary="A point.", taken_out=()):
    """A version; taken_out: clauses (or "title", "summary") that are gone, with the hashes of their leaves."""
    refs = (
        LeafRef(
            name if name in {"title", "summary"} else "clause",
            "" if name in {"title", "summary"} else name,
            digest,
        )
        for name, digest in taken_out
    )
    return Reading(Guideline(title, summary, clauses), "A note.", frozenset(refs))


def test_a_version_compared_with_itself_is_empty():
    version = reading(clause("a"), clause("b"))
    assert compare(version, version).is_empty


def test_places_of_clauses_count_without_title_and_summary():
    data = comparison_data(compare(reading(clause("a"), clause("b")), reading(clause("b"), clause("a"))))
    assert [(each["id"], each["old"], each["new"]) for each in data["clauses"]] == [("b", 2, 1), ("a", 1, 2)]


def test_title_and_summary_are_compared_apart_from_clauses():
    compared = compare(reading(clause("a")), reading(clause("a"), title="Another", summary="A point.\nTwo."))
    assert [change.key for change in compared.front.changed] == ["title", "summary"]
    assert not any(each.is_changed for each in compared.clauses)


def test_words_of_title_and_summary_count_as_they_do_in_the_history():
    old, new = (
        reading(clause("a")),
        reading(clause("a", "Some more words."), title="Another", summary="A point.\nTwo."),
    )
    compared = compare(old, new)
    counted = compared.words_inserted, compared.words_deleted
    assert counted == word_changes(old.guideline, new.guideline) == (3, 1)
    assert comparison_data(compared)["summary"].items() >= {"words_inserted": 3, "words_deleted": 1}.items()


def test_a_removed_clause_is_shown_as_it_was():
    removed = compare(reading(clause("a"), clause("b")), reading(clause("a"))).clauses[1]
    assert removed.is_removed
    assert removed.clause == clause("b")


def test_words_taken_out_of_one_version_hide_those_left_in_the_other():
    compared = compare(reading(Clause("a"), taken_out=[("a", "1")]), reading(clause("a", "A secret.")))
    (only,) = compared.clauses
    assert only.taken_out
    assert only.change.new_html == ""
    assert "secret" not in str(comparison_data(compared))


def test_a_leaf_that_both_versions_share_is_unchanged_when_it_is_gone():
    version = reading(Clause("a"), taken_out=[("a", "1")])
    assert compare(version, version).is_empty


def test_an_added_clause_that_was_taken_out_is_still_added():
    compared = compare(reading(), reading(Clause("a"), taken_out=[("a", "1")]))
    (only,) = compared.clauses
    assert (only.change.kind, only.taken_out) == ("added", True)


def test_a_title_that_was_taken_out_is_not_compared():
    compared = compare(reading(title="", taken_out=[("title", "1")]), reading(title="Another"))
    assert [change.key for change in compared.front.changes] == ["summary"]
