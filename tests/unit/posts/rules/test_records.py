"""Reading posts from elsewhere."""

import json
from datetime import UTC, datetime

import pytest

from posts.rules.records import RecordError, read_record

GOOD = {
    "slug": "2014-03-31-hello",
    "title": "Hello &ldquo;world&rdquo;",
    "date": "2014-03-31",
    "authors": ["Ada Frost"],
    "tags": ["API", "api"],
    "excerpt": 'Read <a href="https://example.org">this</a>.',
    "markdown": "Text\r\nmore",
}


def line(**changes):
    return json.dumps(GOOD | changes)


def test_a_record_is_read():
    record = read_record(line())
    assert record.title == "Hello “world”"
    assert record.summary == "Read this."
    assert record.body == "Text\nmore"
    assert record.tags == ("api",)
    assert record.published_at == datetime(2014, 3, 31, tzinfo=UTC)


def test_an_excerpt_without_a_word_is_no_summary():
    assert read_record(line(excerpt=">")).summary == ""


def test_an_empty_date_is_read_from_the_slug():
    assert read_record(line(date="")).published_at == datetime(2014, 3, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": ""}, "title"),
        ({"title": None}, "title"),
        ({"title": "x" * 201}, "201 characters"),
        ({"date": "yesterday"}, "date"),
        ({"date": "", "slug": "hello"}, "date"),
        ({"date": "0001-01-01"}, "1900"),
        ({"authors": []}, "authors"),
        ({"authors": "Ada"}, "authors"),
        ({"authors": [" "]}, "authors"),
        ({"tags": [1]}, "tags"),
        ({"tags": [str(n) for n in range(11)]}, "11 tags"),
        ({"markdown": "x" * 100_001}, "100001 characters"),
        ({"markdown": " \n "}, "markdown"),
        ({"language": "Portuguese"}, "language"),
        ({"language": "p"}, "language"),
        ({"language": f"en{'-abcdefgh' * 4}"}, "language"),
        ({"language": ["en"]}, "language"),
    ],
)
def test_what_is_wrong_is_said(changes, reason):
    with pytest.raises(RecordError, match=reason):
        read_record(line(**changes))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"text"'])
def test_a_line_that_is_no_object_is_refused(text):
    with pytest.raises(RecordError):
        read_record(text)
