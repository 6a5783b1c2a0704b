"""The day on which a request reached the community, and the day of what happened.

A date counts as reported when somebody reports in its clause, or when it heads or signs the entry;
a date of the event alone is when it occurred. Future dates, and dates of other things, are neither.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from lianxin.understanding.festivals import BESIDE_A_DATE, FEAST, LUNAR, feast_day, lunar_day
from lianxin.understanding.plain import digits

_CHINESE = "零一二三四五六七八九十百两"
_YEAR = rf"(?:20[0-9]{{2}}|19[0-9]{{2}}|2[0-9]|二零[{_CHINESE}]{{2}}|今|去|前|本)"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
# Counted from the day named before.
_LATER = {"当天": 0, "当日": 0, "当晚": 0, "次日": 1, "翌日": 1, "第二天": 1, "隔天": 1}
_PATTERN = re.compile(
    (
        rf"{LUNAR}|{FEAST}|(?<![0-9])(?:(?P<year>{_YEAR})年(?:的)?)?(?P<month>{_MONTH})月(?:份)?(?P<day>{_DAY})(?:日|号|(?![0-9{_CHINESE}个份]))"
        r"|(?<![0-9])(?P<iso>20[0-9]{2}[-/.][01]?[0-9][-/.][0-3]?[0-9])(?![0-9])"
        r"|^\s{0,3}(?P<compact>20[0-9]{2}[01][0-9][0-3][0-9])(?=[ ,:/]|$)"
        r"|(?<![0-9./-])(?P<short>2[0-9][./-](?:1[0-2]|0?[1-9])[./-](?:3[01]|[12][0-9]|0?[1-9]))(?![0-9./-])"
        r"|(?<![0-9./-])(?P<slash>(?:1[0-2]|0?[1-9])/(?:3[01]|[12][0-9]"
        r"|0?[1-9]))(?![0-9/])"
        r"|^\s{0,3}(?P<dot>(?:1[0-2]|0?[1-9])[.](?:3[01]|[12][0-9]|0?[1-9]))(?=[日号, :/]"
        r"|[\u4e00-\u9fff])(?![米元万度吨亩])"
        rf"|(?P<which>上上个?|上个?|本|这个?|下个?)月(?P<monthday>{_DAY})[日号]"
        r"|(?P<weeks>大?上上个?|大?上个?|本|这个?|下下个?|下个?|每个?)?(?:周|星期"
        r"|礼拜)(?:的?(?:周|星期|礼拜))?(?P<weekday>[一二三四五六日天1-7末])"
        r"|(?P<days>大前天|前天|昨天|今天|今早|今晨|今晚|今日|昨日|前日|昨晚|昨夜|昨儿"
        r"|今儿|前晚|刚才|刚刚|方才|[寻琴噚][日晚]|今朝|昨下午|昨上午|昨[个早]|前[儿个](?!月|星期|礼拜|周|人|小时)"
        r"|刚(?=接到|收到|来电|来过|打来|有人来))"
        rf"|(?P<later>{'|'.join(_LATER)})"
        rf"|(?P<ago>[0-9]{{1,2}}|[一二三四五六七八九十两]{{1,3}})天(?:之)?前"
        rf"|(?:^|(?<=[,。;\n ]))(?P<alone>{_DAY})[号日](?=上午|下午|晚上|早上|中午|早晨"
        rf"|凌晨|傍晚|那天|当天|,|我|他|她|来|去|到|打|接|有人|居民|业主|群众)"
    ),
    re.MULTILINE,
)
_LUNAR = ("lunar_month", "old_month", "early_month", "new_year")
_ABSOLUTE = ("month", "iso", "slash", "dot", "compact", "short", *_LUNAR)
_BACK = {"大前": 3, "前": 2, "昨": 1, "寻": 1, "琴": 1, "噚": 1}
_WEEKDAYS = {
    **{sign: day for day, sign in enumerate("一二三四五六日")},
    "天": 6,
    **{str(n + 1): n for n in range(7)},
}
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
    "|诉求|找到(?:社区|居委|网格|书记|我们)|找社区|找网格|诉说|诉苦|报修|来信"
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
    "|将于|将在|准备|打算|贴着|写着|要求在|保质期|合同|生日)[^,。;]{0,6}$|(?:每|至"
    "|到|~)$"
)
_OTHER_AFTER = re.compile(
    "^(?:之前|以前|前(?!后)|止|截止|到期|至今|之后|生(?:人|的)|出生|建成|入住"
    "|的(?:通知|公告|合同|工资|电影|票|活动|会))"
)
_PART_OF_DAY = re.compile(
    rf"(?:的|{BESIDE_A_DATE}|(?:当|那|这)(?:天|日|晚)|一?大?(?:上午|下午|早上|中午|晚上|早晨|凌晨|傍晚|夜里|半夜|清晨|一早"
    "|午后|晚间)|(?:周|星期)[一二三四五六日天]"
    rf"|(?:大约|约|大概)?(?:[0-9]{{1,2}}|[{_CHINESE}]{{1,3}})[点时:](?:[0-9]{{1,2}}"
    rf"|[{_CHINESE}]{{1,3}})?(?:半|多|许|左右|钟|分|整|来)*|\([^()]{{1,8}}\)|[ :,\-]"
    rf"|星期[一二三四五六日天])+"
)
_SINCE = re.compile("(?:起(?!来)|开始|以来|至今|到现在)")
# Somebody with a title wants something that day, whatever the verb.
_SOMEBODY_WANTS = re.compile(
    "[^。!?;\n]{0,24}?(?:大爷|大妈|大娘|阿姨|先生|女士|奶奶|爷爷|师傅|大姐|大哥|大叔|老师|居民|业主|住户|租户|商户|家长|群众|村民|党员|代表)"
    "[^。!?;\n,]{0,8}(?:想|要|请|求|抱怨|嫌|担心|吐槽|埋怨|申请|联系|呼吁|称|发现|报|领着|送来|专程|急忙|特地)"
)
_OF_A_MEETING = re.compile(
    r"(?:会|走访|巡查|来电|来访|接访|反映|投诉|来信|留言|求助|报修|登记)[(\[]$"
)
_TOLD_AT_ONCE = re.compile(
    "(?:的)?(?:上午|下午|早上|中午|晚上|凌晨|傍晚)?(?:来电|来访|来社区|反映|投诉|致电|求助|登记|受理|提交|留言|上报|报修|接报)"
)
_END_OF_SENTENCE = re.compile("[。!?;\n]")
_FAR = 200
_END_OF_CLAUSE = re.compile("[,。!?;\n]")


@dataclass(frozen=True)
class Mention:
    """A day named in the text; `absolute` when by month and day."""

    start: int
    end: int
    day: date
    absolute: bool


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
    occurred = next((m for m in mentions if m != reported), None)
    return Dates(reported, occurred, tuple(named))


def _apart(text: str, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions without those that only name the day before them once more: 5月15日(周三)."""
    kept: list[Mention] = []
    for mention in mentions:
        more = _PART_OF_DAY.match(text, kept[-1].end) if kept else None
        if not more or mention.start >= more.end():
            kept.append(mention)
    return kept


