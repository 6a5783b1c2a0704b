"""The day on which a request reached the community, and the day of what happened.

A date counts as reported when somebody reports in its clause, or when it heads or signs the entry;
a date of the event alone is when it occurred. Future dates, and dates of other things, are neither.
"""

import re
from dataclasses import dataclass
from datetime import date

from lianxin.understanding.days import CHINESE, Mention, mentions_in
from lianxin.understanding.festivals import BESIDE_A_DATE
from lianxin.understanding.persons import reporter
from lianxin.understanding.reporting import (
    INTAKE,
    NO_RESIDENT,
    OLDER,
    OTHERS_SPEAK,
    PROMISES,
    SAYING,
)
from lianxin.understanding.speakers import SPEAKING

_OTHER_THINGS = re.compile(
    "(?:生于|出生|建成|建于|入住|到期|截止|截至|有效期|持续到|直到|定于|计划|预计"
    "|再过|还有|上回|上次|头一回|第一次|将于|将在|准备|打算|贴着|写着|要求在|保质期|合同|生日)[^,。;]{0,6}$|(?:每|至"
    "|到|~)$"
)
_OTHER_AFTER = re.compile(
    "^(?:之前|以前|前(?!后)|止|截止|到期|至今|之后|生(?:人|的)|出生|建成|入住"
    "|的(?:通知|公告|合同|工资|电影|票|活动|会))"
)
_PART_OF_DAY = re.compile(
    rf"(?:的|{BESIDE_A_DATE}|(?:当|那|这)(?:天|日|晚)|一?大?(?:上午|下午|早上|中午|晚上|早晨|凌晨|傍晚|夜里|半夜|清晨|一早|清早"
    "|午后|晚间|晌午|后晌|头晌|晚黑|上昼|下昼|朝早|朝头|快?[上下]班(?:前|后|时)|放学(?:后|时)|[午晚]饭后|前后|白天|一整天|全天|午间|早间|饭后)|(?:周|星期)[一二三四五六日天]"
    rf"|(?:大约|约|大概)?[早晚]?(?:[0-9]{{1,2}}|[{CHINESE}]{{1,3}})[点时:](?:[0-9]{{1,2}}"
    rf"|[{CHINESE}]{{1,3}})?(?:半|多|许|左右|钟|分|整|来)*|\([^()]{{1,8}}\)|[ :,\-]"
    rf"|星期[一二三四五六日天])+"
)
_THAT_DAY = re.compile("的?[那当][天晚日]")
_SINCE = re.compile("(?:起(?!来)|开始|以来|至今|到现在)")
# Somebody with a title wants something that day, whatever the verb.
_SOMEBODY_WANTS = re.compile(
    "[^。!?;\n]{0,24}?(?:大爷|大妈|大娘|阿姨|先生|女士|奶奶|爷爷|师傅|大姐|大哥|大叔|老师|居民|业主|住户|租户|商户|家长|群众|村民|党员|代表)"
    "[^。!?;\n,]{0,8}(?:想|要|请|求|抱怨|嫌|担心|吐槽|埋怨|申请|联系|呼吁|称|发现|报|领着|送来|专程|急忙|特地)"
)
_OF_A_MEETING = re.compile(
    r"(?:会|走访|巡查|来电|来访|接访|反映|投诉|来信|留言|求助|报修|登记|工单|转办|热线|电话|短信|信箱|群|记录|日志|台账)[(\[]$"
)
_TOLD_AT_ONCE = re.compile(
    "(?:的)?(?:上午|下午|早上|中午|晚上|凌晨|傍晚)?(?:来电|来访|来社区|反映|投诉|致电|求助|登记|受理|提交|留言|上报|报修|接报)"
)
# Who signs stands before the day: 枕河里 单先生 5月16日
_SIGNED_BEFORE = re.compile("[ 。!?][^ ,。!?]{2,12}$")
_END_OF_SENTENCE = re.compile("[。!?;\n]")
_FAR = 200
# What happened first in a clause is told in the next: 还没上班,李阿姨就来了
_LEADS_ON = re.compile("[^,。;!?]{0,8}(?:还没|刚|才|一)[^,。;!?]{1,10},[^,。;!?]{0,14}就")
_END_OF_CLAUSE = re.compile("[,。!?;\n]")


@dataclass(frozen=True)
class Dates:
    """The reported and the occurred day, each with where it is named, and all days that are named."""

    reported: Mention | None
    occurred: Mention | None
    named: tuple[Mention, ...] = ()

    def blanked(self, text: str) -> str:
        """Return the text with a comma for each sign of a day: no part of a name beside it."""
        for mention in self.named:
            length = mention.end - mention.start
            text = text[: mention.start] + "," * length + text[mention.end :]
        return text


