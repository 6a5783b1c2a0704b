"""Who signs: a name with a label, at the end, apart from the sentences, or beside a telephone."""

import re

from lianxin.understanding.draft import PersonDraft
from lianxin.understanding.names import COURTESY, ROLE, SURNAME
from lianxin.understanding.told import (
    WITH_ROLE,
    WITH_TITLE,
    Told,
    is_full_name,
    is_told_by,
    trimmed,
)

_LISTED = re.compile(
    rf"(?:^|(?<=[,。;:!? \n]))(?P<name>{SURNAME}[\u4e00-\u9fff]{{1,2}})[, (](?=[男女][, )]|[0-9]{{1,2}}岁)"
)
_CALLED = re.compile(
    rf"(?:我(?:是|叫)[^,。;!? ]{{0,4}}(?:女儿|儿子|孙女|孙子|老伴|媳妇|爱人|邻居|家属|侄女|外甥)|[我俺]叫|[我俺]是|我系|我名叫|免贵姓|我姓|本人(?!于)|我是[^,。;!? ]{{1,12}}的(?=[老小])|自称|姓名[: ]?"
    rf"|(?:联系|报告|反映|来电|诉求|求助|来访|投诉)人(?:[:是为叫姓 ])*(?:婆婆|公公|母亲|父亲|妈妈|爸爸|儿子|女儿|老伴|妻子|丈夫)?|署名[: ]?|找|敬上|—{{1,2}}"
    rf"|姓)(?P<name>[老小]{SURNAME}|{SURNAME}(?:[\u4e00-\u9fff]{{1,2}})?)(?=[,。;:!? ()0-9]|$)"
)
_SIGNED = re.compile(
    rf"(?:^"
    rf"|(?<=[,。;:!? /\n)]))(?P<name>[老小阿]{SURNAME}|{SURNAME}[\u4e00-\u9fff]{{1,2}})[ ,:/(]*(?=(?:电话"
    rf"|手机|联系电话|tel)?[: ]*1[3-9][0-9 \-]{{9,12}}|$)"
)
_SIGNED_ROLE = re.compile(
    rf"(?:(?<=[ 。!?])|—{{1,2}}|-{{2}})[^—,。]{{0,14}}?(?P<title>{ROLE})(?:群)?(?=[\s。)]*$)"
)
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


def signer(text: str) -> Told | None:
    """Return who is named without a verb of telling: a full name first, a role alone last."""
    for match in WITH_ROLE.finditer(text):
        if is_full_name(match["name"]):
            return Told(PersonDraft(match["name"], match["title"]), *match.span(), "写明的姓名")
    for match in WITH_TITLE.finditer(text):
        if _is_written_down(text, match):
            name, at = trimmed(match["name"], text[: match.start("name")])
            if name:
                person = PersonDraft(name, match["title"])
                return Told(person, match.start("name") + at, match.end(), "写明的姓名")
    for pattern in (_CALLED, _LISTED, _SIGNED, _ALONE):
        for match in pattern.finditer(text):
            if is_full_name(match["name"]):
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
    return bool((apart and re.match(r"[ /\n]|[。)]?$", after)) or ends) and is_told_by(text, match)


def beside_number(text: str, start: int, end: int) -> Told | None:
    """Return who is named right before or behind a telephone: 孟 13655501234, 13655501234 小孟."""
    before = _BEFORE_A_NUMBER.search(text, max(0, start - 20), start)
    for match in (before, _BEHIND_A_NUMBER.match(text, end)):
        if match and (len(match["name"]) == 1 or is_full_name(match["name"])):
            person = PersonDraft(match["name"], match["title"])
            return Told(person, match.start("name"), match.end("name"), "写在电话旁边的姓名", 0.85)
    return None
