"""Where a thread hangs."""

from typing import NamedTuple

MAX_PART = 36
"""Characters of a part's name: those of a clause's id."""


class Place(NamedTuple):
    """What a thread is about.

    kind: a short name under which an app registered it, "post". id: which one. part: which part of it, as the id
    of a clause; "" for all of it.
    """

    kind: str
    id: int
    part: str = ""
