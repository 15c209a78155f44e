"""Git repositories: writing a guideline's versions as commits, and reading the history of any Markdown file.

Nothing a repository's own configuration names is run: no hook, pager, filter or signature program.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from guidelines.programs import run
from guidelines.rules.entries import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_LENGTHS,
    NO_NOTE,
    BrokenHistoryError,
    Entry,
    guideline_of,
)
from guidelines.rules.git_history import (
    SHOWN_DIGITS,
    VERSION_LINE,
    BrokenCommitError,
    Commit,
    FileChange,
    VersionCommit,
    fast_import,
    parse_changes,
    parse_commit,
    parse_objects,
)
from guidelines.rules.markdown_exact import START
from guidelines.rules.richtext import plain_lines

MAX_FILE = 2 * 1024 * 1024
"""Bytes a file may have in each of its versions; the longest real guidelines stay below 200 kB."""

MAX_PATH = 200
"""Characters of a path that are part of the name by which a history is known again."""

_LFS = b"version https://git-lfs.github.com/spec/"
_FILE_MODES = {"100644", "100755"}

_QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    # A repository may name a program that fetches what it lacks.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
_OURS = {**_QUIET, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}
_SAFE = ["--no-pager", "--literal-pathspecs", "-c", "log.showSignature=false", "-c", "core.fsmonitor=false"]


class RepositoryError(Exception):
    """A repository can't be read or written; the message says why."""