def dates(text: str, today: date) -> Dates:
    """Return the day reported and the day occurred that a plain text names."""
    named = _apart(text, mentions_in(text, today))
    mentions = [mention for mention in named if not _is_of_another_thing(text, mention)]
    ends = [*(m.start for m in mentions[1:]), len(text)]
    reported = next(
        (
            m
            for m, end in zip(mentions, ends, strict=False)
            if _is_reported(text, m, min(end, m.end + _FAR))
        ),
        None,
    )
    reported = reported or _day_of_the_teller(text, mentions, named)
    occurred = next((m for m in mentions if not reported or m.day != reported.day), None)
    return Dates(reported, occurred, tuple(named))


def _day_of_the_teller(text: str, mentions: list[Mention], named: list[Mention]) -> Mention | None:
    """Return the day in whose clause somebody begins to tell, whatever the verb."""
    told = reporter(Dates(None, None, tuple(named)).blanked(text)) if mentions else None
    if told is None or told.reason not in SPEAKING:
        return None
    mention = next((m for m in reversed(mentions) if m.end <= told.start), None)
    if mention is None or _is_of_an_older_report(text, mention) or _SINCE.match(text, mention.end):
        return None
    after = _PART_OF_DAY.match(text, mention.end)
    between = text[after.end() if after else mention.end : told.start]
    return None if _END_OF_CLAUSE.search(between) else mention


def _apart(text: str, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions without those that only name the day before them once more: 5月15日(周三)."""
    kept: list[Mention] = []
    for mention in mentions:
        more = _PART_OF_DAY.match(text, kept[-1].end) if kept else None
        if not more or mention.start >= more.end():
            kept.append(mention)
    return kept


def _is_of_another_thing(text: str, mention: Mention) -> bool:
    before, after = (
        text[max(0, mention.start - 12) : mention.start],
        text[mention.end : mention.end + 8],
    )
    return bool(_OTHER_THINGS.search(before) or _OTHER_AFTER.search(after))


def _is_reported(text: str, mention: Mention, following: int) -> bool:
    """Tell whether somebody reports on that day, before the following date is named."""
    if _is_signature(text, mention):
        return True
    if _TOLD_AT_ONCE.match(text, mention.end):
        return True
    if _OF_A_MEETING.search(text[max(0, mention.start - 6) : mention.start]):
        return True
    if _begins_later_in_report(text, mention) or _SINCE.match(text, mention.end):
        return False
    if _is_of_an_older_report(text, mention):
        return False
    after = _PART_OF_DAY.match(text, mention.end)
    rest = after.end() if after else mention.end
    ends_clause = text[rest - 1 : rest] == "," or _END_OF_CLAUSE.match(text, rest)
    scope = _END_OF_SENTENCE if ends_clause or _LEADS_ON.match(text, rest) else _END_OF_CLAUSE
    end = scope.search(text, rest, max(rest, following))
    told = OTHERS_SPEAK.sub("", text[rest : end.start() if end else following])
    if _SOMEBODY_WANTS.match(text[rest:following]):
        return True
    if INTAKE.search(told) or SAYING.search(_END_OF_CLAUSE.split(told, maxsplit=1)[0]):
        return True
    heads = (
        mention.start <= 3
        and not text[: mention.start].strip(" (《[")
        and (ends_clause or text[rest - 1 : rest] in " :")
        and not _THAT_DAY.match(text, mention.end)
    )
    return bool(heads and mention.absolute)


def _is_of_an_older_report(text: str, mention: Mention) -> bool:
    """Tell whether it was reported then without effect, or somebody else than a resident spoke that day."""
    before = text[max(0, mention.start - 6) : mention.start]
    if NO_RESIDENT.search(before) and PROMISES.match(text, mention.end):
        return True
    older = OLDER.match(text, mention.end)
    return bool(older and not re.search("会上|议事|接到", older[0]))


def _is_signature(text: str, mention: Mention) -> bool:
    """Tell whether the date stands alone at the end, or behind a label for the day of entry."""
    before = text[max(0, mention.start - 20) : mention.start].rstrip(" (")
    alone = not text[mention.end : mention.end + 6].strip(" ).。") and (
        not before
        or before[-1] in "。!?;,\n)-—"
        or (text[mention.start - 1] == " " and _SIGNED_BEFORE.search(before))
    )
    labelled = re.search(
        (
            "(?:登记|受理|反映|来电|报告|记录|走访|上报|接报|填表)(?:日期|时间|于)[: ]?$|(?:^|[,。;\n ])(?:日期|时间|落款)(?:写的?|是|为)?[: ]?$"
        ),
        before[-12:],
    )
    return bool(labelled or (alone and mention.absolute))


def _begins_later_in_report(text: str, mention: Mention) -> bool:
    """Tell whether the report's verb stands before the date in the same clause (反映昨晚楼上漏水)."""
    clause = re.split("[,。!?;:\n]|过的", text[max(0, mention.start - 40) : mention.start])[-1]
    return bool(INTAKE.search(clause) or SAYING.search(clause)) and not re.search(
        "(?:会|工单|电话|短信|群里|留言)[: ]?$", clause
    )
