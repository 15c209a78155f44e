"""The one ticker: jobs with deadlines, registered by the apps and run by `manage.py tick`.

Every job is safe to run twice, late, or beside another run of itself.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from people.actions import beat
from people.models import Heartbeat

logger = logging.getLogger(__name__)

Job = Callable[[datetime], int]
"""Takes the time of the run, does what is due by then, returns how many things it did."""

LATE_AFTER = timedelta(minutes=5)
"""The deployment files tick every 30 seconds; after ten missed rounds /readyz says so."""

_jobs: dict[str, Job] = {}


def register(name: str, job: Job) -> None:
    """Add a job; called in `AppConfig.ready()`. A second registration under the name replaces the first."""
    _jobs[name] = job


def run(now: datetime) -> dict[str, int]:
    """Run every job once, then record the heartbeat. Returns how many things each job did.

    A job that fails stops the run and leaves no heartbeat, so that /readyz shows it.
    """
    done = {name: job(now) for name, job in _jobs.items()}
    beat(now=now)
    return done


def is_late(now: datetime) -> bool:
    """Return whether the last heartbeat is missing or older than LATE_AFTER."""
    last = Heartbeat.objects.filter(name="ticker").first()
    return last is None or now - last.at > LATE_AFTER