def mentions_in(text: str, today: date) -> list[Mention]:
    """Return the days named in the text that are not after today."""
    found: list[Mention] = []
    for match in _PATTERN.finditer(text):
        day = _day(match, today) if not match["later"] else _later(match["later"], found)
        if day is not None and day <= today:
            absolute = any(match[name] for name in _ABSOLUTE)
            found.append(Mention(*match.span(), day, absolute))
    return found


def _later(word: str, found: list[Mention]) -> date | None:
    return found[-1].day + timedelta(days=_LATER[word]) if found else None


def _day(match: re.Match, today: date) -> date | None:
    try:
        return _named_day(match, today)
    except (ValueError, OverflowError):
        return None


def _named_day(match: re.Match, today: date) -> date | None:
    if match["month"]:
        return _of_month_and_day(
            match["year"], int(digits(match["month"])), int(digits(match["day"])), today
        )
    if match["feast"]:
        return feast_day(match["feast"], match["shift"], today)
    if any(match[name] for name in _LUNAR):
        return lunar_day(match, today)
    if match["compact"]:
        return date.fromisoformat(match["compact"])
    if match["short"]:
        year, month, day = (int(part) for part in re.split("[-/.]", match["short"]))
        return date(2000 + year, month, day)
    if match["iso"]:
        year, month, day = (int(part) for part in re.split("[-/.]", match["iso"]))
        return date(year, month, day)
    if match["slash"] or match["dot"]:
        month, day = (int(part) for part in re.split("[/.]", match["slash"] or match["dot"]))
        return _latest(month, day, today)
    if match["monthday"]:
        return _of_named_month(match["which"], int(digits(match["monthday"])), today)
    if match["weekday"]:
        return _of_week(match["weeks"], match["weekday"], today)
    if match["days"]:
        back = next((n for word, n in _BACK.items() if match["days"].startswith(word)), 0)
        return today - timedelta(days=back)
    if match["ago"]:
        return today - timedelta(days=int(digits(match["ago"])))
    return _day_alone(int(digits(match["alone"])), today)


