"""What a feed says about a version."""

from guidelines.rules.feeding import LeafChanges, feed_id, leaf_changes


def leaves(text: str) -> list[list[str]]:
    """Leaves of a version as words: "T1" its title, "a1" a clause, each with the number of its leaf behind it."""
    return [["title", "", word] if word[0] == "T" else ["clause", word[0], word] for word in text.split()]


def test_clauses_are_counted_by_what_became_of_them():
    before, after = leaves("T1 a1 b1 c1 d1"), leaves("T1 d1 a1 b2 e1")
    assert leaf_changes(before, after) == LeafChanges(front=False, added=1, removed=1, changed=1, moved=1)


def test_a_clause_that_changed_and_moved_is_counted_once():
    assert leaf_changes(leaves("a1 b1 c1"), leaves("c2 a1 b1")) == LeafChanges(False, 0, 0, 1, 0)


def test_another_title_is_said():
    assert leaf_changes(leaves("T1 a1"), leaves("T2 a1")) == LeafChanges(True, 0, 0, 0, 0)


def test_an_id_is_the_same_for_ever_and_another_for_everything_else():
    assert feed_id("hash") == "urn:uuid:b613c635-0e8a-5972-9a40-1d3fba920bcc"
    assert feed_id("other") != feed_id("hash")