def write_repository(folder: Path, versions: Iterable[tuple[VersionCommit, str]]) -> None:
    """Make a repository with one commit a version, each with the text of its file; the same ones every time.

    Raises RepositoryError for a folder that holds anything, and ProgramError.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RepositoryError(_("%(folder)s is not empty; name a new folder.") % {"folder": folder})
    folder.mkdir(parents=True, exist_ok=True)
    run("git", ["init", "--quiet", "--template=", "--initial-branch=main"], folder=folder, env=_OURS)
    stream = b"".join(fast_import(versions))
    run("git", ["fast-import", "--quiet", "--date-format=raw"], folder=folder, data=stream, env=_OURS)
    run("git", ["reset", "--quiet", "--hard", "main"], folder=folder, env=_OURS)


def read_repository(folder: Path, path: str) -> dict[str, list[Entry]]:
    """Return the versions of a Markdown file in a repository, oldest first, by the name of its history.

    A version is a commit of the main line (first parents) that changed the file, also under earlier names, and
    any commit that is a version of ours. The name is made of the first commit and the path there, so that it stays
    when the repository is copied or the file renamed. Raises RepositoryError, BrokenHistoryError, ProgramError.
    """
    if not folder.is_dir():
        raise RepositoryError(_("%(folder)s is no folder.") % {"folder": folder})
    if _git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise RepositoryError(
            _("%(folder)s holds only the newest commits; fetch the others with “git fetch --unshallow”.")
            % {"folder": folder}
        )
    changes = _changes(folder, path)
    document = f"{changes[0].path[-MAX_PATH:]}@{changes[0].commit[:SHOWN_DIGITS]}"
    blobs = _blobs(folder, changes)
    commits = parse_objects(_git(folder, "cat-file", "--batch", data=_lines(each.commit for each in changes)))
    entries = [
        _entry(change, number, document, blobs, commits[change.commit], path)
        for number, change in enumerate(changes, 1)
    ]
    return {document: entries}


def _git(folder: Path, *arguments: str, data: bytes = b"") -> bytes:
    return run("git", [*_SAFE, *arguments], folder=folder, data=data, env=_QUIET)


def _lines(words: Iterable[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode()


def _changes(folder: Path, path: str) -> list[FileChange]:
    """Return the commits that are versions of a file, oldest first."""
    facts = {"path": path, "folder": folder}
    if "\0" in path or not _git(folder, "ls-tree", "HEAD", "--", path).startswith((b"100644", b"100755")):
        raise RepositoryError(_("The last commit of %(folder)s has no file “%(path)s”.") % facts)
    log = _git(
        folder,
        *("-c", "core.quotePath=true", "log", "--first-parent", "--diff-merges=first-parent", "--no-ext-diff"),
        *("--follow", "--raw", "--no-abbrev", "--no-color", "--no-decorate", "--format=commit %H", "--", path),
    )
    by_commit = {change.commit: change for change in parse_changes(log.decode(errors="replace"))}
    order = _git(folder, "rev-list", "--first-parent", "--reverse", "HEAD").decode().split()
    ours = _commits_of_ours(folder, path)
    return _in_order(order, by_commit, ours)


def _commits_of_ours(folder: Path, path: str) -> set[str]:
    """Return the commits that may be versions of ours, also those that left the file as it was."""
    name = PurePosixPath(path).name
    arguments = ["log", "--first-parent", "--format=%H", "--fixed-strings", f"--grep={VERSION_LINE}"]
    commits = _git(folder, *arguments, "HEAD").decode().split()
    contents = parse_objects(_git(folder, "cat-file", "--batch", data=_lines(commits)))
    return {commit for commit, content in contents.items() if _is_of(content, name)}


def _is_of(content: bytes, name: str) -> bool:
    try:
        ours = parse_commit(content).ours
    except BrokenCommitError:
        return False
    return ours is not None and ours.path == name


def _in_order(order: Sequence[str], by_commit: dict[str, FileChange], ours: set[str]) -> list[FileChange]:
    """Return the versions among all commits; one of ours that changed nothing has the file of the one before."""
    versions: list[FileChange] = []
    for commit in order:
        change = by_commit.get(commit)
        if change and change.blob:
            versions.append(change)
        elif commit in ours and versions:
            before = versions[-1]
            versions.append(FileChange(commit, before.blob, before.mode, before.path))
    return versions


def _blobs(folder: Path, changes: Sequence[FileChange]) -> dict[str, bytes]:
    """Return the texts of a file by their ids, once all of them are known to be files of a fair size."""
    wanted = {change.blob: change for change in changes}
    for change in changes:
        if change.mode not in _FILE_MODES:
            raise BrokenHistoryError(_place(change), "this is no file, but a link or another repository")
    sizes = _git(folder, "cat-file", "--batch-check", data=_lines(wanted)).decode().splitlines()
    for line in sizes:
        blob, kind, *size = line.split(" ")
        if kind == "missing":
            raise BrokenHistoryError(_place(wanted[blob]), "the file was not fetched into this repository")
        if int(size[0]) > MAX_FILE:
            raise BrokenHistoryError(_place(wanted[blob]), f"the file is larger than {MAX_FILE // 1024} kB")
    return parse_objects(_git(folder, "cat-file", "--batch", data=_lines(wanted)))


def _place(change: FileChange) -> str:
    return f"Commit {change.commit[:SHOWN_DIGITS]}"


def _entry(
    change: FileChange, number: int, document: str, blobs: dict[str, bytes], commit: bytes, path: str
) -> Entry:
    place = _place(change)
    try:
        facts = parse_commit(commit)
        text = blobs[change.blob].decode()
    except BrokenCommitError as error:
        raise BrokenHistoryError(place, str(error)) from error
    except UnicodeDecodeError as error:
        raise BrokenHistoryError(place, "the file is no UTF-8") from error
    if blobs[change.blob].startswith(_LFS):
        raise BrokenHistoryError(place, "the file itself is not in the repository, but in Git LFS")
    _check(facts, place)
    ours = facts.ours
    return Entry(
        place=place,
        document=document,
        version=number,
        author=ours.author if ours else facts.author,
        username=ours.username if ours else "",
        date=ours.date if ours else facts.date,
        note=(ours.note if ours else plain_lines(facts.message)) or NO_NOTE,
        material=bool(ours and ours.material),
        co_authors=ours.co_authors if ours else (),
        guideline=guideline_of(text, change.path, place),
        slug=PurePosixPath(path).stem if START in text else "",
        markdown=text,
    )


def _check(facts: Commit, place: str) -> None:
    """Refuse what our record has no room for."""
    date = facts.ours.date if facts.ours else facts.date
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise BrokenHistoryError(place, f"its date is not between {FIRST_YEAR} and {LAST_YEAR}")
    names = [facts.author, *(other.shown for other in (facts.ours.co_authors if facts.ours else ()))]
    if max(map(len, names)) > MAX_LENGTHS["author"]:
        raise BrokenHistoryError(place, f"its author's name is longer than {MAX_LENGTHS['author']} characters")
