"""Histories as git writes them: reading its output, and what a version of ours is as a commit.

A version of ours is a commit with its author, its date (to the second) and its note as the message. Lines at the
end of the message keep what git has no place for. Accounts have addresses under `.invalid`, where no mail can go
(RFC 2606).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from guidelines.rules.richtext import plain_line

MAIL_DOMAIN = "peerline.invalid"
COMMITTER = f"Peerline <export@{MAIL_DOMAIN}>"
UNKNOWN = "Unknown"
"""Name of an author whose account is gone, or who never had one."""

VERSION_LINE = "Peerline-Version: "
"""What begins the line that marks a commit as a version of ours."""

SHOWN_DIGITS = 12
"""Digits of a commit's id that people are shown."""

_SPLIT_MESSAGE = re.compile(
    r"(?P<note>.*)\n\nPeerline-Version: (?P<number>[1-9]\d{0,8}) of (?P<path>[^\n]+)\n"
    r"Peerline-Date: (?P<date>[^\n]+)\n(?P<material>Peerline-Material: yes\n)?"
    r"(?P<co_authors>(?:Co-authored-by: [^\n]+\n)*)\Z",
    re.DOTALL,
)
_CO_AUTHOR = re.compile(r"Co-authored-by: (?P<name>[^\n]*?) ?<(?P<mail>[^>\n]*)>\n")
_IDENTITY = re.compile(
    r"(?P<name>.*?) ?<(?P<mail>[^>]*)> (?P<seconds>-?\d{1,18}) (?P<zone>[+-]\d{4})\Z", re.DOTALL
)
_USERNAME = re.compile(r"[\w.@+-]{1,150}")


class BrokenCommitError(ValueError):
    """A commit that can't be read; the message says why."""


class Name(NamedTuple):
    """Somebody's name as it is shown, "" for nobody known, and that of their account, "" for none."""

    shown: str
    username: str


@dataclass(frozen=True, slots=True)
class VersionCommit:
    """What a commit of ours says beside the file itself.

    number: of the version. path: the file. author: the name shown, "" for nobody known; username: of the account.
    date: aware. note: the change note. co_authors: who else wrote it.
    """

    number: int
    path: str
    author: str
    username: str
    date: datetime
    note: str
    material: bool
    co_authors: tuple[Name, ...] = ()


def fast_import(versions: Iterable[tuple[VersionCommit, str]]) -> Iterator[bytes]:
    """Yield what `git fast-import` reads to make a commit of each version, with the text of its file, in order."""
    for version, text in versions:
        when = f"{max(0, int(version.date.timestamp()))} +0000"
        author = _identity(Name(version.author, version.username))
        yield f"commit refs/heads/main\nauthor {author} {when}\n".encode()
        yield f"committer {COMMITTER} {when}\n".encode()
        yield _data(_message(version))
        yield f"M 100644 inline {version.path}\n".encode() + _data(text)


def _data(text: str) -> bytes:
    content = text.encode()
    return b"data %d\n%b\n" % (len(content), content)


def _identity(person: Name) -> str:
    name = plain_line(person.shown.replace("<", "‹").replace(">", "›")) or UNKNOWN
    known = _USERNAME.fullmatch(person.username)
    return f"{name} <{person.username}@{MAIL_DOMAIN}>" if known else f"{name} <>"


def _message(version: VersionCommit) -> str:
    date = version.date.astimezone(UTC).isoformat(timespec="microseconds")
    material = "Peerline-Material: yes\n" if version.material else ""
    others = "".join(f"Co-authored-by: {_identity(person)}\n" for person in version.co_authors)
    facts = f"{VERSION_LINE}{version.number} of {version.path}\nPeerline-Date: {date}\n{material}{others}"
    return f"{version.note}\n\n{facts}"


@dataclass(frozen=True, slots=True)
class FileChange:
    """A commit that changed a file: its id, and the blob, mode and path of the file since then; "" for gone."""

    commit: str
    blob: str
    mode: str
    path: str


def parse_changes(log: str) -> list[FileChange]:
    """Return the changes in the output of `git log --raw --no-abbrev --format="commit %H"`, oldest first."""
    changes, commit = [], ""
    for line in log.split("\n"):
        if line.startswith("commit "):
            commit = line.removeprefix("commit ")
        elif line.startswith(":"):
            facts, *paths = line.split("\t")
            _old_mode, mode, _old_blob, blob, _status = facts.split(" ")
            changes.append(FileChange(commit, "" if set(blob) == {"0"} else blob, mode, paths[-1]))
    return changes[::-1]


def parse_objects(output: bytes) -> dict[str, bytes]:
    """Return the objects in the output of `git cat-file --batch` by their ids."""
    objects, position = {}, 0
    while position < len(output):
        end = output.index(b"\n", position)
        name, _kind, size = output[position:end].decode().split(" ")
        objects[name] = output[end + 1 : end + 1 + int(size)]
        position = end + int(size) + 2
    return objects


@dataclass(frozen=True, slots=True)
class Commit:
    """Who made a commit, when and why. `ours` is what it says as a version of ours, None for any other commit."""

    author: str
    date: datetime
    message: str
    ours: VersionCommit | None


def parse_commit(content: bytes) -> Commit:
    """Return what a commit says. Raises BrokenCommitError."""
    head, _gap, body = content.partition(b"\n\n")
    headers = _headers(head)
    encoding = headers.get("encoding", "utf-8")
    try:
        author, message = headers["author"].encode("latin-1").decode(encoding), body.decode(encoding)
    except (LookupError, ValueError) as error:
        raise BrokenCommitError("its author or message can't be read") from error
    found = _IDENTITY.fullmatch(author)
    if found is None:
        raise BrokenCommitError("its author can't be read")
    date = _date(int(found["seconds"]), found["zone"])
    name = plain_line(found["name"])
    return Commit(name, date, message, _version(message, name, found["mail"]))


def _headers(head: bytes) -> Mapping[str, str]:
    """Return the headers of a commit, their values byte for byte as Latin-1."""
    pairs = (line.partition(" ") for line in head.decode("latin-1").split("\n") if not line.startswith(" "))
    return {name: value for name, _space, value in pairs}


def _date(seconds: int, zone: str) -> datetime:
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
    known = timezone(-offset if zone[0] == "-" else offset) if offset < timedelta(hours=24) else UTC
    try:
        return datetime.fromtimestamp(seconds, known)
    except (ValueError, OverflowError, OSError) as error:
        raise BrokenCommitError("its date is none of our calendar") from error


def _version(message: str, name: str, mail: str) -> VersionCommit | None:
    found = _SPLIT_MESSAGE.fullmatch(message)
    if found is None:
        return None
    try:
        date = datetime.fromisoformat(found["date"])
    except ValueError:
        return None
    author = _name(name, mail)
    others = (_name(plain_line(each["name"]), each["mail"]) for each in _CO_AUTHOR.finditer(found["co_authors"]))
    return VersionCommit(
        number=int(found["number"]),
        path=found["path"],
        author=author.shown,
        username=author.username,
        co_authors=tuple(others),
        date=date if date.tzinfo else date.replace(tzinfo=UTC),
        note=found["note"],
        material=bool(found["material"]),
    )


def _name(shown: str, mail: str) -> Name:
    username = mail.removesuffix(f"@{MAIL_DOMAIN}")
    known = mail != username and _USERNAME.fullmatch(username)
    return Name("" if not mail and shown == UNKNOWN else shown, username if known else "")
