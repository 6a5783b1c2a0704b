"""Who told it, and whom it is about."""

import re
from dataclasses import dataclass, replace

from lianxin.understanding.draft import PersonDraft
from lianxin.understanding.names import (
    BETWEEN,
    COURTESY,
    NOT_NAMES,
    OFFICE,
    ROLE,
    SPEAKS,
    SURNAME,
)
from lianxin.understanding.personal import telephones

_WITH_TITLE = re.compile(
    rf"(?:{ROLE})?(?P<name>老?{SURNAME}(?:[\u4e00-\u9fff]{{1,2}}?)??|[老小阿]{SURNAME})(?P<title>{COURTESY})"
)
_WITH_ROLE = re.compile(
    rf"(?P<title>{ROLE})[: ]?(?P<name>[老小阿]{SURNAME}(?![\u4e00-\u9fff]?(?:大爷"
    rf"|大妈|阿姨))|{SURNAME}(?:某某?|[\u4e00-\u9fff]{{1,2}}))"
    rf"(?=[,。;:!? ()0-9]|$|{BETWEEN}(?:{SPEAKS}))"
)
_OF_SURNAME = re.compile(
    rf"(?:姓(?=.{{1,2}}的))?(?P<name>{SURNAME})(?:姓|(?<=姓.)的|(?<=姓..)的)(?P<title>{ROLE}|{COURTESY}|男子|女子)(?={BETWEEN}(?:{SPEAKS}))"
)
_LISTED = re.compile(
    rf"(?:^|(?<=[,。;:!? \n]))(?P<name>{SURNAME}[\u4e00-\u9fff]{{1,2}})[, (](?=[男女][, )]|[0-9]{{1,2}}岁)"
)
_CALLED = re.compile(
    rf"(?:我(?:是|叫)[^,。;!? ]{{0,4}}(?:女儿|儿子|孙女|孙子|老伴|媳妇|爱人|邻居|家属|侄女|外甥)|[我俺]叫|[我俺]是|我系|我名叫|免贵姓|我姓|本人|我是[^,。;!? ]{{1,12}}的(?=[老小])|自称|姓名[: ]?"
    rf"|(?:联系|报告|反映|来电|诉求|求助|来访|投诉)人(?:[:是为叫姓 ])*(?:婆婆|公公|母亲|父亲|妈妈|爸爸|儿子|女儿|老伴|妻子|丈夫)?|署名[: ]?|找|敬上|—{{1,2}}"
    rf"|姓)(?P<name>[老小]{SURNAME}|{SURNAME}(?:[\u4e00-\u9fff]{{1,2}})?)(?=[,。;:!? ()0-9]|$)"
)
_BARE = re.compile(
    rf"(?:^|(?<=[,。;:!? \n的时]))(?P<name>老{SURNAME}头|[老小阿]{SURNAME}|阿(?![姨婆公伯叔嫂哥姐妹弟爷妈爸嬷])[\u4e00-\u9fff]|{SURNAME}[\u4e00-\u9fff]{{1,2}}?)(?={BETWEEN}(?:{SPEAKS}))"
)
# 老权 and 小易 are names behind any word for a person: 抄表员老权, 师傅的徒弟小易.
_BY_HABIT = re.compile(
    rf"(?<=[员工弟妹长师警友邻户民主代理])(?P<name>老{SURNAME}头|[老小]{SURNAME})(?={BETWEEN}(?:{SPEAKS}))"
)
_SIGNED = re.compile(
    rf"(?:^"
    rf"|(?<=[,。;:!? /\n)]))(?P<name>[老小阿]{SURNAME}|{SURNAME}[\u4e00-\u9fff]{{1,2}})[ ,:/(]*(?=(?:电话"
    rf"|手机|联系电话|tel)?[: ]*1[3-9][0-9 \-]{{9,12}}|$)"
)
_SIGNED_ROLE = re.compile(
    rf"(?:(?<=[ 。!?])|—{{1,2}}|-{{2}})[^—,。]{{0,14}}?(?P<title>{ROLE})(?:群)?(?=[\s。)]*$)"
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
_NOT_TOLD_BY = re.compile(
    "(?:谢谢|感谢|多亏|表扬|找|请|给|帮|替|为|叫|让|送|教|和|跟|与|骂|打|问|被|对"
    "|把|独居的?|空巢的?|孤寡的?|瘫痪的?|照顾|联系|骗|通知|叫做|去|撞了个?|忽悠|害"
    "|看望|慰问|陪)$"
)
_SUBJECT = re.compile(
    rf"(?:独居|空巢|孤寡|盲人|残疾|高龄|患病|瘫痪|失独|留守"
    rf"|困难)[^,。;]{{0,6}}?(?P<name>{SURNAME}[\u4e00-\u9fff]?)(?P<title>大爷|大妈"
    rf"|大娘|奶奶|爷爷|老人|阿姨|师傅|老太|婆婆|伯伯|叔叔|老太太)"
    r"|(?:给|帮|替|为|我|她|他|俺|咱)(?:家)?(?P<kin>妈妈|爸爸|奶奶|爷爷|外婆|姥姥"
    r"|姥爷|外公|老伴|儿子|女儿|孙子|孙女|母亲|父亲|丈夫|妻子|婆婆|公公|老公|老婆|妈"
    r"|爸)"
    rf"|住户姓(?P<surname>{SURNAME})|一户(?P<elder>老人)"
)


_GLUED = re.compile(
    "[\u4e00-\u9fff](?<![的户栋楼元室号主员民代表长者是位说安请叫找今天由据接到给向及和与])$"
)


_KIN = ("老人", "奶奶", "爷爷", "婆婆", "老太太", "老汉")
_AT_HOME = re.compile("(?:家里?|我|我们|有位?|有个|一位|一个)的?$")
_IS_OFFICE = re.compile(OFFICE)
_HAN = re.compile("[\u4e00-\u9fff]")
_PAUSE = re.compile("[,。;!? ]|$")
_NUMBER_FOLLOWS = re.compile(
    r"[ ,(:/]*(?:电话|手机|联系电话)?[: ]*(?:1[3-9]|0[0-9]{2}|[一幺][三四五六七八九])"
)
_LABEL = re.compile("(?:反映|联系|来电|来访|报告|诉求|投诉|申请)人[: ]?$|姓名[: ]?$")
# A dweller named at the end and nothing said of him: 桥西里的柯大婶。
_DWELLS = re.compile(
    "(?:^|[,。;!? ])[^,。;!? 找请帮给和跟被是把对向有骂打谢]{2,14}(?:的|[0-9室户主民栋])$"
)
_ENDS = re.compile("[。!?]|$")
_SELF = re.compile("(?:我是|我系|本人)[^,。;!?]{0,12}$")
_ANY_NAME = (
    rf"(?P<name>[老小阿]{SURNAME}|{SURNAME}[\u4e00-\u9fff]{{0,2}}?)(?P<title>{COURTESY}|{ROLE})?"
)
_BEFORE_A_NUMBER = re.compile(
    rf"(?:^|(?<=[ ,。;:!?/()\n是姓找叫主民户系])){_ANY_NAME}[ ,:/(]*(?:的|本人|联系)?"
    r"(?:电话|手机|号码|联系方式|微信|tel)?(?:号码?)?(?:是|为)?[ ,:(+]*$",
    re.IGNORECASE,
)
_BEHIND_A_NUMBER = re.compile(
    rf"[ ,:/()]*(?:我?姓|我是|我叫|找|联系人)?[: ]?{_ANY_NAME}(?=$|[ ,。;!?/)])"
)
_SELF_ROLE = re.compile(
    rf"我(?:是|系)[^,。;!? ]{{0,8}}?的?(?P<title>{ROLE}|物业|业委会|学校)(?=[,。;!? ]|$)"
)
_UNDERSIGNED = re.compile(
    rf"(?:署名|落款)[为是:]?[“\"《 ]*(?:[一几两三多数][名位个]|全体)?(?P<title>{ROLE})"
)
# A name after the address or the number at the end of an entry, apart from its sentences.
_ALONE = re.compile(
    rf"(?:^|(?<=[ 。;!?/\n0-9]))(?:(?P<name>[老小阿]{SURNAME}|{SURNAME}(?=家?$))家?(?=[ ,。;!?/):]|$))"
)


@dataclass(frozen=True)
class Told:
    """A person with where the words stand, how sure it is that it is the one, and where the telephone stands."""

    person: PersonDraft
    start: int
    end: int
    reason: str
    sure: float = 0.9
    phone: tuple[int, int] = (0, 0)


# The reasons by which somebody is known to speak, not only to sign.
SPEAKING = ("由此人说起", "由此人或单位说起")
_NOBODY = Told(PersonDraft(), 0, 0, "")


def reporter(text: str) -> Told:
    """Return who told it: the one that governs a verb of telling, or that signs with name or telephone."""
    told = _first_speaker(text)
    phone = next(telephones(text), None)
    if phone is None:
        return told
    start, end, number = phone
    if told is _NOBODY:
        told = _beside_number(text, start, end) or Told(PersonDraft(), start, end, "留有电话", 0.6)
    person = replace(told.person, phone=number)
    return replace(told, person=person, phone=(start, end))


def _beside_number(text: str, start: int, end: int) -> Told | None:
    """Return who is named right before or behind a telephone: 孟 13655501234, 13655501234 小孟."""
    before = _BEFORE_A_NUMBER.search(text, max(0, start - 20), start)
    for match in (before, _BEHIND_A_NUMBER.match(text, end)):
        if match and (len(match["name"]) == 1 or _is_full_name(match["name"])):
            person = PersonDraft(match["name"], match["title"])
            return Told(person, match.start("name"), match.end("name"), "写在电话旁边的姓名", 0.85)
    return None


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


def _first_speaker(text: str) -> Told:
    candidates = [*_named_speakers(text), *_role_speakers(text)]
    if candidates:
        return min(
            candidates,
            key=lambda told: (
                _is_visiting(text, told),
                told.person.name is None and _is_worker(told),
                told.start,
            ),
        )
    return _signer(text) or _NOBODY


_VISITS = re.compile(rf"{BETWEEN}(?:入户|上门)?(?:走访|慰问|看望|探访|家访|接待|接到|值班|接听)")


def _is_visiting(text: str, told: Told) -> bool:
    """Tell whether somebody on duty only calls on those who tell: 老莫走访时,鲁大伯反映."""
    return bool(_VISITS.match(text, told.end))


def _is_worker(told: Told) -> bool:
    """Tell whether an office or somebody on duty speaks, often for a resident who is named too."""
    if _IS_OFFICE.fullmatch(told.person.title or ""):
        return True
    return told.person.title in ("网格员", "楼栋长", "志愿者", "业主", "居民", "住户")


_GOVERNS = re.compile(rf"{BETWEEN}(?:{SPEAKS}|:)")
_CALLS = re.compile("打?来?的(?:求助|电话|来信|来电|短信|微信|投诉|举报|报告|留言|反映|诉求)")
_RECEIVED = re.compile("(?:接到?|收到|接听)[^,。;]{0,14}$")
_ENDS_IN_A_PLACE = re.compile("(?<=..)[苑园城府邨村湾邸墅郡阁里坊院楼区路街巷]$|家$")
_ENDS_IN_TITLE = re.compile(f"(?:{COURTESY})$")


def _named_speakers(text: str) -> list[Told]:
    found = []
    for match in _WITH_TITLE.finditer(text):
        if _is_told_by(text, match) and _tells(text, match):
            name, at = _trimmed(match["name"], text[: match.start("name")])
            if name:
                found.append(
                    Told(
                        PersonDraft(name, match["title"]),
                        match.start("name") + at,
                        match.end(),
                        "由此人说起",
                    )
                )
    for pattern in (_WITH_ROLE, _OF_SURNAME, _BARE, _BY_HABIT):
        for match in pattern.finditer(text):
            if _is_full_name(match["name"]) and _is_told_by(text, match):
                title = (
                    match["title"].replace("老党员", "党员")
                    if "title" in pattern.groupindex
                    else None
                )
                found.append(Told(PersonDraft(match["name"], title), *match.span(), "由此人说起"))
    return found


def _tells(text: str, match: re.Match) -> bool:
    """Tell whether the person governs a verb of telling, or is the one whose call came."""
    if _GOVERNS.match(text, match.end()):
        return True
    received = _RECEIVED.search(text, max(0, match.start() - 18), match.start("name"))
    return bool(received and _CALLS.match(text, match.end()))


def _trimmed(name: str, before: str) -> tuple[str, int]:
    """Return the name and where it begins: glued to other words only its last sign is sure (紫金庄园孙先生)."""
    at = 0
    if len(name) > 1 and _GLUED.search(before) and re.fullmatch(SURNAME, name[-1]):
        name, at = name[-1], len(name) - 1
    return ("", 0) if len(name) > 1 and NOT_NAMES.search(name) else (name, at)


def _is_full_name(name: str) -> bool:
    return not (
        NOT_NAMES.search(name) or _ENDS_IN_TITLE.search(name) or _ENDS_IN_A_PLACE.search(name)
    )


def _role_speakers(text: str) -> list[Told]:
    found = []
    for pattern in (_TITLE_ALONE, _OFFICE_SPEAKS, _OFFICE_CALLED):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 2) : match.start()]
            named = re.search(rf"{SURNAME}$", before) and match["title"] not in ROLE.split("|")
            if not named and _is_told_by(text, match):
                title = match["title"].replace("老党员", "党员")
                found.append(Told(PersonDraft(None, title), *match.span(), "由此人或单位说起"))
    return found


