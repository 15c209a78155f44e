"""What git writes, and what our versions are as commits."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.git_history import (
    BrokenCommitError,
    VersionCommit,
    fast_import,
    parse_commit,
)
from guidelines.rules.richtext import plain_line, plain_lines

texts = st.text(st.characters(codec="utf-8"), max_size=20)
versions = st.builds(
    VersionCommit,
    number=st.integers(1, 999_999_999),
    path=st.just("rules.md"),
    author=texts.map(lambda text: plain_line(text.replace("<", "").replace(">", "")) or "Ada"),
    username=st.from_regex(r"[\w.@+-]{1,20}", fullmatch=True),
    date=st.datetimes(datetime(1900, 1, 2), datetime(2999, 1, 1), timezones=st.just(UTC)),
    note=st.one_of(texts, st.sampled_from(["Peerline-Version: 1 of x\nPeerline-Date: x", "a <b> 1 +0000"])).map(
        lambda text: plain_lines(text) or "Why"
    ),
    material=st.booleans(),
)


def commit_of(version: VersionCommit) -> bytes:
    """The commit git makes of a version: the stream without what belongs to fast-import."""
    head, data = next_chunks(version)
    body = data.partition(b"\n")[2][:-1]
    return b"tree 1\n" + head.partition(b"\n")[2] + b"\n" + body


def next_chunks(version: VersionCommit) -> tuple[bytes, bytes]:
    commit, committer, message, *_file = fast_import([(version, "text")])
    return commit + committer, message


@given(versions)
def test_a_version_comes_back_from_its_commit_to_the_letter(version):
    assert parse_commit(commit_of(version)).ours == version


def test_what_identities_have_no_room_for_is_written_otherwise():
    version = VersionCommit(1, "a.md", "A <b>\nc", "no name", datetime(1950, 1, 1, tzinfo=UTC), "x", False)
    assert next_chunks(version)[0].decode().startswith("commit refs/heads/main\nauthor A ‹b› c <> 0 +0000\n")


AUTHOR = b"author Ada Pell <a@b> 86400 -0130"


@pytest.mark.parametrize(
    ("head", "name", "date"),
    [
        (AUTHOR, "Ada Pell", datetime(1970, 1, 1, 22, 30, tzinfo=timezone(-timedelta(hours=1, minutes=30)))),
        (AUTHOR + b"\ngpgsig x\n author Eve <e> 1 +0000", "Ada Pell", datetime(1970, 1, 2, tzinfo=UTC)),
        (b"author <> 0 +9999", "", datetime(1970, 1, 1, tzinfo=UTC)),
        (b"author J\xf6rg <j> 0 +0000\nencoding latin-1", "Jörg", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_commits_of_others_are_read(head, name, date):
    commit = parse_commit(b"tree 1\n" + head + b"\ncommitter c\n\nWhy\n")
    assert (commit.author, commit.date, commit.message, commit.ours) == (name, date, "Why\n", None)


@pytest.mark.parametrize(
    "head",
    [b"", b"author x", b"author J\xf6rg <j> 0 +0000", b"author a <b> 999999999999999999 +0000"]
    + [b"author a <b> 0 +0000\nencoding " + name for name in (b"no", b"undefined", b"base64", b"a\0b")],
)
def test_what_is_no_commit_is_refused(head):
    with pytest.raises(BrokenCommitError):
        parse_commit(b"tree 1\n" + head + b"\n\nWhy \xc3\xb6")


@given(st.binary(max_size=60))
def test_anything_is_read_or_refused(content):
    with suppress(BrokenCommitError):
        parse_commit(AUTHOR + b"\n" + content)
