"""Where one entry speaks of several matters: each with its span."""

import re

from lianxin.understanding.topics import Topic, topic

_MARK = re.compile(
    r"[①②③④⑤⑥⑦⑧⑨]|(?:^|(?<=[,。;:!?\n )]))(?:[1-9][.,)、:](?![0-9])"
    r"|\([1-9一二三四五六七八九]\)|第?[一二三四五六](?:是|来|件事?(?:是)?|则)[,:]?"
    r"|第[一二三四五六][,:个]|其[一二三四][,:是]?|首先|其次|最后"
    "|(?:另|另外|还有|再一个|再有|再就是|再说|此外|同时|顺便|顺带|对了|再者|并且"
    "|而且还|以及|加上|并|还|也|又|外加)(?:一个|一件|有个|一件事|外|就是|是|还|想"
    "|要|问)?)"
    "|(?:一个|一件|一条|另一个|另一件|另一条|另一)(?:事)?(?:意见|问题)?是"
    "|(?<=[,。;])(?=(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:栋|幢|号楼))|另外"
    "|此外|顺便|还有(?:一件|就是|个|,|:)|(?<=[,。;!?])还有|[。;!?\n]"
)
# How sure the words of a piece must be: a numbered one announces a matter by itself, 也 hardly does.
_NUMBERED = re.compile("[①-⑨1-9(一二三四五六第其首最]|另?一[个件条]")
_ANNOUNCED = re.compile("另|还有|此外|顺|再|对了|同时")
_NEVER = 99
_SENTENCE = 4  # a new sentence announces nothing, and yet may tell of something else


def parts_of(text: str) -> list[str]:
    """Return the words that tell of each matter in a plain text."""
    return [text[start:end] for start, end in matter_spans(text)]


def matter_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of the matters in a plain text; one span where it speaks of one thing."""
    matters: list[tuple[int, int]] = []
    topics: list[Topic] = []
    for start, end, needed in _pieces(text):
        found = topic(text[start:end])
        if not matters or _opens_another(found, topics, needed):
            matters.append((start, end))
            topics.append(found)
        else:
            matters[-1] = (matters[-1][0], end)
            topics[-1] = max(topics[-1], found, key=lambda one: one.score)
    return matters or [(0, len(text))]


def _pieces(text: str) -> list[tuple[int, int, int]]:
    """Return start and end of each piece, with how sure its category must be to open a matter."""
    starts = [(0, _NEVER)]
    for match in _MARK.finditer(text):
        ends = match[0] in {*"。!?;\n"}
        starts.append((match.end(), _SENTENCE) if ends else (match.start(), _needed(match[0])))
    bounds = [*(start for start, _ in starts), len(text)]
    return [
        (start, bounds[number + 1], needed)
        for number, (start, needed) in enumerate(starts)
        if text[start : bounds[number + 1]].strip()
    ]


def _needed(mark: str) -> int:
    if not mark:
        return 3  # another building is named
    if _NUMBERED.match(mark):
        return 2
    return 3 if _ANNOUNCED.match(mark) else 5


def _opens_another(found: Topic, topics: list[Topic], needed: int) -> bool:
    """Tell whether a piece opens a matter of its own: announced, surely, and of another category."""
    another = found.code not in {"OTHER", *(topic.code for topic in topics)}
    return another and found.score >= needed and topics[-1].score >= min(needed, 3)
