"""Codes of languages, as people list them and texts name theirs."""

import re
from collections.abc import Collection

LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
"""A well-formed code: the language's own two or three letters, then script or region. Source: BCP 47."""

MAX_LANGUAGE_CODE = 35
"""Characters of a code. Source: RFC 5646, 4.4.1."""


def knows(listed: Collection[str], language: str) -> bool:
    """Return whether somebody who listed these codes knows a language; script and region make no difference."""
    return _own(language) in {_own(code) for code in listed}


def _own(code: str) -> str:
    return code.partition("-")[0]
