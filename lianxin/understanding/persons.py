"""Who told it, and whom it is about."""

import re
from dataclasses import replace

from lianxin.understanding.draft import PersonDraft
from lianxin.understanding.names import SURNAME
from lianxin.understanding.personal import telephones
from lianxin.understanding.signers import beside_number, signer
from lianxin.understanding.speakers import first_speaker
from lianxin.understanding.told import Told

_SUBJECT = re.compile(
    rf"(?:独居|空巢|孤寡|盲人|残疾|高龄|患病|瘫痪|失独|留守"
    rf"|困难)[^,。;]{{0,6}}?(?P<name>{SURNAME}[\u4e00-\u9fff]?)(?P<title>大爷|大妈"
    rf"|大娘|奶奶|爷爷|老人|阿姨|师傅|老太|婆婆|伯伯|叔叔|老太太)"
    r"|(?:给|帮|替|为|我|她|他|俺|咱)(?:家)?(?P<kin>妈妈|爸爸|奶奶|爷爷|外婆|姥姥"
    r"|姥爷|外公|老伴|儿子|女儿|孙子|孙女|母亲|父亲|丈夫|妻子|婆婆|公公|老公|老婆|妈"
    r"|爸)"
    rf"|住户姓(?P<surname>{SURNAME})|一户(?P<elder>老人)"
)
_NOBODY = Told(PersonDraft(), 0, 0, "")


def reporter(text: str) -> Told:
    """Return who told it: the one that governs a verb of telling, or that signs with name or telephone."""
    told = first_speaker(text) or signer(text) or _NOBODY
    phone = next(telephones(text), None)
    if phone is None:
        return told
    start, end, number = phone
    if told is _NOBODY:
        told = beside_number(text, start, end) or Told(PersonDraft(), start, end, "留有电话", 0.6)
    person = replace(told.person, phone=number)
    return replace(told, person=person, phone=(start, end))


def subject(text: str, told: Told) -> Told | None:
    """Return the person concerned, where it is somebody else than the one who told."""
    match = _SUBJECT.search(text)
    if match is None:
        return None
    name = match["name"] or match["surname"]
    title = match["title"] or match["kin"] or match["elder"] or "住户"
    person = PersonDraft(name, title)
    if (person.name, person.title) == (told.person.name, told.person.title):
        return None
    return Told(person, *match.span(), "所说的事关系到此人", 0.8)
