"""What a guideline says, as data: the form that is hashed, stored in leaves, compared and shown.

Rich text here is always in the canonical form of `richtext.py`; `normalise_guideline` brings it there. JSON
of a clause holds only what is not empty, with sorted keys, so that a field added later changes no hash of
the past.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Literal, get_args

from rapidfuzz.distance import Indel

from guidelines.rules.richtext import (
    normalise_inline,
    normalise_rich_text,
    plain_line,
    plain_lines,
    rich_text_lines,
    verbatim,
)

PartKind = Literal["text", "table", "code", "quote"]
PART_KINDS: tuple[str, ...] = get_args(PartKind)

LEVELS = (2, 3, 4)
"""Heading levels of a clause; 1 is the guideline's title."""

FIELDS = ("why", "permitted", "not_permitted", "not_restricted")
"""What a clause may say beside its rule, in the order it is shown."""

MAX_SUMMARY_LINES = 5


class ContentError(ValueError):
    """Content that no guideline can have; the message names what is wrong."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a rule.

    text, quote: `html` is rich text. table: `rows` of cells of inline html, the first row is headings if
    `header`. code: `text` is verbatim, `language` its name or "".
    """

    kind: PartKind
    html: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    header: bool = False
    language: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: a lasting id (a UUID in text), a heading ("" for text before the first one) and what it
    says.
    """

    id: str
    heading: str = ""
    level: int = 2
    rule: tuple[Part, ...] = ()
    why: str = ""
    permitted: str = ""
    not_permitted: str = ""
    not_restricted: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the clause says nothing at all."""
        return not (self.heading or self.rule or any(getattr(self, field) for field in FIELDS))


@dataclass(frozen=True, slots=True)
class Guideline:
    """A whole guideline: title, summary (plain text, a point a line, at most five) and clauses in order."""

    title: str
    summary: str = ""
    clauses: tuple[Clause, ...] = ()


def normalise_guideline(guideline: Guideline) -> Guideline:
    """Return the guideline in canonical form; clauses that say nothing are left out.

    Raises ContentError for no title, a summary of more than five lines, an unknown heading level or a
    clause id that is missing or stands twice.
    """
    title, summary = plain_line(guideline.title), plain_lines(guideline.summary)
    if not title:
        raise ContentError("A guideline needs a title.")
    if summary.count("\n") >= MAX_SUMMARY_LINES:
        raise ContentError(f"A summary has at most {MAX_SUMMARY_LINES} lines.")
    normalised = (normalise_clause(clause) for clause in guideline.clauses)
    clauses = tuple(clause for clause in normalised if not clause.is_empty)
    ids = [clause.id for clause in clauses]
    if "" in ids or len(set(ids)) < len(ids):
        raise ContentError("Every clause needs an id of its own.")
    return Guideline(title, summary, clauses)


def normalise_clause(clause: Clause) -> Clause:
    """Return the clause in canonical form; parts that hold nothing are left out. Raises ContentError for
    its level.
    """
    if clause.level not in LEVELS:
        raise ContentError(f"A heading has a level from {LEVELS[0]} to {LEVELS[-1]}, not {clause.level}.")
    parts = (normalise_part(part) for part in clause.rule)
    return replace(
        clause,
        heading=plain_line(clause.heading),
        rule=tuple(part for part in parts if part.html or part.text or part.rows),
        why=normalise_rich_text(clause.why),
        permitted=normalise_rich_text(clause.permitted),
        not_permitted=normalise_rich_text(clause.not_permitted),
        not_restricted=normalise_rich_text(clause.not_restricted),
    )


def normalise_part(part: Part) -> Part:
    """Return the part in canonical form, with nothing in it that its kind does not use.

    Raises ContentError.
    """
    if part.kind in {"text", "quote"}:
        return Part(part.kind, html=normalise_rich_text(part.html))
    if part.kind == "code":
        return Part("code", text=verbatim(part.text), language=plain_line(part.language))
    if part.kind == "table":
        rows = _even_rows(tuple(tuple(normalise_inline(cell) for cell in row) for row in part.rows))
        return Part("table", rows=rows, header=part.header and bool(rows))
    raise ContentError(f"A rule has no part of kind {part.kind!r}.")


