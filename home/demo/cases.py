"""Lets the demonstration's people flag each other's passages, through the same actions as the screens."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flags import actions, citations, registry
from flags.models import Case, CaseState, Seat
from flags.rules.tally import Verdict
from guidelines.models import GuidelineRecord
from home.demo.files import demo_facts
from home.rules.demo_guidelines import clause_id
from home.rules.edits import ContentFileError
from people.models import User
from posts.models import Post
from posts.veil import KIND


class _Step(NamedTuple):
    """One thing somebody does in one case; steps of all cases happen in the order of `at`."""

    at: datetime
    case: int
    facts: Mapping[str, Any]


def open_cases(people: Mapping[str, User], posts: Mapping[str, Post], *, now: datetime) -> list[Case]:
    """Play every case of `cases.toml`, step by step in the order of time; return them in the file's order.

    Raises ContentFileError when a case does not end up in the state the file says.
    """
    rows = demo_facts("cases")["cases"]
    played: dict[int, Case] = {}
    for step in sorted(_steps(rows, now), key=lambda step: step.at):
        _play(step, rows[step.case], people, posts, played)
    return [_checked(Case.objects.get(pk=played[number].pk), row) for number, row in enumerate(rows)]


def _steps(rows: list[dict[str, Any]], now: datetime) -> Iterator[_Step]:
    for number, row in enumerate(rows):
        for facts in row["steps"]:
            yield _Step(now - timedelta(hours=facts["hours_ago"]), number, facts)


def _play(
    step: _Step,
    row: Mapping[str, Any],
    people: Mapping[str, User],
    posts: Mapping[str, Post],
    played: dict[int, Case],
) -> None:
    facts = step.facts
    if "mark" in facts:
        person = people[facts["mark"]]
        played[step.case] = _mark(person, posts[row["post"]], row, facts.get("note", ""), step.at)
    elif "withdraw" in facts:
        actions.withdraw(person=people[facts["withdraw"]], case=played[step.case], now=step.at)
    elif "take_out" in facts:
        actions.take_out(person=people[facts["take_out"]], case=played[step.case], now=step.at)
    elif "contest" in facts:
        author = people[facts["contest"]]
        case, why, note = played[step.case], facts["why"], facts["note"]
        actions.contest(person=author, case=case, reason=why, note=note, now=step.at)
    elif "verdict" in facts:
        _judge(played[step.case], facts, step.at)
    else:
        actions.end_overdue(step.at)
        actions.draw_empty_seats_anew(step.at)


def _judge(case: Case, facts: Mapping[str, Any], at: datetime) -> None:
    """Let one of those drawn for a panel take a seat and say what the file says; the lot chooses who."""
    seats = Seat.objects.filter(panel__case=case, invited_at__lte=at)
    for seat in seats.free_to_take().select_related("person").order_by("pk"):
        person = seat.person
        if person is None:
            continue
        try:
            actions.take_seat(person=person, seat=seat, now=at)
        except actions.SeatTakenError:  # others of this person's team have theirs
            continue
        verdict, why = Verdict(facts["verdict"]), facts.get("why", "")
        actions.give_verdict(
            person=person, seat=seat, verdict=verdict, counter_reason=why, reason=facts["note"], now=at
        )
        return
    raise ContentFileError("cases.toml: nobody is left to give a verdict")


def _mark(person: User, post: Post, row: Mapping[str, Any], note: str, at: datetime) -> Case:
    testimony = actions.testify(
        person=person,
        mark=_find(post, row["passage"]),
        category=row["category"],
        note=note,
        citation=_citation(row, post, at),
        now=at,
    )
    return testimony.case


def _find(post: Post, passage: str) -> actions.Mark:
    """Return where a passage stands in a post."""
    blocks = registry.get(KIND).blocks(post.pk, post.version)
    found = [(key, text.index(passage)) for key, text in blocks.items() if passage in text]
    if len(found) != 1:
        raise ContentFileError(f"cases.toml: {passage!r} should stand in one block, not {len(found)}")
    (block, start), *_others = found
    return actions.Mark(KIND, post.pk, post.version, block, start, start + len(passage))


def _citation(row: Mapping[str, Any], post: Post, at: datetime) -> actions.Citation:
    """Return the clause a case cites, in the version in force when the passage was written."""
    slug, name = row["clause"].split("/")
    page_id, clause = GuidelineRecord.objects.get(slug=slug).page_id, clause_id(slug, name)
    written_at = citations.written_at(KIND, post.pk, post.version, row["passage"])
    version = citations.version_in_force(page_id, clause, written_at=written_at, now=at)
    return actions.Citation(page_id, clause, version)


def _checked(case: Case, row: Mapping[str, Any]) -> Case:
    if CaseState(case.state).value != row["state"]:
        raise ContentFileError(f"cases.toml: the case about {row['post']} is {case.state}, not {row['state']}")
    return case
