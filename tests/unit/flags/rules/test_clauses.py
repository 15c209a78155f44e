"""The clause in force when words were written."""

from datetime import UTC, datetime, timedelta

from flags.rules.clauses import ClauseAt, in_force

START = datetime(2026, 1, 1, tzinfo=UTC)
SETTLES = timedelta(hours=72)
LATER = START + timedelta(days=100)


def _history(*versions):
    return [
        ClauseAt(number, START + timedelta(days=day), content)
        for number, (day, content) in enumerate(versions, start=1)
    ]


def _at(history, day, now=LATER):
    return in_force(history, written_at=START + timedelta(days=day), now=now, settles=SETTLES)


def test_the_newest_version_before_the_words_counts():
    history = _history((0, "a"), (10, "b"), (20, "c"))
    assert [_at(history, day) for day in (-1, 0, 9, 10, 15, 25)] == [None, 1, 1, 2, 2, 3]


def test_a_version_that_was_changed_within_three_days_never_counted():
    history = _history((0, "a"), (10, "b"), (12, "a"))
    assert _at(history, 11) == 1
    assert _at(history, 13) == 3


def test_a_version_stands_while_others_change_other_clauses():
    assert _at(_history((0, "a"), (10, "b"), (11, "b"), (12, "b")), 10) == 2


def test_a_version_counts_only_once_it_has_stood_three_days():
    history = _history((0, "a"), (10, "b"))
    assert _at(history, 11, now=START + timedelta(days=12)) == 1
    assert _at(history, 11, now=START + timedelta(days=13)) == 2


def test_a_clause_that_was_removed_or_not_yet_written_is_not_in_force():
    assert _at(_history((0, None), (10, "a"), (20, None)), 5) is None
    assert _at(_history((0, None), (10, "a"), (20, None)), 25) is None
    assert _at([], 5) is None
