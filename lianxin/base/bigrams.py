"""Search by overlapping pairs of characters: Chinese has no spaces, and a word of two is the usual one.

A text holds a word only if it holds all the word's pairs; whoever found a text by its pairs looks once
more whether the word stands in it, so that what is found is exactly what a plain look would find.
"""

import re
import unicodedata
import zlib
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from lianxin.base.text import clean

_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return a text as it is compared: full-width as half-width, letters small, any space as one."""
    return _SPACE.sub(" ", _folded(text)).strip()


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded)


def words(sought: str) -> list[str]:
    """Return the plain words of what somebody looks for."""
    return plain(clean(sought)).split()


def bigrams(text: str) -> set[str]:
    """Return the pairs of neighbouring characters of a plain text, without those across a space."""
    return {one + next_ for one, next_ in pairwise(text) if not (one.isspace() or next_.isspace())}


def marks(text: str, district: UUID) -> set[int]:
    """Return the numbers by which an index knows the pairs of a plain text; each district has its own.

    Numbers of 32 bits make an index half the size of one of pairs, and twice as fast to write. Two pairs
    may share one: that costs a second look, and finds nothing wrong.
    """
    seed = zlib.crc32(district.bytes)
    return {_signed(zlib.crc32(pair.encode(), seed)) for pair in bigrams(text)}


def marks_of_key(key: str) -> set[int]:
    """Return the numbers by which an index knows a keyed hash: 96 bits of it, so that no second look is needed."""
    return {_signed(int(key[start : start + 8], 16)) for start in (0, 8, 16)}


def _signed(number: int) -> int:
    return number - 2**31


def place_in_time(moment: datetime, serial: int) -> int:
    """Return a number that grows with the moment, to milliseconds, and then with a serial below 2**20."""
    return (int(moment.timestamp() * 1000) << 20) | (serial & 0xFFFFF)


def standing(word: str, text: str) -> tuple[int, int]:
    """Return from where to where a plain word stands in a text as it was written; 0, 0 if that cannot be told."""
    owners = [place for place, sign in enumerate(text) for _ in _folded(sign)]
    start = "".join(_folded(sign) for sign in text).find(word)
    return (owners[start], owners[start + len(word) - 1] + 1) if start >= 0 else (0, 0)
