"""Three-way merge: nothing is lost, nothing is asked without need, and what comes out is a guideline."""

from collections import Counter
from dataclasses import replace
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.content import (
    Clause,
    ContentError,
    Guideline,
    Part,
    clause_html,
    normalise_guideline,
)
from guidelines.rules.merge import ChoiceError, Own, merge, resolve
from guidelines.rules.tokens import tokenise
from tests.samples.drafts import three_drafts

ORIGINAL = "<p>You may post about work. Say that you speak for yourself.</p><p>Be kind.</p>"


def rule(html, *others, **fields):
    """A guideline of one clause that says this."""
    clause = Clause("a", fields.pop("heading", "Posting"), rule=(Part("text", html), *others), **fields)
    return normalise_guideline(Guideline("Social media", "Be honest.", (clause,)))


def row(*ids, **changed):
    """A guideline of clauses named like this, some of which say something else."""
    clauses = (Clause(key, rule=(Part("text", f"<p>{changed.get(key, key)}</p>"),)) for key in ids)
    return Guideline("Title", "", tuple(clauses))


def order(result):
    """The clauses of a clean merge, by their ids."""
    assert result.conflicts == ()
    return "".join(clause.id for clause in result.guideline.clauses)


def words(*guidelines):
    """How often each word stands in some guidelines."""
    texts = [
        escape(f"{each.title} {each.summary} ") + "".join(map(clause_html, each.clauses)) for each in guidelines
    ]
    return Counter(token.text for token in tokenise(" ".join(texts)) if token.is_word)


# Laws


@given(three_drafts())
def test_what_only_one_side_changed_is_taken_as_it_is(drafts):
    base, mine, theirs = drafts
    assert merge(base, mine, base).guideline == mine
    assert merge(base, base, theirs).guideline == theirs


@given(three_drafts())
def test_what_both_did_alike_is_no_conflict(drafts):
    base, mine, _theirs = drafts
    assert merge(base, mine, mine).guideline == mine


@given(three_drafts())
def test_nobody_is_favoured(drafts):
    base, mine, theirs = drafts
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.guideline == other.guideline
    turned = {replace(each, mine=each.theirs, theirs=each.mine) for each in other.conflicts}
    assert set(one.conflicts) == turned
    mine_first = resolve(one, {each.key: "mine" for each in one.conflicts})
    assert mine_first == resolve(other, {each.key: "theirs" for each in other.conflicts})


@given(three_drafts(), st.data())
def test_every_outcome_is_a_guideline_in_canonical_form(drafts, data):
    result = merge(*drafts)
    choices = {each.key: data.draw(st.sampled_from(["mine", "theirs"])) for each in result.conflicts}
    try:
        settled = resolve(result, choices)
    except ContentError:
        assert result.conflicts
        return
    assert normalise_guideline(settled) == settled
    assert result.guideline in {None, settled}


@given(three_drafts())
def test_no_word_that_either_side_wrote_is_lost(drafts):
    base, mine, theirs = drafts
    result = merge(base, mine, theirs)
    found = words(result.draft)
    for conflict in result.conflicts:
        passages = (conflict.mine, conflict.theirs)
        shown = " ".join(passages if conflict.is_rich else map(escape, passages))
        found += Counter(token.text for token in tokenise(shown) if token.is_word)
    for side in (mine, theirs):
        new = words(side) - words(base)
        assert new - found == Counter()


@given(three_drafts())
def test_merging_again_changes_nothing(drafts):
    base, mine, theirs = drafts
    merged = merge(base, mine, theirs).guideline
    if merged:
        assert merge(theirs, merged, theirs).guideline == merged
        assert merge(mine, mine, merged).guideline == merged


@given(st.sets(st.integers(0, 19)), st.sets(st.integers(0, 19)))
def test_different_words_are_never_in_conflict(mine, theirs):
    base = [f"word{number}" for number in range(20)]
    texts = [
        " ".join(f"{name}{number}" if number in edited else word for number, word in enumerate(base))
        for name, edited in (("mine", mine - theirs), ("theirs", theirs - mine))
    ]
    result = merge(*(rule(f"<p>{text}</p>") for text in (" ".join(base), *texts)))
    expected = ["mine" if n in mine - theirs else "theirs" if n in theirs - mine else "word" for n in range(20)]
    html = " ".join(f"{name}{number}" for number, name in enumerate(expected))
    assert result.guideline == rule(f"<p>{html}</p>")


