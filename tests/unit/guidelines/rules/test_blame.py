"""Who wrote which words."""

import json
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.blame import (
    REMEMBERED,
    BlameError,
    Credit,
    leaf_tokens,
    next_blame,
    parts_of,
    passages_from_data,
    passages_to_data,
    runs_from_data,
    runs_to_data,
    versions_of,
    words_by_version,
)
from guidelines.rules.content import Clause, Part, clause_to_json
from guidelines.rules.tokens import tokenise
from tests.samples.histories import histories, leaves_of, tokens_of


def blames(history, texts=tokens_of):
    """Return who wrote each version, one made from the other."""
    made = [{}]
    for number, version in enumerate(history, start=1):
        made.append(next_blame(made[-1], leaves_of(version), number, texts))
    return made[1:]


def read(blame, part="a"):
    """Return a part as a reader would write its blame down: 1: Own your 2: own 1: words."""
    credit = blame[part]
    tokens = tokens_of(credit.leaf)
    pairs = zip(versions_of(credit.runs, len(tokens)), tokens, strict=True)
    runs = groupby((pair for pair in pairs if not pair[1].place), key=lambda pair: pair[0])
    return " ".join(f"{version}: {' '.join(token.text for _, token in run)}" for version, run in runs)


def last_of(*texts):
    """Return who wrote the last of the states of one clause; "" where it was not there."""
    return read(blames([{"a": f"<p>{text}</p>"} if text else {} for text in texts])[-1])


# What holds for every history


@given(histories())
def test_every_token_is_credited_to_a_version_that_was_there(history):
    for number, (version, blame) in enumerate(zip(history, blames(history), strict=True), start=1):
        for part, leaf in leaves_of(version).items():
            versions = versions_of(blame[part].runs, len(tokens_of(leaf)))
            assert all(1 <= each <= number for each in versions)


@given(histories())
def test_the_version_a_word_is_credited_to_has_that_word(history):
    said = [
        {token.text for leaf in leaves_of(version).values() for token in tokens_of(leaf)} for version in history
    ]
    for version, blame in zip(history, blames(history), strict=True):
        for part, leaf in leaves_of(version).items():
            tokens = tokens_of(leaf)
            for token, number in zip(tokens, versions_of(blame[part].runs, len(tokens)), strict=True):
                assert token.text in said[number - 1]


@given(histories())
def test_blame_that_was_stored_after_each_version_equals_blame_computed_at_once(history):
    stored = {}
    for number, (version, whole) in enumerate(zip(history, blames(history), strict=True), start=1):
        loaded = {part: load(data) for part, data in json.loads(json.dumps(stored)).items()}
        blame = next_blame(loaded, leaves_of(version), number, tokens_of)
        assert blame == whole
        stored = {part: dump(credit) for part, credit in blame.items()}


@given(histories())
def test_going_back_to_a_version_of_whole_sentences_gives_everybody_their_words_back(history):
    """But for clauses too short to tell, of which nobody knows whether they came back or were written anew."""
    first = {part: html for part, html in history[0].items() if "Say it" not in html and "…" not in html}
    unlike = {"a": "<p>An interlude with nothing alike.</p>"}
    before, _between, after = blames([first, unlike, first])
    for part in first:
        tokens = tokens_of(leaves_of(first)[part])
        assert words_by_version(tokens, after[part].runs) == words_by_version(tokens, before[part].runs)


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_clauses_says_nothing_about_who_wrote_them(history, rng):
    shuffled = list(history[-1].items())
    rng.shuffle(shuffled)
    before, after = blames([*history, dict(shuffled)])[-2:]
    assert before == after


@given(histories())
def test_memory_is_bounded_and_holds_no_text(history):
    for blame in blames(history):
        for credit in blame.values():
            assert len(credit.gone) <= REMEMBERED
            places = [(leaf, type(start), runs) for leaf, start, runs in passages_to_data(credit.gone)]
            assert all(kind is int for _, kind, _ in places)


def dump(credit):
    return [credit.leaf, runs_to_data(credit.runs), passages_to_data(credit.gone)]


def load(data):
    leaf, runs, gone = data
    return Credit(leaf, runs_from_data(runs), passages_from_data(gone))


# Rewording


