"""The demonstration's guidelines: clauses in Markdown and a history in TOML -> whole versions.

The form of both is explained at the top of `home/demo/guidelines/social-media/history.toml`.
"""

import re
import tomllib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from guidelines.rules.content import Clause, Guideline, Part, normalise_guideline, part_html
from guidelines.rules.markdown import markdown_to_guideline
from home.rules.edits import ContentFileError, replace_once

_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_FIELD_OF_SECTION = {
    "Why": "why",
    "This is fine": "permitted",
    "This is not": "not_permitted",
    "Not restricted": "not_restricted",
}
_CLAUSE_LEVEL = 2


@dataclass(frozen=True, slots=True)
class DemoVersion:
    """One version of a demonstration guideline; `author` is a username, `date` is aware."""

    date: datetime
    author: str
    material: bool
    note: str
    guideline: Guideline


@dataclass(frozen=True, slots=True)
class DemoGuideline:
    """A demonstration guideline with all its versions, oldest first."""

    slug: str
    versions: tuple[DemoVersion, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """The state between two edits: clauses by name, and the names in order."""

    order: tuple[str, ...] = ()
    sources: Mapping[str, str] | None = None

    def source(self, name: str) -> str:
        """Return the Markdown of a clause that stands at this point; ContentFileError for any other name."""
        if name not in self.order or self.sources is None:
            raise ContentFileError(f"{name}: the guideline has no such clause at this point.")
        return self.sources[name]


def read_guideline(history: str, clauses: Mapping[str, str]) -> DemoGuideline:
    """Return a guideline with its versions from the text of `history.toml` and its clauses' Markdown by name.

    Raises ContentFileError for a file that is no TOML, an edit that does not fit or a clause without a
    heading, and guidelines.rules.content.ContentError for a guideline that cannot be.
    """
    try:
        data = tomllib.loads(history)
    except tomllib.TOMLDecodeError as error:
        raise ContentFileError(f"history.toml: {error}") from error
    slug, summary, draft = data["slug"], "", _Draft()
    versions = []
    for row in data["versions"]:
        draft = _edited(draft, row, clauses)
        summary = "\n".join(row["summary"]) if "summary" in row else summary
        parsed = tuple(_clause(slug, name, draft.source(name)) for name in draft.order)
        guideline = normalise_guideline(Guideline(data["title"], summary, parsed))
        versions.append(DemoVersion(row["date"], row["author"], row["material"], row["note"], guideline))
    return DemoGuideline(slug, tuple(versions))


def clause_id(slug: str, name: str) -> str:
    """Return the lasting id of a clause, a UUID: the same for ever for a guideline's slug and a file's name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"peerline:demo/{slug}/{name}"))


def _edited(draft: _Draft, row: Mapping[str, Any], clauses: Mapping[str, str]) -> _Draft:
    """Return the draft after everything that one version changes."""
    if "begin" in row:
        draft = _Draft(tuple(row["begin"]), {name: clauses[name] for name in row["begin"]})
    for edit in row.get("edits", ()):
        kind = next((kind for kind in _EDITS if kind in edit), None)
        if kind is None:
            raise ContentFileError(f"history.toml: an edit needs one of {', '.join(_EDITS)}: {edit}")
        draft = _EDITS[kind](draft, edit, clauses)
    return draft


def _add(draft: _Draft, edit: Mapping[str, str], clauses: Mapping[str, str]) -> _Draft:
    name = edit["add"]
    return _Draft(_placed(draft.order, name, edit["after"]), {**(draft.sources or {}), name: clauses[name]})


def _move(draft: _Draft, edit: Mapping[str, str], clauses: Mapping[str, str]) -> _Draft:
    rest = tuple(name for name in draft.order if name != edit["move"])
    return replace(draft, order=_placed(rest, edit["move"], edit["after"]))


def _remove(draft: _Draft, edit: Mapping[str, str], clauses: Mapping[str, str]) -> _Draft:
    draft.source(edit["remove"])
    return replace(draft, order=tuple(name for name in draft.order if name != edit["remove"]))


def _reword(draft: _Draft, edit: Mapping[str, str], clauses: Mapping[str, str]) -> _Draft:
    name = edit["clause"]
    reworded = replace_once(draft.source(name), edit["old"], edit["new"], where=name)
    return replace(draft, sources={**(draft.sources or {}), name: reworded})


_EDITS: dict[str, Callable[[_Draft, Mapping[str, str], Mapping[str, str]], _Draft]] = {
    "add": _add,
    "move": _move,
    "remove": _remove,
    "clause": _reword,
}


def _placed(order: Sequence[str], name: str, after: str) -> tuple[str, ...]:
    """Return the order with a name put right after another one."""
    if after not in order or name in order:
        raise ContentFileError(f"{name}: it cannot be put after {after!r}.")
    at = order.index(after) + 1
    return (*order[:at], name, *order[at:])


@lru_cache(maxsize=512)
def _clause(slug: str, name: str, source: str) -> Clause:
    """Return a clause from its Markdown: a heading, the rule, then the sections beside it.

    Kept in memory, because most clauses stay as they are from one version to the next.
    """
    first_line, _, rest = source.strip().partition("\n")
    if not first_line.startswith("# "):
        raise ContentFileError(f"{name}: a clause starts with a line like '# Its heading'.")
    rule, *sections = _SECTION.split(rest)
    fields = dict(zip(sections[::2], sections[1::2], strict=True))
    unknown = fields.keys() - _FIELD_OF_SECTION.keys()
    if unknown:
        raise ContentFileError(f"{name}: a clause has no section {sorted(unknown)[0]!r}.")
    return Clause(
        id=clause_id(slug, name),
        heading=first_line.removeprefix("# "),
        level=_CLAUSE_LEVEL,
        rule=_parts(rule),
        **{_FIELD_OF_SECTION[title]: _html(text) for title, text in fields.items()},
    )


def _parts(markdown: str) -> tuple[Part, ...]:
    """Return Markdown without headings as parts of a rule."""
    return tuple(
        part for clause in markdown_to_guideline(markdown, fallback_title="-").clauses for part in clause.rule
    )


def _html(markdown: str) -> str:
    """Return Markdown of a few paragraphs as rich text."""
    return "".join(part_html(part) for part in _parts(markdown))
