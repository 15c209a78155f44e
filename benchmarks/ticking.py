"""The ticker over ten thousand open cases: a round with nothing due, one with some of everything, one draw.

BENCH_PROFILE=1 shows where the time goes.
"""

import cProfile
import os
import pstats
from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter, process_time

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from benchmarks.many_cases import EACH, Firm
from flags.actions.drawing import convene
from flags.models import Case, CaseState
from people import ticker

OPEN = 10_000
PEOPLE, TEAMS = 5_000, 250
MOST_PEOPLE, MOST_TEAMS = 50_000, 2_000
TELLING = 25
"""Functions a profile shows."""


def main() -> None:
    """Print seconds: rounds of the ticker until nothing is due, then a draw among all and among 50,000 people."""
    call_command("migrate", interactive=False, verbosity=0)
    now = timezone.now()
    soon = now + timedelta(hours=1)
    firm = Firm(now)
    began = perf_counter()
    firm.hire(PEOPLE, TEAMS)
    firm.open_cases(OPEN)
    took = perf_counter() - began
    print(f"{connection.vendor}, {PEOPLE:,} people: {OPEN:,} open cases, written in {took:.0f} s")
    print(f"{'':<44}{'seconds':>9}{'of CPU':>9}{'done':>7}")
    _row("nothing is due", lambda: sum(ticker.run(now).values()))
    name = f"{EACH} of each kind are due"
    while _row(name, lambda: sum(ticker.run(soon).values())):
        name = "the round after that"
    _row(f"one draw among {PEOPLE:,}", lambda: _draw(now))
    firm.hire(MOST_PEOPLE, MOST_TEAMS)
    _row(f"one draw among {MOST_PEOPLE:,}", lambda: _draw(now))


def _draw(now: datetime) -> int:
    """Draw a panel, and forget it."""
    with transaction.atomic():
        convene(Case.objects.filter(state=CaseState.NOTED)[0], now)
        transaction.set_rollback(True)
    return 1


def _row(name: str, work: Callable[[], int]) -> int:
    """Print how long it took, and how many things were done, which is returned too."""
    profile = cProfile.Profile()
    profiled = bool(os.environ.get("BENCH_PROFILE"))
    began, used = perf_counter(), process_time()
    if profiled:
        profile.enable()
    done = work()
    profile.disable()
    print(f"{name:<44}{perf_counter() - began:9.2f}{process_time() - used:9.2f}{done:7,}", flush=True)
    if profiled:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(TELLING)
    return done
