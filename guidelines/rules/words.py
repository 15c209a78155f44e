"""Text cut into the pieces a reader would point at: words, numbers, punctuation marks, symbols."""

import re
from collections.abc import Iterator

# Scripts written without spaces are compared character by character.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3040-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
# What stays with the character before it: combining marks, vowel signs, variation selectors, skin tones.
_EXTENDING = (
    "\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
)
_SYMBOLS = (
    "\x00-/:-@\\[-`{-©«-´¶-¸»-¿×÷\u2000-\u200b\u200e-\u206f\u20a0-\u20cf\u2100-\u2bff\u3000-\u303f"
    "\ufe30-\ufe4f\uff00-\uff0f\uff1a-\uff20\U0001f000-\U0001faff"
)
_LETTER = rf"[^\s{_SYMBOLS}{_UNSPACED}]"
_NUMBER = r"[0-9]+(?:[.,:][0-9]+)+"
_PLAIN_WORD = rf"{_LETTER}(?:{_LETTER}|_)*(?:['’]{_LETTER}+)*"
_FLAG = r"[\U0001f1e6-\U0001f1ff]{2}"
_SYMBOL = rf"\S[{_EXTENDING}]*(?:\u200d\S[{_EXTENDING}]*)*"

_WORD = re.compile(f"{_NUMBER}|{_PLAIN_WORD}|{_FLAG}|{_SYMBOL}")
_CODE = re.compile(rf"\n|[^\S\n]+|{_WORD.pattern}")


def words(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of prose, each with whether white space stands before it; the first as if it did.

    A piece is a word ("don't"), a number ("1,000.5"), or one symbol with all that is drawn with it: an emoji
    family. Together they are all of the text but its white space.
    """
    for chunk in text.split():
        if chunk.isalpha() and chunk.isascii():  # four of five are, and need no search
            yield chunk, True
        else:
            for index, piece in enumerate(_WORD.findall(chunk)):
                yield piece, index == 0


def code_pieces(text: str) -> list[str]:
    """Return the pieces of code, all of it: a line end and a run of other white space are pieces too."""
    return _CODE.findall(text)
