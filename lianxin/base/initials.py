"""Names found by the first letters of their pinyin: 张大爷 by zdy."""

from itertools import islice, product

from pypinyin import Style, pinyin

_MOST = 16  # readings of one name that are kept


def initials(name: str) -> str:
    """Return the first letters of a name in each reading that its characters have, parted by spaces.

    区 is ōu as a surname and qū elsewhere: whoever types either finds the person. What has no pinyin
    stands as it is.
    """
    letters = pinyin(name.casefold(), style=Style.FIRST_LETTER, heteronym=True)
    readings = product(*(sorted(set(one)) for one in letters))
    return " ".join("".join(reading).replace(" ", "") for reading in islice(readings, _MOST))