def _is_told_by(text: str, match: re.Match) -> bool:
    before = text[max(0, match.start() - 6) : match.start()]
    if match["title" if "title" in match.re.groupindex else "name"] in _KIN and _AT_HOME.search(
        before
    ):
        return False
    return not _NOT_TOLD_BY.search(before)


def _signer(text: str) -> Told | None:
    for match in _WITH_ROLE.finditer(text):
        if _is_full_name(match["name"]):
            return Told(PersonDraft(match["name"], match["title"]), *match.span(), "写明的姓名")
    for match in _WITH_TITLE.finditer(text):
        if _is_written_down(text, match):
            name, at = _trimmed(match["name"], text[: match.start("name")])
            if name:
                person = PersonDraft(name, match["title"])
                return Told(person, match.start("name") + at, match.end(), "写明的姓名")
    for pattern in (_CALLED, _LISTED, _SIGNED, _ALONE):
        for match in pattern.finditer(text):
            if _is_full_name(match["name"]):
                return Told(PersonDraft(match["name"]), *match.span("name"), "写明的姓名", 0.85)
    for pattern in (_SELF_ROLE, _SIGNED_ROLE, _UNDERSIGNED):
        match = pattern.search(text)
        if match:
            return Told(PersonDraft(None, match["title"]), *match.span("title"), "落款", 0.85)
    return None


def _is_written_down(text: str, match: re.Match) -> bool:
    """Tell whether the person stands beside a telephone or a label, after 我是, or apart from the sentence."""
    before, after = text[: match.start()], text[match.end() : match.end() + 12]
    if _NUMBER_FOLLOWS.match(after) or _LABEL.search(before[-5:]):
        return True
    if _SELF.search(before) and _PAUSE.match(after):
        return True
    if _DWELLS.search(before[-18:]) and _ENDS.match(after):
        return True
    apart = not _HAN.match(before[-1:])
    ends = not after or after.startswith((" ", "\n"))
    return bool((apart and re.match(r"[ /\n]|[。)]?$", after)) or ends) and _is_told_by(text, match)
