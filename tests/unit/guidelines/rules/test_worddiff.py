"""Which words were kept, restyled, taken out and put in."""

from random import Random

import pytest
from hypothesis import given

from guidelines.rules.sequences import common_runs, longest_increasing
from guidelines.rules.tokens import tokenise
from guidelines.rules.worddiff import word_spans
from tests.samples.markup import two_versions


def read(old, new):
    """Return a diff of two paragraphs as a reader would write it down: [-taken out-] {+put in+} ~restyled~."""
    signs = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}", "format": "~{}~"}
    return " ".join(
        signs[span.op].format(" ".join("¶" if token.place else token.text for token in span.tokens))
        for span in word_spans(tokenise(f"<p>{old}</p>"), tokenise(f"<p>{new}</p>"))
    )


@given(two_versions())
def test_the_spans_hold_both_texts_whole(versions):
    old, new = map(tokenise, versions)
    spans = word_spans(old, new)
    assert tuple(token for span in spans for token in span.old) == old
    assert tuple(token for span in spans for token in span.new) == new


@given(two_versions())
def test_restyled_words_are_the_same_words(versions):
    for span in word_spans(*map(tokenise, versions)):
        if span.op in {"equal", "format"} and span.before:
            assert [token.text for token in span.before] == [token.text for token in span.tokens]


@pytest.mark.parametrize(
    ("old", "new", "reading"),
    [
        ("Be kind to all", "Be good to all", "¶ Be [-kind-] {+good+} to all"),
        ("Be kind", "Be very kind", "¶ Be {+very+} kind"),
        ("Be kind", "Be <b>kind</b>", "¶ Be ~kind~"),
        ('<a href="/a">the list</a>', '<a href="/b">the list</a>', "¶ ~the list~"),
        ("He said hello", "He said “hello”", "¶ He said {+“+} hello {+”+}"),
        ("12 % of it", "12% of it", "¶ 12 ~%~ of it"),
        ("指南很好", "指南不好", "¶ 指 南 [-很-] {+不+} 好"),
        ("well done 👍", "well done 👍🏽", "¶ well done [-👍-] {+👍🏽+}"),
    ],
)
def test_only_what_changed_is_marked(old, new, reading):
    assert read(old, new) == reading


def test_a_passage_written_anew_is_not_shredded_by_the_words_it_happens_to_share():
    old = "we ask every colleague to read the page twice before posting"
    new = "people should think about the readers and their feelings before posting"
    assert read(old, new) == f"¶ [-{old[:-15]}-] {{+{new[:-15]}+}} before posting"


def test_small_edits_near_each_other_stay_apart():
    reading = read("the cat sat on the mat today", "the dog sat on the rug today")
    assert reading == "¶ the [-cat-] {+dog+} sat on the [-mat-] {+rug+} today"


def test_an_inserted_sentence_is_marked_from_its_start_to_its_end():
    reading = read("They read. They sleep.", "They read. They write. They sleep.")
    assert reading == "¶ They read . {+They write .+} They sleep ."


def test_an_inserted_item_is_marked_as_an_item():
    reading = read(
        "<ul><li>one thing</li><li>three things</li></ul>",
        "<ul><li>one thing</li><li>two things</li><li>three things</li></ul>",
    )
    assert reading == "¶ one thing {+¶ two things+} ¶ three things"


def test_a_paragraph_made_a_list_item_keeps_its_words():
    assert read("</p><p>one</p><p>two", "</p><ul><li>one</li><li>two</li></ul>") == "~¶~ one ~¶~ two"


def test_a_split_paragraph_gains_a_start_and_loses_nothing():
    assert read("One. Two.", "One.</p><p>Two.") == "¶ One . {+¶+} Two ."


def test_six_thousand_words_in_one_paragraph_are_compared_word_by_word():
    rng = Random(6)
    words = [rng.choice(["own", "your", "words", "say", "who", "you", "are"]) for _ in range(6000)]
    changed = [*words[:3000], "never", *words[3000:]]
    assert read(" ".join(words), " ".join(changed)).count("{+never+}") == 1


def test_huge_texts_are_cut_at_words_that_stand_once(monkeypatch):
    monkeypatch.setattr("guidelines.rules.sequences.EXACT_LIMIT", 20)
    old = ["all", "of", "this", "was", "written", "by", "all", "of", "us", "for", "all"]
    new = ["all", "of", "that", "was", "written", "by", "some", "of", "us", "for", "all"]
    runs = common_runs(old, new)
    kept = [word for run in runs for word in old[run.old : run.old + run.size]]
    assert kept == [word for run in runs for word in new[run.new : run.new + run.size]]
    assert {"was", "written", "by", "us", "for"} <= set(kept)


def test_what_huge_texts_share_at_both_ends_is_kept(monkeypatch):
    monkeypatch.setattr("guidelines.rules.sequences.EXACT_LIMIT", 20)
    assert common_runs("abababab", "ababXabab") == [(0, 0, 4), (4, 5, 4)]


def test_the_longest_increasing_run_is_found():
    assert longest_increasing([3, 0, 1, 4, 2]) == [1, 2, 4]
    assert longest_increasing([]) == []
