"""What a panel and an advisor are shown of a case: the passage in its context, and no names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Q
from django.utils.translation import gettext as _

from flags import originals, registry, standing
from flags.models import Case, Quotation
from flags.rules import passages
from flags.rules.lifecycle import HIDING, State
from flags.rules.passages import Span


@dataclass(frozen=True)
class Stretch:
    """Part of a paragraph. marked: it is the passage. hidden: another case hides it, and so does this page."""

    text: str
    marked: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Exhibit:
    """The paragraph with the passage, and the one before and after it; each as stretches."""

    before: tuple[Stretch, ...]
    passage: tuple[Stretch, ...]
    after: tuple[Stretch, ...]

    @property
    def paragraphs(self) -> list[tuple[Stretch, ...]]:
        """Those that hold anything, in reading order."""
        return [part for part in (self.before, self.passage, self.after) if part]


def exhibit(case: Case) -> Exhibit | None:
    """Return what the panel has to judge, as it stood when it was flagged; None if it is gone for good."""
    if standing.is_sealed(case):
        return _sealed(case)
    target = registry.get(case.target_kind)
    if target.current_version(case.target_id) is None:
        return None
    blocks = target.blocks(case.target_id, case.target_version)
    if case.block not in blocks:
        return None
    hidden = [*_hidden_elsewhere(case), *_quoted(case, blocks)]
    before, after = _neighbours(blocks, case.block)
    return Exhibit(
        before=_stretches(before, None, hidden),
        passage=_stretches(blocks[case.block], case.span, hidden),
        after=_stretches(after, None, hidden),
    )


def _sealed(case: Case) -> Exhibit | None:
    original = originals.opened(case)
    if original is None:
        return None
    hidden = [*_hidden_elsewhere(case), *_quoted(case, {"": original.text})]
    return Exhibit((), _stretches(original.text, original.span, hidden), ())


def _neighbours(blocks: Mapping[str, str], key: str) -> tuple[str, str]:
    """Return the paragraph before and after one; "" where there is none. Titles and tags have no neighbours."""
    in_text = [name for name in blocks if name[:1] == "b" and name[1:].isdigit()]
    if key not in in_text:
        return "", ""
    at = in_text.index(key)
    around = ["", *(blocks[name] for name in in_text), ""]
    return around[at], around[at + 2]


def _hidden_elsewhere(case: Case) -> list[str]:
    """Return the words that other cases on the same text hide, or took out of it."""
    others = Case.objects.on(case.target_kind, case.target_id).exclude(pk=case.pk)
    hiding = others.filter(Q(state__in=HIDING) | Q(state=State.FIXED))
    return [part.text for other in hiding for part in standing.parts(other)]


def _quoted(case: Case, blocks: Mapping[str, str]) -> list[str]:
    """Return the words of this text that repeat what is hidden in another; all of it, if they may have moved."""
    rows = Quotation.objects.in_text(case.target_kind, case.target_id)
    covered = list(rows.filter(case__state__in=[*HIDING, State.FIXED]))
    if any(row.version != case.target_version or row.block not in blocks for row in covered):
        return list(blocks.values())
    return [blocks[row.block][slice(*(row.span or (None, None)))] for row in covered]


def _stretches(text: str, own: Span | None, hidden: Iterable[str]) -> tuple[Stretch, ...]:
    """Cut a paragraph at the passage and at what other cases hide; the passage itself is always shown."""
    taken = [span for words in hidden for span in passages.occurrences(text, words)]
    masked = passages.subtract(taken, [own] if own else [])
    edges = sorted({0, len(text), *(edge for span in masked for edge in span), *(own or ())})
    found = []
    for start, end in pairwise(edges):
        if any(span.start <= start and end <= span.end for span in masked):
            found.append(Stretch(_("hidden by another flag"), hidden=True))
        else:
            found.append(Stretch(text[start:end], marked=bool(own and own.start <= start and end <= own.end)))
    return tuple(one for one in found if one.text)
