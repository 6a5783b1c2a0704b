"""Who speaks: a person or an office that governs a verb of telling, or whose call came in."""

import re

from lianxin.understanding.draft import PersonDraft
from lianxin.understanding.names import BETWEEN, COURTESY, OFFICE, ROLE, SPEAKS, SURNAME
from lianxin.understanding.told import (
    WITH_ROLE,
    WITH_TITLE,
    Told,
    is_full_name,
    is_told_by,
    trimmed,
)

_OF_SURNAME = re.compile(
    rf"(?:姓(?=.{{1,2}}的))?(?P<name>{SURNAME})(?:姓|(?<=姓.)的|(?<=姓..)的)(?P<title>{ROLE}|{COURTESY}|男子|女子)(?={BETWEEN}(?:{SPEAKS}))"
)
_BARE = re.compile(
    rf"(?:^|(?<=[,。;:!? \n的时]))(?P<name>老{SURNAME}头|[老小阿]{SURNAME}|阿(?![姨婆公伯叔嫂哥姐妹弟爷妈爸嬷])[\u4e00-\u9fff]|{SURNAME}[\u4e00-\u9fff]{{1,2}}?)(?={BETWEEN}(?:{SPEAKS}))"
)
# 老权 and 小易 are names behind any word for a person: 抄表员老权, 师傅的徒弟小易.
_BY_HABIT = re.compile(
    rf"(?P<name>(?<=[员工弟妹长师警友邻户民主代理])(?:老{SURNAME}头|[老小]{SURNAME}|阿(?![姨婆公伯叔嫂哥姐妹弟爷妈爸嬷])[\u4e00-\u9fff])"
    rf"|(?=..?某){SURNAME}某某?)(?={BETWEEN}(?:{SPEAKS}))"
)
# Of two that come together the first is named: 王、李两位大妈.
_PAIR = re.compile(
    rf"(?P<name>{SURNAME})[,和与]{SURNAME}[两二俩]位?(?P<title>{COURTESY})(?={BETWEEN}(?:{SPEAKS}))"
)
_KIN = "外孙女|外孙|女儿|儿子|儿媳|女婿|老伴|媳妇|爱人|妻子|丈夫|孙女|孙子|侄女|侄子|外甥|妹妹|姐姐|哥哥|弟弟"
# 儿子要上学 tells of him; 儿子来电 is him.
_KINDRED = re.compile(
    rf"(?P<title>(?<=[的他她其家奶爷妈姨婆公伯叔])(?:{_KIN})(?={BETWEEN}(?:{SPEAKS}))"
    rf"|(?:{_KIN})(?=来电|致电|来访|打来|来社区|来问|来反映|代为|代他|代她))"
)
_TITLE_ALONE = re.compile(
    rf"(?P<title>{ROLE}|小姑娘|妇女|男士|老人家|老两口|夫妻俩|老头儿?|大学生|大伯|老伯|阿婆|阿公|阿伯|老奶奶|路人|顾客|老板|医生|护士|老人|大爷|大妈|大娘|大婶|婆婆|阿姨|奶奶|爷爷|大姐|大叔|大哥"
    rf"|大嫂|老太太|老大爷|老汉|姑娘|小伙子|男子|女子|女士"
    rf"|先生)(?:们)?(?={BETWEEN}(?:{SPEAKS}))"
)
_OFFICE_SPEAKS = re.compile(
    rf"(?P<title>{OFFICE})(?=(?:今天|昨天|上午|下午|再次|又|的?\S{{0,3}})?(?:来电"
    rf"|来函|转来|打来|致电|反映|转办|通知社区|告知|把[^,。]{{1,14}}(?:[交递报送转]|反馈|通报)(?:到|给|来)))"
)
_OFFICE_CALLED = re.compile(
    rf"(?:接到|收到|接)(?:了)?(?P<title>{OFFICE})(?:打来)?的?(?:电话|通知|来函|转办|来电|求助)"
)
_IS_OFFICE = re.compile(OFFICE)
_GOVERNS = re.compile(rf"{BETWEEN}(?:{SPEAKS}|:)")
_CALLS = re.compile("打?来?的(?:求助|电话|来信|来电|短信|微信|投诉|举报|报告|留言|反映|诉求)")
_RECEIVED = re.compile("(?:接到?|收到|接听)[^,。;]{0,14}$")
_VISITS = re.compile(rf"{BETWEEN}(?:入户|上门)?(?:走访|慰问|看望|探访|家访|接待|接到|值班|接听)")
# The reasons by which somebody is known to speak, not only to sign.
_BY_NAME, _BY_TITLE = SPEAKING = ("由此人说起", "由此人或单位说起")


def first_speaker(text: str) -> Told | None:
    """Return the one who speaks first; who is on duty or nameless only where nobody else speaks."""
    candidates = [*_named_speakers(text), *_role_speakers(text)]
    return min(
        candidates,
        key=lambda told: (
            _is_visiting(text, told),
            told.person.name is None and _is_worker(told),
            told.start,
        ),
        default=None,
    )


def _is_visiting(text: str, told: Told) -> bool:
    """Tell whether somebody on duty only calls on those who tell: 老莫走访时,鲁大伯反映."""
    return bool(_VISITS.match(text, told.end))


def _is_worker(told: Told) -> bool:
    """Tell whether an office or somebody on duty speaks, often for a resident who is named too."""
    if _IS_OFFICE.fullmatch(told.person.title or ""):
        return True
    return told.person.title in ("网格员", "楼栋长", "志愿者", "业主", "居民", "住户")


def _named_speakers(text: str) -> list[Told]:
    found = []
    for match in WITH_TITLE.finditer(text):
        if is_told_by(text, match) and _tells(text, match):
            name, at = trimmed(match["name"], text[: match.start("name")])
            if name:
                found.append(
                    Told(
                        PersonDraft(name, match["title"]),
                        match.start("name") + at,
                        match.end(),
                        _BY_NAME,
                    )
                )
    for pattern in (WITH_ROLE, _OF_SURNAME, _BARE, _BY_HABIT, _PAIR):
        for match in pattern.finditer(text):
            if is_full_name(match["name"]) and is_told_by(text, match):
                title = (
                    match["title"].replace("老党员", "党员")
                    if "title" in pattern.groupindex
                    else None
                )
                found.append(Told(PersonDraft(match["name"], title), *match.span(), _BY_NAME))
    return found


def _tells(text: str, match: re.Match) -> bool:
    """Tell whether the person governs a verb of telling, or is the one whose call came."""
    if _GOVERNS.match(text, match.end()):
        return True
    received = _RECEIVED.search(text, max(0, match.start() - 18), match.start("name"))
    return bool(received and _CALLS.match(text, match.end()))


def _role_speakers(text: str) -> list[Told]:
    found = []
    for pattern in (_TITLE_ALONE, _KINDRED, _OFFICE_SPEAKS, _OFFICE_CALLED):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 2) : match.start()]
            named = re.search(rf"{SURNAME}$", before) and match["title"] not in ROLE.split("|")
            if not named and is_told_by(text, match):
                title = match["title"].replace("老党员", "党员")
                found.append(Told(PersonDraft(None, title), *match.span(), _BY_TITLE))
    return found