@pytest.mark.parametrize(
    ("texts", "reading"),
    [
        (("Own your words.",), "1: Own your words ."),
        (("Own your words.", "Own all your words."), "1: Own 2: all 1: your words ."),
        (("Be kind.", "Be <b>kind</b>."), "1: Be kind ."),
        (("Be kind.", "Be very kind.", "Be very, very kind."), "1: Be 2: very 3: , very 1: kind ."),
        (("One. Two.", "One.</p><p>Two."), "1: One . Two ."),
    ],
)
def test_only_words_that_are_new_are_credited_to_a_version(texts, reading):
    assert last_of(*texts) == reading


def test_a_renamed_heading_leaves_the_words_below_to_their_author():
    history = [{"a": f"<h2>{heading}</h2><p>Be kind.</p>"} for heading in ("Tone", "How we sound")]
    assert read(blames(history)[-1]) == "2: How we sound 1: Be kind ."


# Words that come back

SENTENCE = "Never post prices."


def test_a_sentence_that_was_taken_out_and_comes_back_is_its_first_authors():
    assert (
        last_of(f"{SENTENCE} Be kind.", "Be kind.", f"{SENTENCE} Be kind.") == "1: Never post prices . Be kind ."
    )


def test_it_is_known_again_many_versions_later_and_elsewhere_in_the_clause():
    others = [f"Be kind to {name}." for name in ("Ann", "Bo", "Cy", "Di")]
    reading = last_of(f"{SENTENCE} Be kind.", *others, f"Be kind to Di. {SENTENCE}")
    assert reading == "1: Be kind 2: to 5: Di 1: . Never post prices ."


def test_what_is_added_to_a_sentence_that_comes_back_is_new():
    reading = last_of(f"{SENTENCE} Be kind.", "Be kind.", "Never post prices, ever. Be kind.")
    assert reading.startswith("1: Never post prices 3: , ever")


def test_few_common_words_that_come_back_prove_nothing():
    reading = last_of("It is one of the best. Be kind.", "Be kind.", "Be kind. She was one of the first.")
    assert reading == "1: Be kind . 3: She was one of the first ."


def test_a_short_heading_that_comes_back_is_its_first_authors():
    history = [{"a": f"<h2>{heading}</h2><p>Be kind.</p>"} for heading in ("Tone", "How we sound", "Tone")]
    assert read(blames(history)[-1]) == "1: Tone Be kind ."


def test_a_short_list_item_that_comes_back_is_its_first_authors_but_a_table_cell_is_not():
    items = [{"a": f"<ul><li>{word}</li><li>Phone</li></ul>"} for word in ("Mail", "Fax", "Mail")]
    cells = [{"a": f"<table><tr><td>{word}</td><td>Phone</td></tr></table>"} for word in ("Yes", "No", "Yes")]
    assert read(blames(items)[-1]) == "1: Mail Phone"
    assert read(blames(cells)[-1]) == "3: Yes 1: Phone"


def test_a_clause_that_was_removed_and_comes_back_is_its_authors_again():
    texts = ("Own your words.", "Own all your words.", "", "", "Own all your words.")
    assert last_of(*texts) == "1: Own 2: all 1: your words ."


def test_words_come_back_once_and_a_copy_is_the_copiers():
    reading = last_of(f"{SENTENCE} Be kind.", "Be kind.", f"{SENTENCE} Be kind. {SENTENCE}")
    assert reading == "1: Never post prices . Be kind . 3: Never post prices ."


def test_words_that_went_and_came_twice_are_still_their_first_authors():
    there, gone = f"{SENTENCE} Be kind.", "Be kind."
    assert last_of(there, gone, there, gone, there) == "1: Never post prices . Be kind ."


def test_words_that_stand_in_the_clause_are_no_ones_to_restore():
    """Nothing was removed, so a second "Never post prices" is written anew."""
    assert last_of(SENTENCE, f"{SENTENCE} {SENTENCE}") == "1: Never post prices . 2: Never post prices ."


def test_another_clause_never_gets_what_this_one_lost_long_ago():
    history = [{"a": f"<p>{SENTENCE}</p>", "b": "<p>Be kind.</p>"}, {"b": "<p>Be kind.</p>"}]
    history.append({"b": f"<p>Be kind.</p><p>{SENTENCE}</p>"})
    assert read(blames(history)[-1], "b") == "1: Be kind . 3: Never post prices ."


# Words that move


