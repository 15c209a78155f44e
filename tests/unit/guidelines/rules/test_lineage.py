"""Since when a clause says what it says, and which versions changed it."""

from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.lineage import LastChange, NumberedClauses, changed_in, last_changes, numbered_clauses

clauses = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("12"))


@st.composite
def histories(draw):
    """Versions from 1 on."""
    return [
        NumberedClauses(number, each) for number, each in enumerate(draw(st.lists(clauses, max_size=6)), start=1)
    ]


def test_only_the_clauses_among_the_leaves_are_looked_at():
    leaves = [["title", "", "x"], ["clause", "a", "1"], ["note", "", "y"]]
    assert numbered_clauses(3, leaves) == NumberedClauses(3, {"a": "1"})


def test_the_version_that_gave_a_clause_its_present_words_is_found():
    versions = [NumberedClauses(1, {"a": "1"}), NumberedClauses(2, {"a": "2"}), NumberedClauses(3, {"a": "2"})]
    assert last_changes(versions) == {"a": LastChange(2, is_new=False)}


def test_a_clause_that_came_later_is_new():
    versions = [NumberedClauses(1, {"a": "1"}), NumberedClauses(2, {"a": "1", "b": "1"})]
    assert last_changes(versions) == {"b": LastChange(2, is_new=True)}


def test_words_that_came_back_changed_when_they_came_back():
    versions = [NumberedClauses(number, {"a": digest}) for number, digest in enumerate("121", start=1)]
    assert last_changes(versions) == {"a": LastChange(3, is_new=False)}


def test_a_clause_that_was_away_is_new_when_it_returns():
    versions = [NumberedClauses(1, {"a": "1"}), NumberedClauses(2, {}), NumberedClauses(3, {"a": "1"})]
    assert last_changes(versions) == {"a": LastChange(3, is_new=True)}


def test_nothing_ever_changed_about_no_versions():
    assert last_changes([]) == {}


@given(histories())
def test_a_clause_is_unchanged_from_its_last_change_on(versions):
    """Nothing changed between the version that is named and the newest, and something did in it."""
    by_number = {version.number: version.hashes for version in versions}
    for clause_id, change in last_changes(versions).items():
        present = versions[-1].hashes[clause_id]
        assert all(by_number[number].get(clause_id) == present for number in by_number if number >= change.number)
        assert by_number[change.before].get(clause_id) != present
        assert change.is_new == (clause_id not in by_number[change.before])


@given(histories())
def test_the_last_change_is_the_last_of_all_changes(versions):
    changes = changed_in(versions)
    for clause_id, change in last_changes(versions).items():
        assert changes[clause_id][-1] == change.number


@given(histories())
def test_clauses_that_never_changed_are_named_nowhere(versions):
    changes = changed_in(versions)
    for clause_id in set().union(*(version.hashes for version in versions)) - changes.keys():
        assert len({version.hashes.get(clause_id) for version in versions}) == 1
