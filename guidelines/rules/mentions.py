"""People who are called by their username in a text: "@ann.lee, is that still so?"."""

import re

MOST_MENTIONED = 10
"""People one text may call: those it names first. A whole department is not to be called by one note."""

_CALLED = re.compile(r"(?<![\w.@+\-/])@([\w.@+\-]{1,150})")
"""What may follow the sign is what a username is made of. Source: Django's UnicodeUsernameValidator."""

_ENDS_A_SENTENCE = ".-+@"


def mentioned(text: str) -> tuple[str, ...]:
    """Return the usernames a text may mean, in order, each once; at most MOST_MENTIONED of them.

    A sign within a word, as in an address for mail, calls nobody. A full stop at the end belongs to the sentence.
    """
    called = (found.group(1).rstrip(_ENDS_A_SENTENCE) for found in _CALLED.finditer(text))
    return tuple(dict.fromkeys(filter(None, called)))[:MOST_MENTIONED]
