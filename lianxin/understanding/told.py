"""A person as told, and which words are a name: what reading who speaks and who signs share."""

import re
from dataclasses import dataclass

from lianxin.understanding.draft import PersonDraft
from lianxin.understanding.names import (
    BETWEEN,
    COURTESY,
    NOT_NAMES,
    ROLE,
    SPEAKS,
    SURNAME,
)

WITH_TITLE = re.compile(
    rf"(?:{ROLE})?(?P<name>老?{SURNAME}(?:[\u4e00-\u9fff]{{1,2}}?)??|[老小阿]{SURNAME})(?P<title>{COURTESY})"
)
WITH_ROLE = re.compile(
    rf"(?P<title>{ROLE})[: ]?(?P<name>[老小阿]{SURNAME}(?![\u4e00-\u9fff]?(?:大爷"
    rf"|大妈|阿姨))|{SURNAME}(?:某某?|[\u4e00-\u9fff]{{1,2}}))"
    rf"(?=[,。;:!? ()0-9]|$|{BETWEEN}(?:{SPEAKS}))"
)
_NOT_TOLD_BY = re.compile(
    "(?:谢谢|感谢|多亏|表扬|找|请|给|帮|替|为|叫|让|送|教|和|跟|与|骂|打|问|被|对"
    "|把|独居的?|空巢的?|孤寡的?|瘫痪的?|照顾|联系|骗|通知|叫做|去|撞了个?|忽悠|害"
    "|看望|慰问|陪|(?:给|帮|替|为)[^,。;]{1,4}的|尊敬的|敬爱的|亲爱的)$"
)
_GREETED = re.compile("[:,! ]{0,2}[您你]们?好")
_GLUED = re.compile(
    "[\u4e00-\u9fff](?<![的户栋楼元室号主员民代表长者是位说安请叫找今天由据接到给向及和与])$"
)
_KIN = ("老人", "奶奶", "爷爷", "婆婆", "老太太", "老汉")
_AT_HOME = re.compile("(?:家里?|我|我们|有位?|有个|一位|一个)的?$")
_ENDS_IN_A_PLACE = re.compile("(?<=..)[苑园城府邨村湾邸墅郡阁里坊院楼区路街巷]$|家$")
_ENDS_IN_TITLE = re.compile(f"(?:{COURTESY})$")


@dataclass(frozen=True)
class Told:
    """A person with where the words stand, how sure it is that it is the one, and where the telephone stands."""

    person: PersonDraft
    start: int
    end: int
    reason: str
    sure: float = 0.9
    phone: tuple[int, int] = (0, 0)


def trimmed(name: str, before: str) -> tuple[str, int]:
    """Return the name and where it begins: glued to other words only its last sign is sure (紫金庄园孙先生)."""
    at = 0
    if len(name) > 1 and _GLUED.search(before) and re.fullmatch(SURNAME, name[-1]):
        name, at = name[-1], len(name) - 1
    return ("", 0) if len(name) > 1 and NOT_NAMES.search(name) else (name, at)


def is_full_name(name: str) -> bool:
    """Tell whether words that begin like a name are one."""
    return not (
        NOT_NAMES.search(name) or _ENDS_IN_TITLE.search(name) or _ENDS_IN_A_PLACE.search(name)
    )


def is_told_by(text: str, match: re.Match) -> bool:
    """Tell whether nothing before the person makes it the one spoken of or to."""
    before = text[max(0, match.start() - 6) : match.start()]
    if match["title" if "title" in match.re.groupindex else "name"] in _KIN and _AT_HOME.search(
        before
    ):
        return False
    return not (_NOT_TOLD_BY.search(before) or _GREETED.match(text, match.end()))
