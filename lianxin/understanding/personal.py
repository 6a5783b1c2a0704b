"""Telephones and identity numbers inside free words: found, and masked."""

import re
from collections.abc import Iterator
from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from lianxin.base.bigrams import words

# The same length before and after, so that a span found is a span of the words as written.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９ｘＸ－（）＋", "0123456789XX-()+")
_SPOKEN = str.maketrans("零〇一幺二三四五六七八九", "001123456789")
_GAP = r"[ \-\u2010-\u2015]?"
_DOT = "[.·]"
_PATTERNS = (
    ("identity", re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{9}[\dXx](?!\d)", re.ASCII)),
    ("identity", re.compile(r"(?<!\d)[1-9]\d{14}(?!\d)", re.ASCII)),
    (
        "mobile",
        re.compile(
            rf"(?<!\d)(?:(?:\+|00)?86{_GAP})?1[3-9]\d(?:{_GAP}\d{{4}}{_GAP}\d{{4}}"
            rf"|{_DOT}\d{{4}}{_DOT}\d{{4}}|\d{_GAP}\d{{3}}{_GAP}\d{{4}}|(?:{_GAP}\d\d){{4}})(?!\d)",
            re.ASCII,
        ),
    ),
    (
        "mobile",
        re.compile(
            r"(?<![零〇一幺二三四五六七八九])[一幺][三四五六七八九](?:[ \-]?[零〇一幺二三四五六七八九]){9}(?![零〇一幺二三四五六七八九])"
        ),
    ),
    (
        "landline",
        re.compile(
            rf"(?<!\d)\(?0(?:10|2\d|[3-9]\d\d)\)?{_GAP}[2-8]\d{{2,3}}{_GAP}\d{{4}}(?!\d)", re.ASCII
        ),
    ),
    # A Hong Kong number, told figure by figure.
    (
        "landline",
        re.compile(
            r"(?<![零〇一幺二三四五六七八九])[二三五六七八九][零〇一幺二三四五六七八九]{7}(?![零〇一幺二三四五六七八九年])"
        ),
    ),
    (
        "landline",
        re.compile(
            r"(?:电话|電話|座机|座機|固话|联系方式|聯繫方式|致电|号码)[^\d]{0,4}"
            r"(?P<number>(?!20[0-3]\d[01]\d)[2-8]\d{6,7}|[2-9]\d{3}[ \-]\d{4})(?!\d)",
            re.ASCII,
        ),
    ),
)


def find(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and kind (identity, mobile, landline) of each number, in order, none overlapping."""
    folded = text.translate(_HALF_WIDTH)
    spans: list[tuple[int, int, str]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            start, end = match.span("number" if "number" in pattern.groupindex else 0)
            if kind == "identity" and not _is_identity(folded[start:end]):
                continue
            if all(end <= other[0] or start >= other[1] for other in spans):
                spans.append((start, end, kind))
    return sorted(spans)


def mask_identity(number: str) -> str:
    """Return an identity number as it is shown by default: its last four."""
    return f"****{number[-4:]}" if number else ""


def mask(text: str) -> str:
    """Return the words with numbers starred: 138****1122, and of an identity number its last four."""
    parts, last = [], 0
    for start, end, kind in find(text):
        parts += [text[last:start], _starred(text[start:end], kind)]
        last = end
    return "".join([*parts, text[last:]])


def without(text: str) -> str:
    """Return the words with spaces where each number stood: what an index may hold, as long as it was."""
    parts, last = [], 0
    for start, end, _kind in find(text):
        parts += [text[last:start], " " * (end - start)]
        last = end
    return "".join([*parts, text[last:]])


def telephones(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and digits of each telephone in the words."""
    for start, end, kind in find(text):
        if kind != "identity":
            spelled = text[start:end].translate(_HALF_WIDTH | _SPOKEN)
            number = re.sub(r"\D", "", spelled, flags=re.ASCII)
            yield start, end, number[-11:] if kind == "mobile" else number


def words_of(sought: str) -> list[str]:
    """Return the plain words that somebody looks for, a telephone as one word of digits however it was typed."""
    for start, end, digits in reversed(list(telephones(sought))):
        sought = f"{sought[:start]} {digits} {sought[end:]}"
    return words(sought)


def _is_identity(number: str) -> bool:
    """Tell whether the number has a right check digit, or at least a birth date: a slip of the pen names somebody too."""
    if ric.is_valid(number):
        return True
    birth = number if len(number) == 18 else f"{number[:6]}19{number[6:]}000"
    try:
        return ric.get_birth_date(birth) <= date(2099, 12, 31)
    except ValidationError:
        return False


def _starred(number: str, kind: str) -> str:
    at = [place for place, sign in enumerate(number) if sign.isalnum()]
    area = {place for place in at if place < number.find("-")} if kind == "landline" else set()
    shown = {*at[-4:], *area, *(at[-11:-8] if kind == "mobile" else ())}
    return "".join(
        "*" if place in at and place not in shown else sign for place, sign in enumerate(number)
    )
