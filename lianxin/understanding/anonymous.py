"""Words without whom and where they name: what a model may learn from."""

import re

from lianxin.understanding import personal
from lianxin.understanding.addresses import addresses
from lianxin.understanding.gazetteer import Gazetteer
from lianxin.understanding.names import COURTESY, SURNAME
from lianxin.understanding.persons import reporter, subject
from lianxin.understanding.plain import plain

_NOWHERE = Gazetteer()
# What was replaced ends the run of characters, so that no feature reaches over it.
_GAP = " 0 "
_LINK = re.compile(r"(?:https?://|www\.)[!-~]+|[!-~]+@[!-~]+", re.ASCII)
_PERSON = re.compile(
    rf"{SURNAME}[\u4e00-\u9fff]{{0,2}}?(?={COURTESY})|(?:姓名|名叫|我叫|联系人)[: ]*{SURNAME}[\u4e00-\u9fff]{{1,2}}"
)
_NUMBER = re.compile(r"[A-Za-z]*\d[A-Za-z\d\-]*|[零〇一二三四五六七八九十百千幺两]{2,}")


def anonymous(text: str) -> str:
    """Return the words with names, addresses, telephones, links and all numbers replaced."""
    words = _LINK.sub(_GAP, personal.without(plain(text).text))
    told = reporter(words)
    names = {person.person.name for person in (told, subject(words, told)) if person}
    for place in sorted(addresses(words, _NOWHERE), key=lambda one: one.start, reverse=True):
        words = words[: place.start] + _GAP + words[place.end :]
    for name in sorted(filter(None, names), key=len, reverse=True):
        words = words.replace(name, _GAP)
    return _NUMBER.sub(_GAP, _PERSON.sub(_GAP, words))
