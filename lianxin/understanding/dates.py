"""The day on which a request reached the community, and the day of what happened.

A date counts as reported when somebody reports in its clause, or when it heads or signs the entry;
a date of the event alone is when it occurred. Future dates, and dates of other things, are neither.
"""

import re
from dataclasses import dataclass
from datetime import date

from lianxin.understanding.days import CHINESE, Mention, mentions_in
from lianxin.understanding.festivals import BESIDE_A_DATE
from lianxin.understanding.persons import SPEAKING, reporter

INTAKE = re.compile(
    "反映|反应(?!慢|迟)|来电|致电|打来电话|打电话(?!给|催)|打进|电话|来访|来社区"
    "|到社区|来居委|到居委|来到社区|来办|来问|来反|上门反|报告|上报|反馈"
    "|投诉|求助|咨询|告知|提出|提议|建议|联名|议事会|座谈会|恳谈会|业主大会|居民会"
    "|开会|会上|走访|入户|巡查|巡楼|巡逻|排查|群里|发短信|短信|留言|小程序|网上"
    "|登门|接到|收到|接报|接(?:12345|市民|居民|群众|热线)|转办|转来|受理|登记|工单"
    "|(?:网格员|志愿者|楼栋长|楼组长|楼长|保安|民警|社工|工作人员|支书|书记|主任|组长|护工|医生)[^,。;]{0,16}"
    "(?:看到|发现|遇到|了解到|检查|摸排)|感谢(?:社区|网格|书记|你们|大家|街道)|微信(?:说|上)|汇报"
    "|过来(?:说|反|问|找)|来过|来找|找来|举报|提交|发来|发帖|写信|来函|拨打|打进|提到|说起|随手拍|意见箱|接访"
    "|(?:告诉|[向跟和给找])(?:社区|居委|我们|网格|书记)|夜巡|巡视|巡院|巡检|摸排|探访|看望|家访|慰问"
    "|院坝会|坝坝会|楼栋会|例会|碰头会|听证会|党员大会"
    "|(?:碰到|遇到|遇见|碰见|拦住)[^。]{1,14}(?:说|讲|问)"
    "|(?<!社区)(?<!街道)(?<!物业)[送递交寄捎拿]来(?!的)|递交|递上|写的|发的|发消息|消息[:,]|[班早晨夕周月]前?会上?|小组会|支部会|接待日|打(?:了|过|通)?[^,。]{0,4}热线"
    "|拨(?:了|通|过)|[提拿抱拎举攥揣]着[^,。]{0,10}(?:到|来|进|上|找)(?:了)?(?:社区|居委|窗口|办公室|我们|门)|(?:[交递报送转]|反馈|通报)(?:到|给)(?:了)?(?:社区|窗口|居委|我们|网格|街道)|手机响|发(?:了)?(?:一?[条段张个])?(?:语音|视频|照片|图片)|诉求|纸条|意见箱|报过来|报上来|找到(?:社区|居委|网格|书记|我们)|找社区|找网格|诉说|诉苦|报修|来信"
    "|打(?:了|过)?(?:一|两|三|好几|几)?[个通次]?电话(?!给|催)|打进|打到(?:社区|居委|值班)"
    "|[上去跑赶](?:了|过)?(?:一?趟)?(?:社区|居委|村委|服务站|办事处)|(?:来|上门|进门|跑来|赶来)(?:报|讲|催|求|谈|诉|打听|敲门|登记|投诉|提|告)"
    "|又来(?:问|说|催|找|反映|$)|(?:跑|走|冲|赶|闯)(?:进|过|到)?来(?:社区|居委|办公室|说|讲|问|喊|哭|报|求|,)"
    "|念叨|嘟囔|唠叨|捎话|捎信|带话|托人|打听|转告|转达|电邮|邮件|传真|私信|来电人|来访人|来人|@|录入|接听|接线"
    "|[我俺](?:来|去|上|到|找|打|问|报)(?:了|过)?[^,。]{0,6}的"
)
_SAYING = re.compile(
    "表示|(?<![自声号])称|希望|要求|请求|想请|问|话(?=自|说|,)|(?<!听)(?<!没)说(?!明|好|不定|法"
    "|是要)|讲(?!座|课)|喊话"
)
_OTHERS_SPEAK = re.compile(
    "(?:抄表员|维修工|师傅|中介|派出所|医院|学校|物业|通知|公告|广播|医生|施工方|开发商|房东|厂家|银行)(?:[^,。]{0,4})(?:说"
    "|称|表示|告知|通知)|给(?!社区|居委|网格|你们|街道|我们)[^,。]{1,6}打(?:了)?(?:个)?电话"
)
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
_SINCE = re.compile("(?:起(?!来)|开始|以来|至今|到现在)")
# An older report that is named beside this one, or that nothing came of.
_OLDER = re.compile(
    "[^,。;!?]{0,16}?(?:反映|投诉|[说讲来找问报提催]|打(?:了|个)?电?话?|登记|上报|留言)过(?![来去道程])"
    "(?:[^,。;!?]{0,8}的(?=[那位这个\u4e00-\u9fff]{2})|[^。!?;]{0,16}?(?:到现在|到今|至今|还没|还是|仍|一直|没人|没见|今天|今早|昨天|又))"
)
_NO_RESIDENT = re.compile(
    "(?:物业|[修装理工梯业的个]师傅|医院|学校|公司|施工队|施工方|开发商|房东|厂家|银行|派出所|工地|中介|他们|对方|邻居家|楼上|楼下)(?:在|于|是)?$"
)
_PROMISES = re.compile("[^,。;电函转]{0,6}?(?:说|讲|答应|承诺|保证|表示|回复|通知(?!社区)|贴)")
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
    occurred = next((m for m in mentions if m != reported), None)
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
    told = _OTHERS_SPEAK.sub("", text[rest : end.start() if end else following])
    if _SOMEBODY_WANTS.match(text[rest:following]):
        return True
    if INTAKE.search(told) or _SAYING.search(_END_OF_CLAUSE.split(told, maxsplit=1)[0]):
        return True
    heads = (
        mention.start <= 3
        and not text[: mention.start].strip(" (《[")
        and (ends_clause or text[rest - 1 : rest] in " :")
    )
    return bool(heads and mention.absolute)


def _is_of_an_older_report(text: str, mention: Mention) -> bool:
    """Tell whether it was reported then without effect, or somebody else than a resident spoke that day."""
    before = text[max(0, mention.start - 6) : mention.start]
    if _NO_RESIDENT.search(before) and _PROMISES.match(text, mention.end):
        return True
    older = _OLDER.match(text, mention.end)
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
    return bool(INTAKE.search(clause) or _SAYING.search(clause)) and not re.search(
        "(?:会|工单|电话|短信|群里|留言)[: ]?$", clause
    )
