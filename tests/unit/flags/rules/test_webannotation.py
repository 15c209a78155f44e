"""Flags as Web Annotations."""

from dataclasses import replace
from datetime import UTC, datetime

from flags.rules.passages import Span
from flags.rules.webannotation import CONTEXT, Flag, collection

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FLAG = Flag(
    id="https://peerline.example/flags/1/#1",
    source="https://peerline.example/posts/1/",
    block="b1",
    span=Span(8, 17),
    category="Product that is not released",
    note="",
    created=AT,
    withdrawn=None,
    exact="Nightfall",
)


def _of(*flags):
    return collection(address="https://peerline.example/mine", label="My flags", creator="Ada", flags=flags)


def test_a_collection_says_how_many_there_are():
    made = _of(FLAG, FLAG)
    assert made["@context"] == CONTEXT
    assert (made["type"], made["total"]) == ("AnnotationCollection", 2)
    assert _of()["first"]["items"] == []


def test_an_annotation_points_at_the_words():
    [made] = _of(FLAG)["first"]["items"]
    assert made["motivation"] == "assessing"
    assert made["created"] == "2026-11-22T12:00:00+00:00"
    assert made["target"]["source"] == FLAG.source
    assert made["target"]["selector"] == [
        {
            "type": "FragmentSelector",
            "value": "b1",
            "refinedBy": {"type": "TextPositionSelector", "start": 8, "end": 17},
        },
        {"type": "TextQuoteSelector", "exact": "Nightfall"},
    ]


def test_without_the_words_there_is_no_quote():
    [made] = _of(replace(FLAG, exact=None))["first"]["items"]
    assert [selector["type"] for selector in made["target"]["selector"]] == ["FragmentSelector"]


def test_a_note_is_a_comment_and_a_flag_that_was_taken_back_says_so():
    [made] = _of(replace(FLAG, note="Not yet", withdrawn=AT))["first"]["items"]
    assert [(body["purpose"], body["value"]) for body in made["body"]] == [
        ("classifying", "Product that is not released"),
        ("commenting", "Not yet"),
        ("tagging", "withdrawn"),
    ]
    assert made["modified"] == "2026-11-22T12:00:00+00:00"