def test_a_sentence_that_moves_within_its_clause_keeps_its_author():
    moved = "Be kind to each other at all times. Never post prices."
    assert last_of("Never post prices. Be kind to each other at all times.", moved) == (
        "1: Be kind to each other at all times . Never post prices ."
    )


def test_a_paragraph_that_moves_to_another_clause_keeps_its_author():
    before = {"a": f"<p>Be kind.</p><p>{SENTENCE}</p>", "b": "<p>Ask first.</p>"}
    after = {"a": "<p>Be kind.</p>", "b": f"<p>Ask first.</p><p>{SENTENCE}</p>"}
    assert read(blames([before, after])[-1], "b") == "1: Ask first . Never post prices ."


# Words that were taken out of the record


def without(*hidden):
    """Return a reader of leaves that finds some of them empty."""
    return lambda leaf: None if leaf in hidden else tokens_of(leaf)


def test_a_clause_whose_new_words_were_taken_out_stays_as_it_was():
    history = [{"a": "<p>Be kind.</p>"}, {"a": "<p>A secret.</p>"}, {"a": "<p>Be very kind.</p>"}]
    blame = blames(history, without("a <p>A secret.</p>"))
    assert blame[1] == blame[0]
    assert read(blame[2]) == "1: Be 3: very 1: kind ."


def test_words_that_were_removed_and_then_taken_out_cannot_be_known_again():
    history = [{"a": f"<p>{SENTENCE}</p>"}, {"a": "<p>Be kind.</p>"}, {"a": f"<p>{SENTENCE} Ever.</p>"}]
    first, second, _third = blames(history)
    blame = next_blame(second, leaves_of(history[2]), 3, without(first["a"].leaf))
    assert read(blame) == "3: Never post prices . Ever 1: ."
    assert blame["a"].gone == tuple(passage for passage in blame["a"].gone if passage.leaf != first["a"].leaf)


def test_where_the_words_before_were_taken_out_all_of_them_are_new():
    history = [{"a": "<p>Be kind.</p>"}, {"a": "<p>Be very kind.</p>"}]
    blame = next_blame(blames(history)[0], leaves_of(history[1]), 2, without("a <p>Be kind.</p>"))
    assert read(blame) == "2: Be very kind ."


# Parts and their words


def test_title_summary_and_clauses_are_parts_and_the_note_is_none():
    leaves = [("title", "", "1"), ("summary", "", "2"), ("note", "", "3"), ("clause", "a", "4")]
    assert parts_of(leaves) == {"title": "1", "summary": "2", "a": "4"}


def test_parts_are_read_as_they_are_shown():
    clause = Clause("a", "Tone & style", rule=(Part("text", "<p>Be kind.</p>"),), why="<p>Because.</p>")
    assert leaf_tokens("title", "Tone & style") == tokenise("<p>Tone &amp; style</p>")
    assert leaf_tokens("summary", "Be kind.\nAsk <first>.") == tokenise(
        "<ul><li>Be kind.</li><li>Ask &lt;first&gt;.</li></ul>"
    )
    assert [token.text for token in leaf_tokens("clause", clause_to_json(clause)) if token.is_word] == (
        ["Tone", "style", "Be", "kind", "Because"]
    )
    assert leaf_tokens("title", "") == leaf_tokens("summary", "") == ()


def test_words_count_and_punctuation_does_not():
    assert words_by_version(tokenise("<p>Be kind, always.</p>"), ((1, 3), (4, 3))) == {1: 2, 4: 1}


def test_blame_of_other_words_is_refused():
    with pytest.raises(BlameError, match="about 3 tokens, the text has 4"):
        words_by_version(tokenise("<p>Be kind.</p>"), ((1, 3),))
    with pytest.raises(BlameError, match="about 2 tokens"):
        next_blame({"a": Credit("a <p>Be kind.</p>", ((1, 2),))}, {"a": "a <p>Be.</p>"}, 2, tokens_of)


@pytest.mark.parametrize("data", [None, 5, [[1]], [[1, 0]], [[1, -2]], [["1", 2]], [[True, 2]], [[1, 2, 3]]])
def test_damaged_runs_are_refused(data):
    with pytest.raises(BlameError):
        runs_from_data(data)


@pytest.mark.parametrize("data", [None, 5, [["leaf", 0]], [["leaf", 0, [[1, 0]]]]])
def test_damaged_passages_are_refused(data):
    with pytest.raises(BlameError):
        passages_from_data(data)