@given(st.permutations("abcd"), st.permutations("mnop"))
def test_moves_in_different_places_are_never_in_conflict(first, second):
    fixed = "wxyz"
    base, mine, theirs = (
        row(*"abcd", *fixed, *"mnop"),
        row(*first, *fixed, *"mnop"),
        row(*"abcd", *fixed, *second),
    )
    assert order(merge(base, mine, theirs)) == "".join((*first, *fixed, *second))


# What a person would expect


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (
            ORIGINAL.replace("work", "your work"),
            ORIGINAL.replace("Be kind", "Be fair"),
            "<p>You may post about your work. Say that you speak for yourself.</p><p>Be fair.</p>",
        ),
        (
            ORIGINAL.replace("about work", "about <b>work</b>"),
            ORIGINAL.replace("work", '<a href="https://example.org/">work</a>'),
            ORIGINAL.replace("work", '<a href="https://example.org/"><b>work</b></a>'),
        ),
        (
            ORIGINAL.replace("yourself.</p>", "yourself. Always.</p>"),
            ORIGINAL.replace("<p>Be kind.", "<p>Ask first.</p><p>Be kind."),
            ORIGINAL.replace("yourself.</p>", "yourself. Always.</p><p>Ask first.</p>"),
        ),
        (
            ORIGINAL.replace("<p>Be kind.</p>", "<ul><li>Be kind.</li></ul>"),
            ORIGINAL.replace("kind", "very kind"),
            ORIGINAL.replace("<p>Be kind.</p>", "<ul><li>Be very kind.</li></ul>"),
        ),
        (
            ORIGINAL.replace("post about", "write about"),
            ORIGINAL.replace("about work", "at work"),
            ORIGINAL.replace("post about", "write at"),
        ),
    ],
)
def test_edits_beside_each_other_come_together(mine, theirs, merged):
    assert merge(rule(ORIGINAL), rule(mine), rule(theirs)).guideline == rule(merged)


def test_the_same_words_changed_in_two_ways_are_in_conflict():
    result = merge(rule(ORIGINAL), rule(ORIGINAL.replace("kind", "fair")), rule(ORIGINAL.replace("kind", "brief")))
    (conflict,) = result.conflicts
    assert (conflict.clause_id, conflict.field, conflict.is_rich) == ("a", "rule", True)
    assert (conflict.base, conflict.mine, conflict.theirs) == ("<p>kind</p>", "<p>fair</p>", "<p>brief</p>")
    assert conflict.before.endswith("yourself. Be")
    assert conflict.after == "."
    assert result.guideline is None
    assert resolve(result, {conflict.key: "theirs"}) == rule(ORIGINAL.replace("kind", "brief"))
    own = Own("<p>fair <b>and</b> brief</p>")
    assert resolve(result, {conflict.key: own}) == rule(ORIGINAL.replace("kind", "fair <b>and</b> brief"))


def test_words_put_in_at_one_place_are_in_conflict():
    mine, theirs = ORIGINAL.replace("may", "may always"), ORIGINAL.replace("may", "may never")
    (conflict,) = merge(rule(ORIGINAL), rule(mine), rule(theirs)).conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == ("", "<p>always</p>", "<p>never</p>")


def test_words_put_in_where_others_were_replaced_are_in_conflict():
    mine, theirs = ORIGINAL.replace("may", "may always"), ORIGINAL.replace("post", "never write")
    assert len(merge(rule(ORIGINAL), rule(mine), rule(theirs)).conflicts) == 1


def test_a_table_is_one_piece_and_text_around_it_is_not():
    tables = [Part("table", rows=((cell, "2"),)) for cell in ("1", "one", "eins")]
    base, mine, theirs = (rule(ORIGINAL, table) for table in tables)
    (conflict,) = merge(base, mine, theirs).conflicts
    assert "<td>one</td>" in conflict.mine
    apart = merge(base, mine, rule(ORIGINAL.replace("kind", "fair"), tables[0]))
    assert apart.guideline == rule(ORIGINAL.replace("kind", "fair"), tables[1])


