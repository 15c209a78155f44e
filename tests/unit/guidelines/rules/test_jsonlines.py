"""Files with histories: what is broken is refused with its line."""

import gzip
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.entries import document_title
from guidelines.rules.jsonlines import BrokenLineError, read_histories

GOOD: dict[str, Any] = {
    "document": "rules/social-media.md",
    "version": 1,
    "author": "Bo Sand",
    "date": "2024-05-03T10:20:30+02:00",
    "note": "First version",
    "markdown": "---\ntitle: Social media\n---\n\nBe kind.\n\n## Own your words\n\nSay who you are.\n",
}


def line(**changes: Any) -> str:
    return json.dumps({**GOOD, **changes})


def refusal(data: bytes | str) -> BrokenLineError:
    with pytest.raises(BrokenLineError) as caught:
        read_histories(data.encode() if isinstance(data, str) else data)
    return caught.value


def test_a_line_gives_a_version_with_author_date_note_and_clauses():
    ((document, (entry,)),) = read_histories(line().encode()).items()
    assert document == entry.document == "rules/social-media.md"
    assert (entry.place, entry.version, entry.author, entry.note) == ("Line 1", 1, "Bo Sand", "First version")
    assert entry.date == datetime(2024, 5, 3, 10, 20, 30, tzinfo=timezone(timedelta(hours=2)))
    assert entry.guideline.title == "Social media"
    assert [clause.heading for clause in entry.guideline.clauses] == ["", "Own your words"]


def test_several_documents_in_a_file_stay_apart_and_in_order():
    lines = [
        line(document="b"),
        line(document="a"),
        "",
        line(document="b", version=7),
        line(document="a", version=2),
    ]
    histories = read_histories("\r\n".join(lines).encode())
    assert {name: [entry.version for entry in history] for name, history in histories.items()} == {
        "b": [1, 7],
        "a": [1, 2],
    }
    assert [entry.place for entry in histories["b"]] == ["Line 1", "Line 4"]


def test_gzipped_and_marked_files_are_read_as_well():
    plain = line().encode()
    assert read_histories(gzip.compress(plain)) == read_histories(plain) == read_histories(b"\xef\xbb\xbf" + plain)


def test_line_separators_within_text_do_not_end_a_line():
    raw = json.dumps({**GOOD, "note": "one\u2028two\x85"}, ensure_ascii=False)
    assert refusal(raw).reason == "“note” holds a control character"
    assert len(read_histories(raw.replace("\x85", "").encode())) == 1


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("{", "no JSON ("),
        ("[" * 100_000, "no JSON ("),
        ("[]", "no JSON object"),
        ("null", "no JSON object"),
        (json.dumps({key: value for key, value in GOOD.items() if key != "note"}), "“note” is missing"),
        (line(extra=1), "“extra” is not known"),
        (line(version="1"), "“version” is not a whole number"),
        (line(version=1.5), "“version” is not a whole number"),
        (line(version=True), "“version” is not a whole number"),
        (line(version=0), "“version” is not between 1 and"),
        (line(version=10**30), "“version” is not between 1 and"),
        (line(author=None), "“author” is not text"),
        (line(author="  "), "“author” is empty"),
        (line(author="x" * 121), "“author” is longer than 120 characters"),
        (line(author="a\x00b"), "“author” holds a control character"),
        (line(document=""), "“document” is empty"),
        (line(note=" \n"), "“note” is empty"),
        (line(note="\ud800"), "“note” holds a control character"),
        (line(markdown=["x"]), "“markdown” is not text"),
        (line(date="yesterday"), "“date” is no ISO 8601 date: yesterday"),
        (line(date="2024-02-30T00:00:00Z"), "“date” is no ISO 8601 date"),
        (line(date="2024-05-03"), "“date” has no time zone"),
        (line(date="0001-01-01T00:00:00+14:00"), "“date” is not between 1900 and 2999"),
        (line(markdown="a\n\n<iframe>"), "in its Markdown, line 3: the tag <iframe> can't be kept"),
        (line(markdown="---\ntitle: " + "x" * 256 + "\n---\n"), "the title is longer than 255 characters"),
    ],
)
def test_a_broken_line_is_refused_with_its_number(broken, reason):
    error = refusal(f"{line(document='other')}\n\n{broken}\n{line(document='last')}")
    assert error.line_number == 3
    assert reason in error.reason
    assert str(error) == f"Line 3: {error.reason}"


@pytest.mark.parametrize("second", [1, 2])
def test_versions_of_a_document_have_to_go_up(second):
    error = refusal("\n".join([line(version=2), line(version=second)]))
    assert error.line_number == 2
    assert error.reason == f"version {second} of “rules/social-media.md” comes after version 2"


def test_bytes_that_are_no_text_are_refused_with_their_line():
    error = refusal(line().encode() + b"\n\xff")
    assert (error.line_number, error.reason) == (2, "this is no UTF-8")


@pytest.mark.parametrize(
    "data", [gzip.compress(b"{}", mtime=0)[:-4], b"\x1f\x8bnonsense", b"", b"\n \n", gzip.compress(b"", mtime=0)]
)
def test_a_file_that_can_not_be_read_or_is_empty_is_refused(data):
    error = refusal(data)
    assert error.line_number == 0
    assert str(error) == error.reason


@given(st.binary(max_size=80))
def test_no_bytes_give_anything_but_a_refusal_or_versions(data):
    assert refusal(data).line_number <= data.count(b"\n") + 1


@given(st.sampled_from(sorted(GOOD)), st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=3))
def test_a_line_with_any_value_is_read_or_refused_with_its_number(key, value):
    data = json.dumps({**GOOD, key: value}).encode()
    try:
        numbers = [int(entry.place.split()[1]) for history in read_histories(data).values() for entry in history]
    except BrokenLineError as error:
        numbers = [error.line_number]
    assert numbers == [1]


def test_dates_are_kept_to_the_moment_whatever_their_zone():
    (history,) = read_histories(line(date="2024-05-03T08:20:30.5Z").encode()).values()
    assert history[0].date == datetime(2024, 5, 3, 8, 20, 30, 500_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("document", "title"),
    [
        ("pages/office/social-media.md", "Social media"),
        ("code_of_conduct.MARKDOWN", "Code of conduct"),
        ("Privacy 2.0", "Privacy 2"),
        ("folder/", "Folder"),
        ("---", "---"),
    ],
)
def test_a_document_without_title_gets_one_from_its_name(document, title):
    assert document_title(document) == title
