"""Flagging a passage and taking a flag back."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from flags import registry
from flags.actions import errors, telling
from flags.actions.cleared import is_cleared
from flags.actions.counting import counts
from flags.actions.deadlines import catch_up_on, lock_open_case
from flags.actions.drawing import prepare
from flags.actions.ending import end
from flags.actions.locking import lock_person, lock_target
from flags.actions.log import record
from flags.actions.own_words import answered_for
from flags.actions.veiling import hidden_spans, veil_if_enough
from flags.census import all_away, take_census
from flags.conf import house
from flags.models import Case, CaseAuthor, Testimony, freeze
from flags.registry import TargetType
from flags.rules import anchoring, lifecycle, passages
from flags.rules.credentials import recognise
from flags.rules.lifecycle import Event, State
from flags.rules.passages import Span
from people.models import User


@dataclass(frozen=True)
class Mark:
    """A stretch somebody marked in one block of one version; start and end in code points."""

    kind: str
    target_id: int
    version: int
    block: str
    start: int
    end: int


@dataclass(frozen=True)
class Citation:
    """A clause and the version of its guideline in force when the words came in; None for no such version."""

    page_id: int
    clause_id: str
    version: int | None


@transaction.atomic
def testify(
    *, person: User, mark: Mark, category: str, note: str, citation: Citation | None, now: datetime
) -> Testimony:
    """Record one peer's flag on a passage; opens a case, or joins the one about the same passage.

    The answer is alike in both cases, and when the person has flagged the passage before (their testimony
    stays as it was). Enough voices veil what they share. Raises a FlagError for whatever cannot be.
    """
    target = _target_for(person, mark)
    lock_target(mark.kind, mark.target_id)
    lock_person(person)
    catch_up_on(mark.kind, mark.target_id, now)
    blocks = _current_blocks(target, mark)
    if person.pk in target.authors(mark.target_id):
        raise errors.OwnTextError("person: is an author of this text")
    span = _span(blocks, mark, note)
    _within_limit(person, now)
    hidden = hidden_spans(mark.kind, mark.target_id, mark.version, mark.block, now)
    if any(passages.overlap(span, other) for other in hidden):
        raise errors.PassageHiddenError("mark: touches words that are hidden")
    if answered_for(target, mark.target_id, person, blocks[mark.block][span.start : span.end]):
        raise errors.OwnWordsError("person: was an author while these words stood in the text")
    if is_cleared(mark.kind, mark.target_id, category, text=blocks[mark.block], span=span):
        raise errors.ClearedError("mark: a panel cleared these words")
    case, span = _same_passage(target, mark, blocks, span, now)
    standing = case.testimonies.standing().filter(person=person).first() if case else None
    if standing:
        return standing
    if case is None:
        case = _open_case(target, mark, blocks, span, category=category, citation=citation, now=now)
    testimony = Testimony.objects.create(
        case=case,
        person=person,
        team_id=person.team_id,
        counts=counts(person=person, case=case, now=now),
        start=span.start,
        end=span.end,
        category=category,
        note=note,
        created_at=now,
    )
    record(case=case, event="testimony", now=now)
    veil_if_enough(case=case, blocks=blocks, version=mark.version, now=now)
    return testimony


@transaction.atomic
def withdraw(*, person: User, case: Case, now: datetime) -> None:
    """Take back this person's testimony. The last one closes a case that is not veiled; a veil stays.

    Raises NotYoursError without a standing testimony, CaseEndedError for a case that has ended.
    """
    case = lock_open_case(case, now)
    testimony = case.testimonies.standing().filter(person=person).first()
    if testimony is None:
        raise errors.NotYoursError("person: has no standing testimony on this case")
    testimony.withdrawn_at = now
    testimony.save(update_fields=["withdrawn_at"])
    record(case=case, event="withdrawn", now=now)
    if case.state == State.NOTED and not case.testimonies.standing().exists():
        end(case=case, event=Event.ALL_WITHDRAWN, now=now)


def _target_for(person: User, mark: Mark) -> TargetType:
    try:
        target = registry.get(mark.kind)
    except registry.UnknownKindError:
        raise errors.UnknownTargetError("kind: unknown") from None
    if target.current_version(mark.target_id) is None or not target.may_see(person, mark.target_id):
        raise errors.UnknownTargetError("target_id: unknown")
    return target


def _current_blocks(target: TargetType, mark: Mark) -> Mapping[str, str]:
    """Return the blocks of the current version, which must be the one that was marked."""
    current = target.current_version(mark.target_id)
    if current is None or not 1 <= mark.version <= current:
        raise errors.UnknownTargetError("version: unknown")
    if mark.version != current:
        raise errors.StaleTextError(f"version: {mark.version} was marked, {current} is current")
    return target.blocks(mark.target_id, mark.version)


def _span(blocks: Mapping[str, str], mark: Mark, note: str) -> Span:
    """Return the mark widened to whole tokens; its text must not stand in the note."""
    if mark.block not in blocks:
        raise errors.UnknownTargetError("block: unknown")
    text = blocks[mark.block]
    try:
        span = passages.snap(text, mark.start, mark.end)
    except ValueError as error:
        raise errors.BadMarkError(str(error)) from error
    if note and passages.note_repeats(note, text[span.start : span.end]):
        raise errors.NoteRepeatsPassageError("note: repeats words of the passage")
    return span


def _within_limit(person: User, now: datetime) -> None:
    limit = house().marks_per_day
    if Testimony.objects.made_by(person, now - timedelta(hours=24)).count() >= limit:
        raise errors.TooManyMarksError(limit)


def _same_passage(
    target: TargetType, mark: Mark, blocks: Mapping[str, str], span: Span, now: datetime
) -> tuple[Case | None, Span]:
    """Return the case whose first mark overlaps this one by half of both, and the mark as it stands there.

    The one that overlaps most. Where the text was edited since, the mark is carried back to the case's version.
    Without such a case, the mark is returned as it is.
    """
    visible = [State.NOTED, State.PANEL]
    noted = Case.objects.on(mark.kind, mark.target_id).filter(state__in=visible, ends_at__gt=now)
    there = ((case, _as_in(target, case, mark, blocks, span)) for case in noted)
    about = [(case, own) for case, own in there if own and passages.overlaps_by_half(case.span, own)]
    return max(about, key=lambda found: passages.overlap(found[0].span, found[1]), default=(None, span))


def _as_in(target: TargetType, case: Case, mark: Mark, blocks: Mapping[str, str], span: Span) -> Span | None:
    """Return where a mark stands in the case's block; None if it stands elsewhere, or nobody can tell."""
    if case.target_version == mark.version:
        return span if case.block == mark.block else None
    then = target.blocks(case.target_id, case.target_version)
    found = anchoring.carried(blocks, mark.block, span, then)
    return found[1] if found and found[0] == case.block else None


