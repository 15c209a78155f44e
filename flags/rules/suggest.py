"""Which clauses to offer first to somebody who flags a passage. Source: docs/adr/0027-clause-in-force.md."""

from collections.abc import Collection, Mapping, Sequence

from flags.rules.passages import words

TELLING_WORDS = frozenset(
    (
        "confidential",
        "confidentiality",
        "proprietary",
        "secret",
        "secrets",
        "credentials",
        "password",
        "passwords",
        "personal",
        "privacy",
        "client",
        "clients",
        "customer",
        "customers",
        "partner",
        "partners",
        "supplier",
        "suppliers",
        "unreleased",
        "unpublished",
        "unannounced",
        "roadmap",
        "financial",
        "figures",
        "results",
        "legal",
        "lawsuit",
        "trademark",
        "copyright",
        "merger",
        "acquisition",
        "strategy",
        "source",
        "photos",
    )
)
"""Words of clauses about what stays inside. Clauses in other languages are simply listed in their order."""

ABOUT: Mapping[str, Collection[str]] = {
    "credential": frozenset(("credentials", "password", "passwords", "account", "accounts", "key", "keys")),
    "code name": frozenset(
        ("proprietary", "confidential", "confidentiality", "unreleased", "unannounced", "roadmap")
    ),
}
"""The words that clauses about each kind of likely leak use (`flags.rules.leaks`)."""

_HEADING_WEIGHT = 4
"""One telling word in a heading says as much as this many in the text."""


def score(heading: str, text: str, telling: Collection[str] = TELLING_WORDS) -> int:
    """Return how much a clause is about what stays inside: telling words, those of the heading weighted."""
    in_heading = sum(word.folded in telling for word in words(heading))
    return _HEADING_WEIGHT * in_heading + len({word.folded for word in words(text)} & set(telling))


def most_about(clauses: Sequence[tuple[str, str]], telling: Collection[str]) -> int | None:
    """Return the index of the clause with most of these words, the first of equals; None if none has any."""
    scores = [score(heading, text, telling) for heading, text in clauses]
    return scores.index(max(scores)) if any(scores) else None


def suggested(clauses: Sequence[tuple[str, str]], *, most: int = 5) -> list[int]:
    """Return the indices of the clauses to offer first, best first; none that says nothing of the kind.

    clauses: (heading, plain text) pairs; ties keep their order.
    """
    scores = [score(heading, text) for heading, text in clauses]
    ranked = sorted((index for index, value in enumerate(scores) if value), key=lambda index: -scores[index])
    return ranked[:most]