def _even_rows(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Return rows of one width; no rows when every cell is empty."""
    width = max(map(len, rows), default=0)
    filled = tuple(row + ("",) * (width - len(row)) for row in rows)
    return filled if any(any(row) for row in filled) else ()


def clause_to_json(clause: Clause) -> str:
    """Return a clause as canonical JSON: the same clause always gives the same text."""
    values: dict[str, Any] = {"id": clause.id, "level": clause.level, "heading": clause.heading}
    values |= {field: getattr(clause, field) for field in FIELDS}
    values["rule"] = [_filled(_part_values(part)) for part in clause.rule]
    return json.dumps(_filled(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _part_values(part: Part) -> dict[str, Any]:
    return {name: getattr(part, name) for name in Part.__slots__}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def clause_from_json(text: str) -> Clause:
    """Return the clause that `clause_to_json` wrote. Raises ContentError when the text is no such JSON."""
    try:
        values = json.loads(text)
        rule = tuple(_part_from_values(part) for part in values.pop("rule", ()))
        return Clause(rule=rule, **values)
    except (ValueError, TypeError, AttributeError) as error:
        raise ContentError(f"This is not the JSON of a clause: {error}") from error


def _part_from_values(values: dict[str, Any]) -> Part:
    rows = tuple(tuple(row) for row in values.pop("rows", ()))
    part = Part(rows=rows, **values)
    if part.kind not in PART_KINDS:
        raise ContentError(f"A rule has no part of kind {part.kind!r}.")
    return part


def part_html(part: Part) -> str:
    """Return a part of a rule as HTML: paragraphs and lists, `table`, `pre` or `blockquote`."""
    if part.kind == "quote":
        return f"<blockquote>{part.html}</blockquote>"
    if part.kind == "code":
        language = f' class="language-{escape(part.language)}"' if part.language else ""
        return f"<pre><code{language}>{escape(part.text, quote=False)}</code></pre>"
    return _table_html(part) if part.kind == "table" else part.html


def _table_html(part: Part) -> str:
    head, body = (part.rows[:1], part.rows[1:]) if part.header else ((), part.rows)
    sections = (("thead", head, "th"), ("tbody", body, "td"))
    return f"<table>{''.join(_section_html(*section) for section in sections)}</table>"


def _section_html(name: str, rows: tuple[tuple[str, ...], ...], cell: str) -> str:
    lines = ("".join(f"<{cell}>{content}</{cell}>" for content in row) for row in rows)
    html = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<{name}>{html}</{name}>" if html else ""


def clause_html(clause: Clause) -> str:
    """Return a clause as canonical HTML, for showing and comparing.

    The heading as `<h2>` to `<h4>`, the parts of the rule, then a `<section data-field="why">` for each
    field of FIELDS that says something. Links keep `linktype` and `id`: expanding them is up to whoever
    shows the page.
    """
    tag = f"h{clause.level}"
    heading = f"<{tag}>{escape(clause.heading, quote=False)}</{tag}>" if clause.heading else ""
    rule = "".join(part_html(part) for part in clause.rule)
    fields = ((field, getattr(clause, field)) for field in FIELDS)
    sections = "".join(f'<section data-field="{field}">{html}</section>' for field, html in fields if html)
    return heading + rule + sections


def clause_text(clause: Clause) -> str:
    """Return the words of a clause without tags: heading, rule, fields; a line a block."""
    return "\n".join(line for line in _clause_lines(clause) if line)


def _clause_lines(clause: Clause) -> Iterator[str]:
    yield clause.heading
    for part in clause.rule:
        yield part.text or rich_text_lines(part.html)
        yield from (rich_text_lines(cell) for row in part.rows for cell in row)
    for field in FIELDS:
        yield rich_text_lines(getattr(clause, field))


def guideline_text(guideline: Guideline) -> str:
    """Return all the words of a guideline without tags: title, summary, clauses; a line a block."""
    parts = (guideline.title, guideline.summary, *(clause_text(clause) for clause in guideline.clauses))
    return "\n".join(part for part in parts if part)


def word_count(text: str) -> int:
    """Return how many words a text has: what stands between spaces."""
    return len(text.split())


def word_changes(old: Guideline | None, new: Guideline) -> tuple[int, int]:
    """Return how many words came in and how many went, from `old` (None: nothing before) to `new`.

    Clauses are compared by their ids, so a clause that only moved counts nothing.
    """
    before, after = ({} if old is None else _texts(old)), _texts(new)
    keys = before.keys() | after.keys()
    changes = [changed_words(before.get(key, ""), after.get(key, "")) for key in keys]
    return sum(added for added, _ in changes), sum(removed for _, removed in changes)


def _texts(guideline: Guideline) -> dict[str, str]:
    clauses = {f"clause {clause.id}": clause_text(clause) for clause in guideline.clauses}
    return {"title": guideline.title, "summary": guideline.summary, **clauses}


def changed_words(old: str, new: str) -> tuple[int, int]:
    """Return how many words came in and how many went between two texts; words stand between spaces."""
    if old == new:
        return 0, 0
    words = Indel.editops(old.split(), new.split())
    added = sum(1 for step in words if step.tag == "insert")
    return added, len(words) - added