def test_a_clause_deleted_here_and_edited_there_is_in_conflict():
    result = merge(row("a", "b"), row("a"), row("a", "b", b="new"))
    (conflict,) = result.conflicts
    assert (conflict.clause_id, conflict.field, conflict.mine, conflict.theirs) == (
        "b",
        "clause",
        "",
        "<p>new</p>",
    )
    assert resolve(result, {conflict.key: "mine"}) == row("a")
    assert resolve(result, {conflict.key: "theirs"}) == row("a", "b", b="new")
    assert resolve(result, {conflict.key: Own("<p>mine</p>")}) == row("a", "b", b="mine")


def test_a_clause_nobody_edited_may_be_deleted():
    assert order(merge(row(*"abc"), row(*"ac"), row(*"cab"))) == "ca"


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        ("xabc", "abcy", "xabcy"),
        ("axbc", "aybc", "axybc"),
        ("bca", "abcx", "bcax"),
        ("ac", "abxc", "axc"),
        ("xac", "bac", "xac"),
        ("xabc", "xabc", "xabc"),
    ],
)
def test_orders_come_together(mine, theirs, merged):
    assert order(merge(row(*"abc"), row(*mine), row(*theirs))) == merged


def test_a_clause_moved_to_two_places_is_in_conflict():
    base, mine, theirs = row(*"abcde"), row(*"eabcd"), row(*"abecd")
    result = merge(base, mine, theirs)
    (conflict,) = result.conflicts
    assert (conflict.clause_id, conflict.field, conflict.takes_own_words) == ("e", "position", False)
    assert resolve(result, {conflict.key: "mine"}) == mine
    assert resolve(result, {conflict.key: "theirs"}) == theirs
    with pytest.raises(ChoiceError, match="has to be chosen"):
        resolve(result, {conflict.key: Own("first")})


def test_title_and_summary_are_merged_and_stay_short():
    base = Guideline("Social media", "1\n2\n3\n4")
    mine, theirs = (
        replace(base, title="Our social media", summary="1\n2\n3\n4\n5"),
        replace(base, title="Social media rules"),
    )
    assert merge(base, mine, theirs).guideline == replace(mine, title="Our social media rules")
    longer = replace(base, summary="0\n1\n2\n3\n4")
    (conflict,) = merge(base, mine, longer).conflicts
    assert (conflict.field, conflict.mine, conflict.theirs) == ("summary", mine.summary, longer.summary)


def test_unbreakable_blanks_stay():
    base, mine, theirs = (
        "<p>Up to 10\xa0000 kr a day.</p>",
        "<p>Up to 10\xa0000 kr a year.</p>",
        "<p>Only 10\xa0000 kr a day.</p>",
    )
    merged = rule("<p>Only 10\xa0000 kr a year.</p>")
    assert merge(rule(base), rule(mine), rule(theirs)).guideline == merged


def test_every_conflict_needs_a_choice_and_nothing_else_does():
    result = merge(rule(ORIGINAL), rule(ORIGINAL.replace("kind", "fair")), rule(ORIGINAL.replace("kind", "brief")))
    (conflict,) = result.conflicts
    for choices in ({}, {conflict.key: "mine", "a.rule.9": "mine"}):
        with pytest.raises(ChoiceError, match="needs one choice"):
            resolve(result, choices)


def test_own_words_that_make_no_guideline_are_refused():
    base = rule(ORIGINAL)
    result = merge(base, replace(base, title="Mine"), replace(base, title="Theirs"))
    with pytest.raises(ContentError, match="title"):
        resolve(result, {"title": Own(" ")})


def test_what_came_in_is_shown_by_clause():
    result = merge(row("a", "b"), row("a", "b", a="mine"), row("a", "b", b="theirs"))
    changed = [each.clause.id for each in result.incoming().clauses if each.is_changed]
    assert changed == ["b"]
