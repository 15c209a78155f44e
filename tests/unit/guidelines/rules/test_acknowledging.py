"""What changed for somebody who has read a guideline."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.acknowledging import LastRead, changes_for, leaves_read


def version(*clauses, title="t1", summary="s1", note="n1"):
    """The leaves of a version with these clauses, each an id and a hash written like "a1"."""
    front = [("title", "", title), ("summary", "", summary), ("note", "", note)]
    return front + [("clause", each[0], each) for each in clauses]


@st.composite
def versions(draw):
    """The leaves of some version of a guideline with up to eight clauses in any order."""
    ids = draw(st.lists(st.sampled_from("abcdefgh"), unique=True))
    clauses = [f"{each}{draw(st.integers(1, 3))}" for each in ids]
    return version(*clauses, title=draw(st.sampled_from(["t1", "t2"])), note=draw(st.sampled_from(["n1", "n2"])))


@st.composite
def readers(draw):
    """Somebody who read one version, and some clauses on their own later on."""
    separately = draw(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 3)))
    return LastRead(1, draw(versions()), {each: f"{each}{number}" for each, number in separately.items()})


def read_as(leaves):
    return {clause_id: digest for kind, clause_id, digest in leaves if kind == "clause"}


def test_reworded_new_and_removed_clauses_count():
    changes = changes_for(LastRead(4, version("a1", "b1", "c1")), number=8, leaves=version("a1", "b2", "d1"))
    assert (changes.unread, changes.gone, changes.count) == (("b", "d"), ("c",), 3)
    assert (changes.since, changes.current, changes.is_empty) == (4, 8, False)


def test_another_order_and_another_note_are_nothing_to_read_again():
    changes = changes_for(LastRead(1, version("a1", "b1")), number=2, leaves=version("b1", "a1", note="n2"))
    assert changes.is_empty
    assert not changes.is_newest


def test_another_title_or_summary_is_to_be_read():
    assert changes_for(LastRead(1, version("a1")), number=2, leaves=version("a1", title="t2")).front
    assert changes_for(LastRead(1, version("a1")), number=2, leaves=version("a1", summary="s2")).front


def test_a_clause_that_says_again_what_was_read_is_not_asked_about():
    assert changes_for(LastRead(1, version("a1")), number=3, leaves=version("a1")).is_empty


def test_a_clause_read_on_its_own_counts_as_read_in_that_version():
    last_read = LastRead(1, version("a1", "b1"), {"a": "a2"})
    assert changes_for(last_read, number=3, leaves=version("a2", "b1")).is_empty
    assert changes_for(last_read, number=4, leaves=version("a3", "b1")).unread == ("a",)
    assert changes_for(last_read, number=5, leaves=version("a1", "b1")).unread == ("a",), "read last as a2"


def test_a_clause_read_on_its_own_and_then_removed_is_gone():
    last_read = LastRead(1, version("a1"), {"b": "b1"})
    assert changes_for(last_read, number=3, leaves=version("a1")).gone == ("b",)


def test_a_clause_read_on_its_own_stands_where_the_newest_version_has_it():
    last_read = LastRead(1, version("a1", "c1"), {"b": "b1", "x": "x1"})
    newest = version("a1", "b1", "c1")
    assert [leaf[1] for leaf in leaves_read(last_read, newest) if leaf[0] == "clause"] == ["a", "b", "c", "x"]


def test_a_material_change_is_told_while_there_is_something_to_read():
    last_read, newest = LastRead(1, version("a1")), {"number": 3, "leaves": version("a2"), "material": 2}
    assert changes_for(last_read, **newest).material == 2
    assert changes_for(replace(last_read, separately={"a": "a2"}), **newest).material == 0
    assert changes_for(replace(last_read, number=2), **newest).material == 0, "they read that version"


@given(versions())
def test_whoever_read_the_newest_version_has_nothing_to_read(leaves):
    changes = changes_for(LastRead(3, leaves), number=3, leaves=leaves)
    assert changes.is_empty
    assert changes.is_newest


@given(readers(), versions())
def test_what_is_to_be_read_is_what_differs_from_what_was_read_last(last_read, leaves):
    changes = changes_for(last_read, number=2, leaves=leaves)
    last, now = read_as(last_read.leaves) | dict(last_read.separately), read_as(leaves)
    assert set(changes.unread) == {each for each in now if last.get(each) != now[each]}
    assert set(changes.gone) == last.keys() - now.keys()


@given(readers(), versions())
def test_reading_each_clause_on_its_own_leaves_none_to_read(last_read, leaves):
    unread = changes_for(last_read, number=2, leaves=leaves).unread
    now = read_as(leaves)
    after = replace(last_read, separately=dict(last_read.separately) | {each: now[each] for each in unread})
    assert changes_for(after, number=2, leaves=leaves).unread == ()


@given(readers(), versions())
def test_what_was_read_has_each_clause_once(last_read, leaves):
    ids = [clause_id for kind, clause_id, _digest in leaves_read(last_read, leaves) if kind == "clause"]
    assert len(ids) == len(set(ids))
    assert set(ids) == read_as(last_read.leaves).keys() | last_read.separately.keys()
