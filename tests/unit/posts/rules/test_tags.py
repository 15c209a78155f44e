"""Tags."""

from posts.rules.tags import joined, normalise_tags, spans


def test_tags_are_lower_case_once_and_in_order():
    assert normalise_tags([" Culture  Change", "API", "api", ""]) == ["culture change", "api"]


def test_a_comma_parts_tags():
    assert normalise_tags(["a, b", "c,,d"]) == ["a", "b", "c", "d"]


def test_spans_find_the_tags_in_their_joined_text():
    tags = ["one", "two words", "three"]
    assert [joined(tags)[start:end] for start, end in spans(tags)] == tags
