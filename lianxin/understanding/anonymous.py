"""Words without whom and where they name: what a model may learn from."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set

from lianxin.understanding import personal
from lianxin.understanding.addresses import addresses
from lianxin.understanding.gazetteer import Gazetteer
from lianxin.understanding.names import COURTESY, NOT_NAMES, SURNAME
from lianxin.understanding.persons import reporter, subject
from lianxin.understanding.plain import plain

_NOWHERE = Gazetteer()
# What was replaced ends the run of characters, so that no feature reaches over it.
_GAP = " 0 "
_LINK = re.compile(r"(?:https?://|www\.)[!-~]+|[!-~]+@[!-~]+", re.ASCII)
_PERSON = re.compile(rf"{SURNAME}[\u4e00-\u9fff]{{0,2}}?(?={COURTESY})")
_NAMED = re.compile(
    rf"(?:姓名|名叫|名字叫|我叫|叫做|联系人|本人|我是|当事人|户主)[: ]*(?P<name>{SURNAME}[\u4e00-\u9fff]{{1,2}})"
)
# A name without a title, that begins what is said or stands behind a role, and says or does something.
_TELLING = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[居村市]民)|(?<=业主)|(?<=住户)|(?<=租客)|(?<=邻居)|(?<=[听据跟和叫找姓]))"
    rf"(?P<name>{SURNAME}[\u4e00-\u9fff]{{1,2}}?)"
    r"(?=说|反映|反应|来电|来访|打电话|的?电话|投诉|举报|报修|咨询|求助|反馈|告诉|表示|家[的里]?|又来)"
)
_NUMBER = re.compile(r"[A-Za-z]*\d[A-Za-z\d\-]*|[零〇一二三四五六七八九十百千幺两]{2,}")
# What a place is may be learnt, but not which one it is.
_KIND_OF_PLACE = re.compile(
    "小区|社区|学校|小学|中学|幼儿园|大学|医院|卫生院|诊所|药店|超市|市场|商场|商店|广场|公园|餐馆|饭店|酒店|宾馆"
    "|厨房|车库|车棚|停车场|地下室|电梯|楼道|工地|工厂|公司|银行|车站|公交|地铁|路口|公路|厕所"
)
# What is a name in fewer of the texts that hold it is a word that looked like one once.
_MOSTLY = 1 / 4


def anonymous(texts: Sequence[str], names: Set[str] = frozenset()) -> list[str]:
    """Return the texts with names, addresses, telephones, links and all numbers replaced.

    What one text tells as a name is replaced in the others too, and so are the names that are given.
    """
    stripped = [_without_places(text) for text in texts]
    told = [frozenset(_names(words)) for words in stripped]
    given = {name for name in (plain(one).text.strip() for one in names) if len(name) > 1}
    everywhere = _everywhere(stripped, told) | given
    sizes = {*map(len, everywhere)}
    return [
        _NUMBER.sub(_GAP, _without(words, own | everywhere & _pieces(words, sizes)))
        for words, own in zip(stripped, told, strict=True)
    ]


def _without_places(text: str) -> str:
    words = _LINK.sub(_GAP, personal.without(plain(text).text))
    for place in sorted(addresses(words, _NOWHERE), key=lambda one: one.start, reverse=True):
        kinds = _KIND_OF_PLACE.findall(words[place.start : place.end])
        words = words[: place.start] + _GAP + _GAP.join([*kinds, ""]) + words[place.end :]
    return words


def _names(words: str) -> Iterator[str]:
    """Yield the names that the words tell as names."""
    told = reporter(words)
    for person in (told, subject(words, told)):
        if person and person.person.name:
            yield person.person.name
    for pattern in (_NAMED, _TELLING):
        for found in pattern.finditer(words):
            if not NOT_NAMES.search(found["name"]):
                yield found["name"]


def _everywhere(texts: Sequence[str], told: Sequence[frozenset[str]]) -> frozenset[str]:
    """Return what is told as a name often enough to be one wherever it stands."""
    times = Counter(name for names in told for name in names)
    sizes = {*map(len, times)} - {1}
    held = Counter(piece for words in texts for piece in times.keys() & _pieces(words, sizes))
    return frozenset(name for name in held if times[name] >= _MOSTLY * held[name])


def _pieces(words: str, sizes: Set[int]) -> set[str]:
    return {words[at : at + size] for size in sizes for at in range(len(words) - size + 1)}


def _without(words: str, names: Set[str]) -> str:
    """Return the words without these names, the longer ones first, nor any name before a title."""
    for name in sorted(names, key=lambda one: (-len(one), one)):
        words = words.replace(name, _GAP)
    return _PERSON.sub(_GAP, words)