def _of_month_and_day(year: str | None, month: int, day: int, today: date) -> date:
    if not year:
        return _latest(month, day, today)
    years_back = {"今": 0, "本": 0, "去": 1, "前": 2}
    if year in years_back:
        return date(today.year - years_back[year], month, day)
    number = int("".join(digits(sign) for sign in year))
    return date(number + 2000 if number < 100 else number, month, day)


def _latest(month: int, day: int, today: date) -> date:
    """Return the latest such day not after today; 29 February looks for its year."""
    for year in range(today.year, today.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            if (month, day) == (2, 29):
                continue
            raise
        if found <= today:
            return found
    raise ValueError(month, day)


def _of_named_month(which: str, day: int, today: date) -> date | None:
    back = {"上上": 2, "上": 1, "本": 0, "这": 0}.get(which.removesuffix("个"))
    if back is None:
        return None
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, day)


def _of_week(weeks: str | None, weekday: str, today: date) -> date | None:
    day = _WEEKDAYS.get(weekday)
    which = (weeks or "").removesuffix("个")
    if day is None or which in ("每", "下", "下下"):
        return None
    if not which:
        return today - timedelta(days=(today.weekday() - day) % 7)
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=day - 7 * {"上上": 2, "大上": 2, "上": 1}.get(which, 0))


def _day_alone(day: int, today: date) -> date:
    if day <= today.day:
        return today.replace(day=day)
    return (today.replace(day=1) - timedelta(days=1)).replace(day=day)


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
    after = _PART_OF_DAY.match(text, mention.end)
    rest = after.end() if after else mention.end
    ends_clause = text[rest - 1 : rest] == "," or _END_OF_CLAUSE.match(text, rest)
    scope = _END_OF_SENTENCE if ends_clause else _END_OF_CLAUSE
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


def _is_signature(text: str, mention: Mention) -> bool:
    """Tell whether the date stands alone at the end, or behind a label for the day of entry."""
    before = text[max(0, mention.start - 20) : mention.start].rstrip(" (")
    alone = not text[mention.end : mention.end + 6].strip(" ).。") and (
        not before or before[-1] in "。!?;,\n)-—"
    )
    labelled = re.search(
        (
            "(?:登记|受理|反映|来电|报告|记录|走访|上报|接报|填表)(?:日期|时间|于)[: ]?$|(?:^|[,。;\n ])(?:日期|时间)[: ]?$"
        ),
        before[-12:],
    )
    return bool(labelled or (alone and mention.absolute))


def _begins_later_in_report(text: str, mention: Mention) -> bool:
    """Tell whether the report's verb stands before the date in the same clause (反映昨晚楼上漏水)."""
    clause = re.split("[,。!?;:\n]", text[max(0, mention.start - 40) : mention.start])[-1]
    return bool(INTAKE.search(clause) or _SAYING.search(clause)) and not re.search(
        "(?:会|工单|电话|短信|群里|留言)[: ]?$", clause
    )
