"""One clause as the fields of a form, in Markdown, and back.

A field whose Markdown was left as it was keeps what it said, to the letter; one that was changed is read as
`guidelines.rules.markdown` reads it, with nothing in it that belongs to another clause.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from bs4 import BeautifulSoup

from guidelines.rules.content import FIELDS, Clause, Guideline, Part, normalise_clause, part_html
from guidelines.rules.markdown_exact import START, read_exact
from guidelines.rules.markdown_out import rule_blocks
from guidelines.rules.markdown_text import rich_text_blocks
from guidelines.rules.portable import LinkAddress, clause_with_addresses
from guidelines.rules.raw_html import UnsupportedMarkdownError

MARKDOWN_FIELDS: Final = ("rule", *FIELDS)
"""What of a clause is written in Markdown, in the order it is shown."""


_READ_AS: Final = "00000000-0000-4000-8000-000000000000"
"""The id a field has while it is read; the clause's own need not stand in any text."""


class FieldError(ValueError):
    """A field that cannot be read. line: where, from 1; 0 where it begins another clause. reason: in English."""

    def __init__(self, field: str, line: int = 0, reason: str = "") -> None:
        super().__init__(f"{field}, line {line}: {reason}")
        self.field, self.line, self.reason = field, line, reason


@dataclass(frozen=True, slots=True)
class ClauseFields:
    """What a form says about a clause: a line, a level of LEVELS, and Markdown by the names of MARKDOWN_FIELDS."""

    heading: str
    level: int
    texts: Mapping[str, str]


def fields_of(clause: Clause, address: LinkAddress) -> ClauseFields:
    """Return a clause in canonical form as a form shows it. address: where links to pages and documents lead."""
    told = clause_with_addresses(clause, _sure(address))
    texts = {field: "\n\n".join(rich_text_blocks(getattr(told, field))) for field in FIELDS}
    return ClauseFields(clause.heading, clause.level, {"rule": "\n\n".join(rule_blocks(told)), **texts})


def clause_of(fields: ClauseFields, before: Clause, address: LinkAddress) -> Clause:
    """Return the clause, in canonical form, that a form says which began as `before`; it keeps its id.

    address: as for `fields_of`. Links that led to a page or document of ours still do, by its number.
    Raises FieldError for what cannot be read, ContentError for an unknown level.
    """
    shown = fields_of(before, address).texts
    links = _links_of(before, _sure(address))
    clause = Clause(
        before.id, fields.heading, fields.level, before.rule, **{f: getattr(before, f) for f in FIELDS}
    )
    for field in MARKDOWN_FIELDS:
        text = _plain_lines(fields.texts[field])
        if text != _plain_lines(shown[field]):
            parts = _linked(_read(field, text), links)
            html = "".join(part_html(part) for part in parts)
            clause = replace(clause, rule=parts) if field == "rule" else _with_field(clause, field, html)
    return normalise_clause(clause)


def _with_field(clause: Clause, field: str, html: str) -> Clause:
    return replace(clause, **{field: html})  # type: ignore[arg-type]


def _sure(address: LinkAddress) -> LinkAddress:
    """Return addresses for all links, so that none is lost on the way through a form."""

    def sure(link_type: str, number: str) -> str:
        """Return where a link leads, or a place on the page that names what it pointed at."""
        return address(link_type, number) or f"#{link_type}-{number}"

    return sure


def _plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _read(field: str, text: str) -> tuple[Part, ...]:
    if not text.strip():
        return ()
    head = f"{START}\n\n<!-- clause {_READ_AS} level 2 -->\n\n"
    try:
        read = read_exact(f"{head}{text}\n", fallback_title="")
    except UnsupportedMarkdownError as error:
        raise FieldError(field, error.line - head.count("\n"), error.reason) from error
    rule = read.clauses[0].rule if read and read.clauses else ()
    if read != Guideline("", clauses=(Clause(_READ_AS, rule=rule),)):
        raise FieldError(field)
    return rule


def _links_of(clause: Clause, address: LinkAddress) -> dict[str, tuple[str, str]]:
    """Return type and number of the links of a clause that lead to pages and documents, by their addresses."""
    html = "".join([*(part.html for part in clause.rule), *(getattr(clause, field) for field in FIELDS)])
    cells = "".join(cell for part in clause.rule for row in part.rows for cell in row)
    links = BeautifulSoup(html + cells, "html.parser").find_all("a", linktype=True)
    targets = [(str(link["linktype"]), str(link["id"])) for link in links]
    return {address(*target): target for target in targets}


def _linked(parts: tuple[Part, ...], links: Mapping[str, tuple[str, str]]) -> tuple[Part, ...]:
    if not links:
        return parts
    return tuple(
        replace(
            part,
            html=_with_numbers(part.html, links),
            rows=tuple(tuple(_with_numbers(cell, links) for cell in row) for row in part.rows),
        )
        for part in parts
    )


def _with_numbers(html: str, links: Mapping[str, tuple[str, str]]) -> str:
    if "<a " not in html:
        return html
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a", href=True):
        if target := links.get(str(link["href"])):
            link.attrs = {"id": target[1], "linktype": target[0]}
    return str(soup)
