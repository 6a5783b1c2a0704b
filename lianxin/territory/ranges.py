"""Lists of names as an office writes them: `101-104、201、附1`."""

import re

MOST = 500
_RANGE = re.compile(r"(\d{1,5})\s*[-－—~～]\s*(\d{1,5})")
_BETWEEN = re.compile(r"[、,，;；\s]+")


def parted(written: str) -> list[str]:
    """Return the parts of a list, whatever they are parted by."""
    return [part for part in _BETWEEN.split(written.strip()) if part]


def names_in(written: str) -> list[str]:
    """Return the names that a list names, ranges counted out, each once, in its order."""
    names: list[str] = []
    for part in parted(written):
        span = _RANGE.fullmatch(part)
        if span is None:
            names.append(part[:80])
        elif 0 <= int(span[2]) - int(span[1]) < MOST:
            width = len(span[1])
            names += [str(n).zfill(width) for n in range(int(span[1]), int(span[2]) + 1)]
    return list(dict.fromkeys(names))
