"""The title and clauses of a guideline -> Markdown, for exports.

`guidelines.rules.markdown.markdown_to_guideline` reads it back: title, headings and rules come out as they
went in, to the letter. What Markdown has no room for becomes text: the summary a list before the first
heading, "why" and the examples paragraphs under a bold line. Read back, they are text of the rule, and written
again they give the same Markdown. Ids of clauses are not written. On reading, levels of headings move together
(see there), and text without a heading joins what stands before it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guidelines.rules.content import FIELDS, Clause, Guideline, Part
from guidelines.rules.markdown_text import LinkAddress, TextWriter, begun, escaped, heading, indented, kept

_LANGUAGE = re.compile(r"[\w+#.-]{1,40}")


@dataclass(frozen=True, slots=True)
class Words:
    """What the Markdown says beside the guideline's own words: above each field, and where some were taken out."""

    fields: Mapping[str, str]
    taken_out: str


ENGLISH = Words(
    {
        "why": "Why",
        "permitted": "Permitted",
        "not_permitted": "Not permitted",
        "not_restricted": "What this does not restrict",
    },
    "The words that stood here were taken out.",
)


def guideline_to_markdown(
    guideline: Guideline, *, address: LinkAddress, taken_out: frozenset[str] = frozenset(), words: Words = ENGLISH
) -> str:
    """Return a guideline in canonical form as Markdown that ends in one line feed; "" for nothing.

    address: where links to pages and documents lead; "" leaves their words. taken_out: ids of clauses, "title" and
        "summary" whose words were taken out.
    """
    writer = TextWriter(address)
    blocks = list(_front(guideline, taken_out, words))
    for clause in guideline.clauses:
        blocks += [f"*{words.taken_out}*"] if clause.id in taken_out else _clause(clause, writer, words)
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _front(guideline: Guideline, taken_out: frozenset[str], words: Words) -> Iterator[str]:
    if guideline.title:
        yield heading(guideline.title, 1)
    if {"title", "summary"} & taken_out:
        yield f"*{words.taken_out}*"
    if guideline.summary:
        yield "\n".join(f"- {begun(escaped(line))}" for line in guideline.summary.split("\n"))


def _clause(clause: Clause, writer: TextWriter, words: Words) -> Iterator[str]:
    if clause.heading:
        yield heading(clause.heading, clause.level)
    for part in clause.rule:
        yield from _part(part, writer)
    for field in FIELDS:
        if html := getattr(clause, field):
            yield f"**{escaped(words.fields[field])}**"
            yield from writer.blocks(html)


def _part(part: Part, writer: TextWriter) -> Iterator[str]:
    if part.kind == "code":
        yield _code(part)
    elif part.kind == "table":
        yield "\n".join(_table(part, writer))
    elif part.kind == "quote":
        yield "\n".join(indented("\n\n".join(writer.blocks(part.html)), "> "))
    else:
        yield from writer.blocks(part.html)


def _code(part: Part) -> str:
    longest = max((len(run) for run in re.findall(r"`+", part.text)), default=0)
    fence = "`" * max(3, longest + 1)
    language = part.language if _LANGUAGE.fullmatch(part.language) else ""
    return f"{fence}{language}\n{kept(part.text)}\n{fence}"


def _table(part: Part, writer: TextWriter) -> Iterator[str]:
    rows = [[writer.cell(cell) for cell in row] for row in part.rows]
    width = len(rows[0])
    head, body = (rows[0], rows[1:]) if part.header else ([""] * width, rows)
    yield _row(head)
    yield _row(["---"] * width)
    yield from (_row(row) for row in body)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
