"""Search by overlapping pairs of characters: Chinese has no spaces, and a word of two is the usual one.

A text holds a word only if it holds all the word's pairs; whoever found a text by its pairs looks once
more whether the word stands in it, so that what is found is exactly what a plain look would find.
"""

import re
import unicodedata
from datetime import datetime
from itertools import pairwise

LEAST = 2  # so many characters make a word that can be looked for
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return a text as it is compared: full-width as half-width, letters small, any space as one."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", folded)).strip()


def bigrams(text: str) -> set[str]:
    """Return the pairs of neighbouring characters of a plain text, without those across a space."""
    return {first + second for first, second in pairwise(text) if " " not in (first, second)}


def words(sought: str) -> list[str]:
    """Return the plain words of what somebody looks for."""
    return plain(sought).split()


def place_in_time(moment: datetime, serial: int) -> int:
    """Return a number that grows with the moment, to milliseconds, and then with a serial below 2**20."""
    return (int(moment.timestamp() * 1000) << 20) | (serial & 0xFFFFF)


def token(pair: str) -> str:
    """Return a pair as a word of letters and digits, for an index that knows no others."""
    return f"{ord(pair[0]):x}z{ord(pair[1]):x}"
