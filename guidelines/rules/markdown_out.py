"""A guideline -> Markdown that says all of it, for exports.

`guidelines.rules.markdown.markdown_to_guideline` reads the same guideline back, to the letter, with why, examples
and the ids of its clauses. Comments say what Markdown has no room for, see `guidelines.rules.markdown_exact`. Each
clause is read back while it is written; only what the lines alone would not say stands in a comment once more.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from guidelines.rules.content import FIELDS, Clause, Guideline, Part, clause_to_json
from guidelines.rules.markdown_exact import (
    NEXT_PART,
    START,
    clause_mark,
    exact_mark,
    field_mark,
    front_reads_back,
    reads_back,
)
from guidelines.rules.markdown_text import begun, cell_line, escaped, heading, indented, kept, rich_text_blocks

REMEMBERED = 1_000
"""Clauses whose Markdown is remembered: from version to version most stay as they are."""

_LANGUAGE = re.compile(r"[\w+#.-]{1,40}")


@dataclass(frozen=True, slots=True)
class Words:
    """What exports say beside the guideline's own words.

    labels: what stands above each field of FIELDS, in their order. taken_out: what stands where words were taken
    out.
    """

    labels: tuple[str, ...]
    taken_out: str


ENGLISH = Words(
    ("Why", "Permitted", "Not permitted", "What this does not restrict"),
    "The words that stood here were taken out.",
)


def guideline_to_markdown(guideline: Guideline, words: Words = ENGLISH) -> str:
    """Return a guideline in canonical form, its links all addresses, as Markdown that ends in one line feed."""
    clauses = (_clause(clause, words.labels) for clause in guideline.clauses)
    return "\n\n".join([_front(guideline), *clauses]) + "\n"


def _front(guideline: Guideline) -> str:
    blocks = [heading(guideline.title, 1)]
    if guideline.summary:
        blocks.append("\n".join(f"- {begun(escaped(line))}" for line in guideline.summary.split("\n")))
    body = "\n\n".join(blocks)
    text = f"{START}\n\n{body}"
    if front_reads_back(guideline, text):
        return text
    exact = exact_mark({"title": guideline.title, "summary": guideline.summary}, body)
    return f"{START}\n\n{exact}\n\n{body}"


@lru_cache(maxsize=REMEMBERED)
def _clause(clause: Clause, labels: tuple[str, ...]) -> str:
    mark, body = clause_mark(clause), "\n\n".join(_blocks(clause, labels))
    text = f"{mark}\n\n{body}"
    if reads_back(clause, text):
        return text
    return f"{mark}\n\n{exact_mark(json.loads(clause_to_json(clause)), body)}\n\n{body}"


def _blocks(clause: Clause, labels: tuple[str, ...]) -> Iterator[str]:
    if clause.heading:
        yield heading(clause.heading, clause.level)
    yield from rule_blocks(clause)
    for name, label in zip(FIELDS, labels, strict=True):
        if html := getattr(clause, name):
            yield field_mark(name, label)
            yield from rich_text_blocks(html)


def rule_blocks(clause: Clause) -> Iterator[str]:
    """Yield the blocks of a clause's rule, with a mark where one piece of rich text follows another."""
    before = None
    for part in clause.rule:
        if before and before.kind == part.kind == "text":
            yield NEXT_PART
        yield from _part(part)
        before = part


def _part(part: Part) -> Iterator[str]:
    if part.kind == "code":
        yield _code(part)
    elif part.kind == "table":
        yield "\n".join(_table(part))
    elif part.kind == "quote":
        yield "\n".join(indented("\n\n".join(rich_text_blocks(part.html)), "> "))
    else:
        yield from rich_text_blocks(part.html)


def _code(part: Part) -> str:
    longest = max((len(run) for run in re.findall(r"`+", part.text)), default=0)
    fence = "`" * max(3, longest + 1)
    language = part.language if _LANGUAGE.fullmatch(part.language) else ""
    return f"{fence}{language}\n{kept(part.text)}\n{fence}"


def _table(part: Part) -> Iterator[str]:
    rows = [[cell_line(cell) for cell in row] for row in part.rows]
    width = len(rows[0])
    head, body = (rows[0], rows[1:]) if part.header else ([""] * width, rows)
    yield _row(head)
    yield _row(["---"] * width)
    yield from (_row(row) for row in body)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
