"""What the address of a search asks for; whatever it holds, there is an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from people.rules.searching import MAX_QUERY, printable

EVERYWHERE, GUIDELINES, POSTS, PEOPLE = "", "guidelines", "posts", "people"
KINDS = (GUIDELINES, POSTS, PEOPLE)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is looked for, and where.

    text: as it was typed, without what no page can show. where: one of KINDS, or EVERYWHERE. guideline: a slug, or
    "". page: as it came. kinds: what is looked in.
    """

    text: str
    where: str
    all_versions: bool
    guideline: str
    page: str
    kinds: tuple[str, ...]

    def address(self, *, where: str | None = None, page: int = 1) -> str:
        """Return the query of the address that asks for the same elsewhere, or for another page of it."""
        asked = {
            "q": self.text,
            "in": self.where if where is None else where,
            "versions": "all" if self.all_versions else "",
            "guideline": self.guideline,
            "page": str(page) if page > 1 else "",
        }
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    @property
    def addresses(self) -> dict[str, str]:
        """Where the same is asked of each kind alone."""
        return {kind: self.address(where=kind) for kind in self.kinds}


def read_request(parameters: Mapping[str, str], *, signed_in: bool) -> SearchRequest:
    """Return what is asked for; strangers can only ask for guidelines."""
    guideline = printable(parameters.get("guideline", ""))
    readable = KINDS if signed_in else (GUIDELINES,)
    asked = GUIDELINES if guideline else parameters.get("in", EVERYWHERE)
    where = asked if asked in readable else EVERYWHERE if signed_in else GUIDELINES
    return SearchRequest(
        text=printable(parameters.get("q", ""))[: MAX_QUERY + 1],
        where=where,
        all_versions=parameters.get("versions") == "all",
        guideline=guideline,
        page=parameters.get("page", "1"),
        kinds=readable if where == EVERYWHERE else (where,),
    )
