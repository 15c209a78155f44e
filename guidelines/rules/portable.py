"""What a guideline says, for elsewhere: nothing in it that only our own database understands."""

from collections.abc import Callable
from dataclasses import replace

from bs4 import BeautifulSoup

from guidelines.rules.content import Clause, Guideline, Part, normalise_clause
from guidelines.rules.reading import Reading

LinkAddress = Callable[[str, str], str]
"""Return the address of a page or document from the type and the number of a link, "" for none."""


def with_addresses(guideline: Guideline, address: LinkAddress) -> Guideline:
    """Return a guideline in canonical form whose links to pages and documents are addresses.

    Where `address` knows none, the words of the link stay.
    """
    return replace(guideline, clauses=tuple(clause_with_addresses(each, address) for each in guideline.clauses))


def clause_with_addresses(clause: Clause, address: LinkAddress) -> Clause:
    """Return one clause as `with_addresses` does a guideline's."""

    def told(html: str) -> str:
        """Return HTML of the clause with addresses."""
        return _html_with_addresses(html, address) if "linktype" in html else html

    changed = replace(
        clause,
        rule=tuple(_part_told(part, told) for part in clause.rule),
        why=told(clause.why),
        permitted=told(clause.permitted),
        not_permitted=told(clause.not_permitted),
        not_restricted=told(clause.not_restricted),
    )
    return clause if changed == clause else normalise_clause(changed)


def _part_told(part: Part, told: Callable[[str], str]) -> Part:
    return replace(part, html=told(part.html), rows=tuple(tuple(map(told, row)) for row in part.rows))


def _html_with_addresses(html: str, address: LinkAddress) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a", linktype=True):
        target = address(str(link["linktype"]), str(link["id"]))
        link.attrs = {"href": target} if target else {}
    return str(soup)


def with_gaps_marked(reading: Reading, words: str) -> Guideline:
    """Return what a version says, with some words in each place whose own words were taken out."""
    kinds = {leaf.kind for leaf in reading.taken_out}
    guideline = reading.guideline
    return Guideline(
        title=words if "title" in kinds else guideline.title,
        summary=words if "summary" in kinds else guideline.summary,
        clauses=tuple(
            replace(clause, rule=(Part("text", f"<p><i>{words}</i></p>"),))
            if clause.id in reading.clauses_taken_out
            else clause
            for clause in guideline.clauses
        ),
    )
