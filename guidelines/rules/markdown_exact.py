"""Our own Markdown -> the guideline it was written from, to the letter, ids of clauses included.

Comments on lines of their own, which nobody sees, say what Markdown has no room for:

- `<!-- peerline 1 -->` begins the guideline: its title as a heading of level 1, its summary as a list.
- `<!-- clause <id> -->` begins a clause with a heading; `<!-- clause <id> level <2 to 4> -->` one without.
- `<!-- part -->` ends a piece of rich text where the next one follows right away.
- `<!-- why --> <b>Why</b>` begins a field; what stands in bold is there for readers and may be any word.
- `<!-- exact <digest> <json> -->` says what the lines down to the next clause were written from, where they alone
  would not say it; it counts for as long as nobody changes them.

Whoever edits such a file by hand may do anything that Markdown can: a heading they add begins a clause without id.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from guidelines.rules.content import (
    FIELDS,
    LEVELS,
    Clause,
    ContentError,
    Guideline,
    Part,
    clause_from_json,
    normalise_clause,
    part_html,
)
from guidelines.rules.html_parts import Section, html_to_sections
from guidelines.rules.markdown_html import ParsedMarkdown, markdown_to_html
from guidelines.rules.raw_html import UnsupportedMarkdownError
from guidelines.rules.richtext import normalise_rich_text, plain_line, plain_lines, rich_text_lines

START = "<!-- peerline 1 -->"
NEXT_PART = "<!-- part -->"

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_MARK = re.compile(
    rf"(?P<start>{START})"
    rf"|<!-- clause (?P<clause>{_UUID})(?: level (?P<level>[{LEVELS[0]}-{LEVELS[-1]}]))? -->"
    rf"|(?P<part>{NEXT_PART})"
    r"|<!-- (?P<field>why|permitted|not permitted|not restricted) --> <b>[^<]*</b>"
)
_EXACT = re.compile(r"\n*<!-- exact (?P<digest>[0-9a-f]{64}) (?P<json>\{[^<>\n]*\}) -->\n")
_LOOKS_LIKE_A_CLAUSE = re.compile(r"<!--\s*clause\b")
_SUMMARY = re.compile(r"<ul>(?:<li>(?:(?!<ul>|<ol>).)*</li>)+</ul>")


def clause_mark(clause: Clause) -> str:
    """Return the comment that begins a clause."""
    return f"<!-- clause {clause.id}{'' if clause.heading else f' level {clause.level}'} -->"


def field_mark(name: str, label: str) -> str:
    """Return the line that begins a field of FIELDS, with a label for readers."""
    return f"<!-- {name.replace('_', ' ')} --> <b>{label}</b>"


def exact_mark(values: Mapping[str, Any], text: str) -> str:
    """Return the comment that says what the lines after it were written from; no sign in it could end it."""
    data = json.dumps(values, sort_keys=True, separators=(",", ":"))
    for sign in "-<>":
        data = data.replace(sign, f"\\u{ord(sign):04x}")
    return f"<!-- exact {_digest(text)} {data} -->"


def _digest(text: str) -> str:
    return hashlib.sha256(text.strip("\n").encode()).hexdigest()


def read_exact(text: str, *, fallback_title: str) -> Guideline | None:
    """Return the guideline that our own Markdown says, None for any other Markdown.

    text: with line feeds as line ends. Clauses that were added by hand have no id. Not in canonical form where it
    was changed by hand: `normalise_guideline` may refuse it. Raises UnsupportedMarkdownError.
    """
    pieces = list(_pieces(text))
    if not any(piece.mark and piece.mark["start"] for piece in pieces):
        return None
    reader = _Reader(text)
    for group in _groups(pieces):
        reader.read(group)
    return Guideline(reader.title or plain_line(fallback_title), reader.summary, reader.finished())


@dataclass(frozen=True, slots=True)
class _Piece:
    """The lines after a mark, down to the next one; `line` is that of the mark, counted from 1."""

    mark: re.Match[str] | None
    line: int
    text: str

    @property
    def whole(self) -> str:
        """The mark and its lines."""
        return f"{self.mark[0]}\n{self.text}" if self.mark else self.text


def _pieces(text: str) -> Iterator[_Piece]:
    lines = text.split("\n")
    mark, start = None, 0
    for number, comment in ParsedMarkdown(text).comments:
        found = _MARK.fullmatch(comment.strip())
        if found:
            yield _Piece(mark, start, "\n".join(lines[start : number - 1]))
            mark, start = found, number
        elif _LOOKS_LIKE_A_CLAUSE.match(comment):
            raise UnsupportedMarkdownError(number, "the mark of a clause is damaged")
    yield _Piece(mark, start, "\n".join(lines[start:]))


def _groups(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    """Return pieces by what they belong to: what comes before, the front, each clause."""
    groups: list[list[_Piece]] = [[]]
    for piece in pieces:
        if piece.mark and (piece.mark["start"] or piece.mark["clause"]):
            groups.append([])
        groups[-1].append(piece)
    return groups


@dataclass
class _Growing:
    """A clause while its lines are read."""

    id: str = ""
    heading: str = ""
    level: int = LEVELS[0]
    rule: list[Part] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, clause: Clause) -> "_Growing":
        """Return a clause that is whole already."""
        fields = {name: getattr(clause, name) for name in FIELDS}
        return cls(clause.id, clause.heading, clause.level, list(clause.rule), fields)

    def clause(self) -> Clause:
        """Return what was read."""
        return Clause(self.id, self.heading, self.level, tuple(self.rule), **self.fields)


class _Reader:
    """Puts pieces together; `clauses` are those so far, `title` and `summary` "" until they come."""

    def __init__(self, text: str) -> None:
        self.title = ""
        self.summary = ""
        self._clauses: list[_Growing] = []
        self._text = ParsedMarkdown(text)

    def finished(self) -> tuple[Clause, ...]:
        """Return the clauses that say anything."""
        clauses = (each.clause() for each in self._clauses)
        return tuple(clause for clause in clauses if not clause.is_empty)

    def read(self, group: list[_Piece]) -> None:
        """Read what came before the start, the front, or a clause."""
        first = group[0].mark
        if first and first["clause"] and any(each.id == first["clause"] for each in self._clauses):
            raise UnsupportedMarkdownError(group[0].line, f"the clause {first['clause']} stands here twice")
        exact = _exact(group)
        if first and first["start"]:
            self._read_front(group, exact)
        elif first and exact is not None:
            self._clauses.append(_Growing.of(_exact_clause(exact, first["clause"], group[0].line)))
        else:
            self._clauses.append(_Growing(first["clause"] if first else "", level=_level(first)))
            self._read_clause(group)

    def _read_front(self, group: list[_Piece], exact: dict[str, Any] | None) -> None:
        if exact is not None:
            self.title, self.summary = _front(exact, group[0].line)
            return
        for piece in group:
            sections = self._sections(piece)
            if sections and sections[0].level == 1 and not self.title:
                self.title, rest = sections[0].heading, list(sections[0].parts)
                if rest and rest[0].kind == "text" and (lines := _summary(rest[0].html)):
                    self.summary, rest = lines, rest[1:]
                sections[0] = Section(parts=tuple(rest))
            self._clauses.append(_Growing())
            self._add(sections, "")

    def _read_clause(self, group: list[_Piece]) -> None:
        for piece in group:
            sections = self._sections(piece)
            if _begins_with_heading(piece.mark) and any(each.heading for each in sections):
                self._put_before(sections)
            self._add(sections, piece.mark["field"] or "" if piece.mark else "")

    def _put_before(self, sections: list[Section]) -> None:
        """Give the heading to the clause that is being read; what somebody wrote above it is another one."""
        growing = self._clauses.pop()
        if not sections[0].heading:
            self._clauses.append(_Growing(rule=list(sections.pop(0).parts)))
        first = sections[0]
        growing.heading, growing.level = first.heading, _kept_level(first.level)
        self._clauses.append(growing)
        sections[0] = Section(parts=first.parts)

    def _add(self, sections: Iterable[Section], name: str) -> None:
        """Add what stands under a mark to the last clause, or to its field; every heading begins another one."""
        for section in sections:
            if section.heading:
                self._clauses.append(_Growing(heading=section.heading, level=_kept_level(section.level)))
                name = ""
            growing = self._clauses[-1]
            if name:
                html = "".join(part_html(part) for part in section.parts)
                key = name.replace(" ", "_")
                growing.fields[key] = normalise_rich_text(growing.fields.get(key, "") + html)
            else:
                growing.rule += section.parts

    def _sections(self, piece: _Piece) -> list[Section]:
        try:
            return html_to_sections(markdown_to_html(piece.text, self._text.references))
        except UnsupportedMarkdownError as error:
            raise UnsupportedMarkdownError(error.line + piece.line, error.reason) from error


def _level(mark: re.Match[str] | None) -> int:
    return int(mark["level"] or LEVELS[0]) if mark else LEVELS[0]


def _begins_with_heading(mark: re.Match[str] | None) -> bool:
    return mark is not None and bool(mark["clause"]) and not mark["level"]


def _kept_level(level: int) -> int:
    return min(max(level, LEVELS[0]), LEVELS[-1])


def _summary(html: str) -> str:
    """Return the lines of a flat list, "" for anything else."""
    return plain_lines(rich_text_lines(html)) if _SUMMARY.fullmatch(html) else ""


def _exact(group: list[_Piece]) -> dict[str, Any] | None:
    """Return what the lines of a group were written from, None when it is not said or they were changed."""
    first, *others = group
    found = _EXACT.match(first.text)
    if found is None:
        return None
    rest = "\n".join([first.text[found.end() :], *(piece.whole for piece in others)])
    if _digest(rest) != found["digest"]:
        return None
    try:
        values = json.loads(found["json"])
    except (ValueError, RecursionError) as error:
        raise UnsupportedMarkdownError(first.line, "the exact form of what stands here is damaged") from error
    return dict(values)


def _front(values: Mapping[str, Any], line: int) -> tuple[str, str]:
    title, summary = values.get("title"), values.get("summary", "")
    if not isinstance(title, str) or not isinstance(summary, str) or plain_lines(summary) != summary:
        raise UnsupportedMarkdownError(line, "the exact form of the title and summary is damaged")
    return plain_line(title), summary


def _exact_clause(values: Mapping[str, Any], clause_id: str, line: int) -> Clause:
    try:
        clause = clause_from_json(json.dumps({**values, "id": clause_id}))
        if normalise_clause(clause) == clause:
            return clause
    except (ContentError, TypeError, AttributeError, ValueError):
        pass
    raise UnsupportedMarkdownError(line, "the exact form of the clause is damaged")


def reads_back(clause: Clause, text: str) -> bool:
    """Whether Markdown that begins with the mark of a clause says exactly that clause."""
    try:
        read = read_exact(f"{START}\n\n{text}\n", fallback_title="")
    except UnsupportedMarkdownError:
        return False
    return read is not None and read.clauses == (clause,)


def front_reads_back(guideline: Guideline, text: str) -> bool:
    """Whether Markdown that begins with the mark of the start says exactly this title and summary."""
    try:
        read = read_exact(f"{text}\n", fallback_title="")
    except UnsupportedMarkdownError:
        return False
    return read == Guideline(guideline.title, guideline.summary)
