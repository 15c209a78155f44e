"""What a witness says to a settlement: "does this settle it?" """

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from flags import registry
from flags.actions import errors
from flags.actions.deadlines import lock_case
from flags.actions.testifying import Citation, Mark, testify
from flags.models import Answer, Case, Settlement, Testimony
from flags.rules import anchoring
from flags.rules.lifecycle import State
from flags.rules.passages import Span
from people.models import User


@transaction.atomic
def answer(*, person: User, case: Case, settles: bool, now: datetime) -> Answer:
    """Record whether the new text settles it for this witness; once, and while there is time.

    A no carries the testimony over to what stands in the passage's place now: a new flag on the new words, with
    the same category, clause and note. Where nothing does, the answer is kept and `carried_to` is None: the
    witness can flag what is left as anything else. Raises NotYoursError without a testimony that stood,
    TooLateError before the author's time to undo is over, after the witness's own, or for a second answer.
    """
    case = lock_case(case, now, person=person)
    testimony = case.testimonies.standing().filter(person=person).first()
    if testimony is None:
        raise errors.NotYoursError("person: has no standing testimony on this case")
    settlement = open_question(case, testimony, now)
    if settlement is None:
        raise errors.TooLateError("case: there is no question that can be answered")
    given = Answer(settlement=settlement, testimony=testimony, settles=settles, answered_at=now)
    if not settles:
        given.carried_to = _carry_over(person, case, testimony, settlement, now)
    given.save()
    return given


def open_question(case: Case, testimony: Testimony, now: datetime) -> Settlement | None:
    """Return the settlement this witness may still answer to; None if there is none."""
    settlement = case.settlements.filter(undone_at=None).first()
    if case.state != State.FIXED or settlement is None:
        return None
    in_time = settlement.undo_until <= now < settlement.answer_until
    return settlement if in_time and not settlement.answers.filter(testimony=testimony).exists() else None


def new_passage(settlement: Settlement) -> tuple[int, str, Span | None] | None:
    """Return what stands in the place of the passage today: version, block, and stretch if words were put there.

    None if the paragraph is gone, or was changed since so much that nobody can tell.
    """
    case = settlement.case
    target = registry.get(case.target_kind)
    current = target.current_version(case.target_id)
    if current is None or not settlement.block:
        return None
    then = target.blocks(case.target_id, settlement.version)
    if settlement.block not in then:
        return None
    return _carried(then, settlement, current, target.blocks(case.target_id, current))


def _carried(
    then: Mapping[str, str], settlement: Settlement, current: int, blocks: Mapping[str, str]
) -> tuple[int, str, Span | None] | None:
    span = settlement.span or Span(0, len(then[settlement.block]))
    if span.end > len(then[settlement.block]):
        return None
    found = anchoring.carried(then, settlement.block, span, blocks)
    if found is None:
        return None
    block, stretch = found
    return current, block, stretch if settlement.span else None


def _carry_over(
    person: User, case: Case, testimony: Testimony, settlement: Settlement, now: datetime
) -> Case | None:
    """Flag the words that were put in the passage's place; None where there are none that can be flagged."""
    found = new_passage(settlement)
    if found is None:
        return None
    version, block, span = found
    if span is None:
        return None
    mark = Mark(case.target_kind, case.target_id, version, block, span.start, span.end)
    citation = _citation(case)
    for note in dict.fromkeys([testimony.note, ""]):
        try:
            flag = testify(
                person=person, mark=mark, category=testimony.category, note=note, citation=citation, now=now
            )
        except errors.NoteRepeatsPassageError:
            continue
        except errors.FlagError:
            return None
        return flag.case
    return None


def _citation(case: Case) -> Citation | None:
    if case.clause_page_id is None:
        return None
    return Citation(case.clause_page_id, case.clause_id, case.clause_version)
