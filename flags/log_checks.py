"""What `manage.py verify_log` checks besides the chain: parts of flags register what their entries promise."""

from collections.abc import Callable, Mapping, Sequence

from flags.rules.logchain import Entry, Opening

Check = Callable[[Sequence[Entry], Mapping[int, Opening]], Sequence[str]]
"""Takes all entries and the openings that still exist; returns what is wrong, a sentence each."""

_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Add a check; a second registration under the name replaces the first."""
    _checks[name] = check


def run(entries: Sequence[Entry], openings: Mapping[int, Opening]) -> list[str]:
    """Return what every check found."""
    return [sentence for check in _checks.values() for sentence in check(entries, openings)]
