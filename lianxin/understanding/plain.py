"""The same words in one plain spelling, with the way back to where they stood."""

import re
from dataclasses import dataclass
from functools import lru_cache

import cn2an

from lianxin.understanding.mending import Damage, mend
from lianxin.understanding.traditional import SIMPLIFIED

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_SPELLING = SIMPLIFIED | _HALF_WIDTH | str.maketrans("、﹑〇⑴⑵⑶【】〔〕［］", ",,零①②③()()()")
# 著 is 着 (著火) but where it means known or written: 显著, 著名, 原著.
_HOLDING = re.compile("(?<![显名卓昭原专编土巨论译合遗])著(?![名作称书述者录])")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ufe0f\x00]")
_PINYIN = re.compile(r"\([ a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü']{2,60}\)", re.IGNORECASE)
_INNER_SPACE = re.compile(
    r"(?<=[0-9A-Z])[ \t]{1,3}(?=[栋幢座号单楼室弄排期门#])|(?<=[栋幢座元])[ \t]{1,3}(?=[0-9])"
    r"|(?<=[0-9])[ \t]{1,3}(?=[月日])|(?<=[年月])[ \t]{1,3}(?=[0-9])"
)
_DROPPED = re.compile("|".join(part.pattern for part in (_INVISIBLE, _INNER_SPACE)))


@dataclass(frozen=True)
class Plain:
    """Simplified, half-width words, and for each character its place in the text as written."""

    text: str
    origin: tuple[int, ...]
    written: str
    damage: tuple[Damage, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the plain characters from start to end stand in the text as written."""
        if start >= end:
            return (0, 0)
        first, last = self.origin[start], self.origin[end - 1] + 1
        for one in self.damage:
            # Of a part that was put together anew nobody can say which sign stood where.
            first = one.start if one.start < first < one.end else first
            last = one.end if one.start < last < one.end else last
        return first, last

    def words(self, start: int, end: int) -> str:
        """Return the characters from start to end as they were written, without what was left out."""
        return "".join(self.written[place] for place in self.origin[start:end])


def plain(written: str) -> Plain:
    """Return the words in one spelling: simplified, half-width, mended, no pinyin in brackets."""
    mended = mend(written)
    folded = _HOLDING.sub("着", mended.text.translate(_SPELLING))
    dropped: set[int] = set()
    for pattern in (_DROPPED, _PINYIN):
        for found in pattern.finditer(folded):
            dropped.update(range(*found.span()))
    kept = [place for place in range(len(folded)) if place not in dropped]
    origin = tuple(mended.origin[place] for place in kept)
    return Plain("".join(folded[place] for place in kept), origin, written, mended.damage)


@lru_cache(maxsize=4096)
def digits(numeral: str) -> str:
    """Return a Chinese, Arabic or mixed number as digits; what is no number stays as it is."""
    if numeral.isascii():
        return numeral
    try:
        return str(int(cn2an.cn2an(numeral, "smart")))
    except ValueError:
        return numeral
