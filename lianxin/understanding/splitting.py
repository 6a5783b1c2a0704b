"""Where one entry speaks of several matters: each with its span."""

import re

from lianxin.understanding.topics import topic

_MARK = re.compile(
    r"(?:^|(?<=[,。;:!?\n )]))(?:[①②③④⑤⑥⑦⑧⑨]|[1-9][.,)、:](?![0-9])|\([1-9一二三四五六七八九]\)|第?[一二三四五六](?:是|来|件事?(?:是)?|则)[,:]?|第[一二三四五六][,:个]|其[一二三四][,:是]?|首先|其次|最后"
    "|(?:另|另外|还有|再一个|再有|再就是|再说|此外|同时|顺便|顺带|对了|再者|并且|而且还|以及|加上|并|还|也|又|外加)(?:一个|一件|有个|一件事|外|就是|是|还|想|要|问)?)"
    "|(?:一个|一件|另一个|另一件|另一)(?:事)?是|另外|此外|顺便|还有(?:一件|就是|个|,|:)|(?<=[,。;!?])还有|[。;!?\n]"
)
_STRONG_MARK = re.compile("[①-⑨1-9一二三四五六另还此顺再其第对同]|一个|一件")
_SURE = 4
_COURTESY = re.compile("安全隐患|隐患|谢谢|麻烦|投诉|反映")


def matter_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of the matters in a plain text; one span where it speaks of one thing."""
    pieces = _pieces(text)
    matters: list[tuple[int, int, str, int]] = []
    for start, end, marked in pieces:
        found = topic(text[start:end])
        if matters and not _is_another(text, matters[-1], (start, end), found.code, found.score, marked=marked, seen=matters):
            last = matters[-1]
            code, score = (last[2], last[3]) if last[3] >= found.score else (found.code, found.score)
            matters[-1] = (last[0], end, code, score)
        else:
            matters.append((start, end, found.code, found.score))
    return [(start, end) for start, end, _, _ in matters]


def _pieces(text: str) -> list[tuple[int, int, bool]]:
    starts = [(0, False)]
    for match in _MARK.finditer(text):
        marked = bool(_STRONG_MARK.match(match[0]) or len(match[0]) > 1)
        starts.append((match.start() if marked else match.end(), marked))
    bounds = [*(start for start, _ in starts), len(text)]
    return [
        (start, bounds[number + 1], marked)
        for number, (start, marked) in enumerate(starts)
        if text[start : bounds[number + 1]].strip()
    ]


def _is_another(text: str, last: tuple, here: tuple[int, int], code: str, score: int, *, marked: bool, seen: list) -> bool:
    """Tell whether a piece opens a matter of its own: of another category, surely, and announced."""
    return marked and score >= _SURE and last[3] >= _SURE and code not in {matter[2] for matter in seen} and code != "OTHER"
