"""Text cut into the pieces a reader would point at: words, numbers, punctuation marks, symbols."""

import re

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

WORD = re.compile(f"{_NUMBER}|{_PLAIN_WORD}|{_FLAG}|{_SYMBOL}")
"""A word ("don't"), a number ("1,000.5"), or one symbol with all that is drawn together with it (an emoji family).
Matches everything but white space."""

CODE = re.compile(rf"\n|[^\S\n]+|{WORD.pattern}")
"""The same for code, where a line end and a run of other white space are pieces too. Matches everything."""