def _open_case(
    target: TargetType,
    mark: Mark,
    blocks: Mapping[str, str],
    span: Span,
    *,
    category: str,
    citation: Citation | None,
    now: datetime,
) -> Case:
    """Open a case about a passage, with the numbers of this moment and the authors of this moment."""
    passage = blocks[mark.block][span.start : span.end]
    recognised = bool(recognise(passage))
    urgent = lifecycle.is_urgent(category, recognised=recognised)
    authors = list(target.authors(mark.target_id))
    census = take_census(now)
    numbers = lifecycle.freeze(
        voices=census.mode,
        active=census.active,
        urgent=urgent,
        recognised=recognised,
        author_away=all_away(authors, now),
        house=house(),
    )
    told_at = telling.moment(now, urgent=urgent)
    key = secrets.token_bytes(32)
    case = Case.objects.create(
        target_kind=mark.kind,
        target_id=mark.target_id,
        target_version=mark.version,
        block=mark.block,
        start=span.start,
        end=span.end,
        projection=target.projection,
        category=category,
        recognised=recognised,
        clause_page_id=citation.page_id if citation else None,
        clause_id=citation.clause_id if citation else "",
        clause_version=citation.version if citation else None,
        state=State.NOTED,
        opened_at=now,
        told_at=told_at,
        ends_at=lifecycle.begin(told_at=told_at, numbers=numbers).ends_at,
        numbers=freeze(numbers),
        key=key,
        fingerprint=passages.fingerprint(key, passage),
    )
    CaseAuthor.objects.bulk_create(CaseAuthor(case=case, person_id=author) for author in authors)
    telling.tell_authors_of_mark(case)
    seed_hash = prepare(case)
    record(case=case, event="opened", now=now, needed=numbers.needed, active=numbers.active, seed_hash=seed_hash)
    return case
