"""How the cases that cite a clause ended, as numbers, and when they say that a rule confuses people."""

from collections import Counter
from collections.abc import Mapping

from flags.rules.lifecycle import ENDED, State

UNDECIDED = State.LAPSED
"""Under this a withdrawn case is counted too: to an author they look alike."""

CONFUSED = frozenset({"cleared", State.LAPSED.value})
"""Ends of a case that say: somebody read the rule so, and nobody else did."""


def outcomes(by_state: Mapping[str, int]) -> Counter[str]:
    """Return how many cases ended in each way people tell apart; also the ways no case ended in.

    by_state: cases by the state they are in; those that have not ended are left out.
    """
    counted = Counter({state.value: 0 for state in State if state in ENDED and state is not State.CLOSED})
    for state in ENDED:
        shown = UNDECIDED if state is State.CLOSED else state
        counted[shown.value] += by_state.get(state.value, 0)
    return counted


def confuses(counted: Mapping[str, int], threshold: int) -> bool:
    """Return whether so many cases came to nothing that the rule seems to be unclear.

    counted: as `outcomes` returns it. threshold: cases, at least 1.
    """
    return sum(cases for state, cases in counted.items() if state in CONFUSED) >= threshold
