"""Days as they are named in a text: by month and day, week, moon, feast, or counted from another day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from lianxin.understanding.festivals import FEAST, LUNAR, feast_day, lunar_day
from lianxin.understanding.plain import digits

CHINESE = "零一二三四五六七八九十百两"
_YEAR = rf"(?:20[0-9]{{2}}|19[0-9]{{2}}|2[0-9]|二零[{CHINESE}]{{2}}|今|去|前|本)"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
# Counted from the day named before.
_LATER = {"当天": 0, "当日": 0, "当晚": 0, "次日": 1, "翌日": 1, "第二天": 1, "隔天": 1}
_PATTERN = re.compile(
    (
        rf"{LUNAR}|{FEAST}|(?:(?<![0-9])|(?=[{CHINESE}]))(?:(?P<year>{_YEAR})年(?:的)?)?(?P<month>{_MONTH})月(?:份)?(?P<day>{_DAY})(?:日|号|(?![0-9{CHINESE}个份]))"
        r"|(?<![0-9])(?P<iso>20[0-9]{2}[-/.][01]?[0-9][-/.][0-3]?[0-9])(?![0-9])"
        r"|^\s{0,3}(?P<compact>20[0-9]{2}[01][0-9][0-3][0-9])(?=[ ,:/]|$)"
        r"|(?<![0-9./-])(?P<short>2[0-9][./-](?:1[0-2]|0?[1-9])[./-](?:3[01]|[12][0-9]|0?[1-9]))(?![0-9./-])"
        r"|(?<![0-9./-])(?P<slash>(?:1[0-2]|0?[1-9])/(?:3[01]|[12][0-9]"
        r"|0?[1-9]))(?![0-9/])"
        r"|^\s{0,3}\(?(?P<dashed>(?:1[0-2]|0[1-9])-(?:3[01]|[12][0-9]|0[1-9])(?=[ ,:)日号])|(?<=\()(?:1[0-2]|[1-9])-(?:3[01]|[12]?[0-9])(?=\)))"
        r"|^[\s(]{0,3}(?P<dot>(?:1[0-2]|0?[1-9])[.](?:3[01]|[12][0-9]|0?[1-9]))(?=[日号, :/)]"
        r"|[\u4e00-\u9fff])(?![米元万度吨亩])"
        rf"|(?P<which>上上个?|上个?|本|这个?|下个?)月(?P<monthday>{_DAY})(?:[日号]|(?![0-9{CHINESE}个多天来几]))"
        rf"|(?:(?:(?P<of_month>{_MONTH})月份?|(?P<of_which>上个?|本|这个?)月)的?)第(?P<nth>[一二三四])个(?:周|星期|礼拜)(?P<nth_weekday>[一二三四五六日天])"
        rf"|(?:(?P<last_of>{_MONTH})月份?|(?P<last_which>上个?)月)的?(?P<last>最后一[天日])"
        r"|(?P<weeks>大?上上个?|大?上个?|本|这个?|下下个?|下个?|每个?)?(?:周|星期"
        r"|礼拜)(?:的?(?:周|星期|礼拜))?(?P<weekday>[一二三四五六日天1-7末])"
        r"|(?P<days>大前天|前天|昨天|今天|今早|今晨|今晚|今日|昨日|前日|昨晚|昨夜|昨儿个?|夜来|夜儿个?"
        r"|今儿个?|前晚|刚才|刚刚|方才|适才|才将|将才|头先|啱啱|前夜|今[上下中]午|[寻琴噚][日晚]|今朝|昨[上下中]午|昨[个早朝]|前[儿个](?!月|星期|礼拜|周|人|小时)"
        r"|刚(?=接到|收到|来电|来过|打来|有人来)|(?:[0-9]{1,2}|半|[一二两三四五六七八九十]{1,3})(?:个|来|多|几)*(?:小时|钟头|分钟)(?:之|以)?前)"
        rf"|(?P<later>{'|'.join(_LATER)})"
        rf"|(?P<ago>[0-9]{{1,2}}|[一二三四五六七八九十两]{{1,3}})天(?:之|以)?前"
        r"|(?P<weeks_ago>[1-4一二三两])个?(?:周|星期|礼拜)(?:之|以)?前"
        rf"|(?:^|(?<=[,。;\n 爷妈姨生士奶叔哥姐傅娘婶伯婆民户主员友])|(?<=[说是]))(?P<alone>{_DAY})[号日](?=上午|下午|晚上|早上|中午|早晨"
        rf"|凌晨|傍晚|那天|当天|,|我|他|她|来|去|到|打|接|有人|居民|业主|群众|就|夜里|半夜|傍晚|白天|摔|丢|被|收到|反映|报|和|晚)"
    ),
    re.MULTILINE,
)
_LUNAR = ("lunar_month", "old_month", "early_month", "new_year", "moon_day")
_ABSOLUTE = ("month", "iso", "slash", "dot", "dashed", "compact", "short", *_LUNAR)
_BACK = {"大前": 3, "前": 2, "昨": 1, "夜": 1, "寻": 1, "琴": 1, "噚": 1}
_WEEKDAYS = {
    **{sign: day for day, sign in enumerate("一二三四五六日")},
    "天": 6,
    **{str(n + 1): n for n in range(7)},
}


@dataclass(frozen=True)
class Mention:
    """A day named in the text; `absolute` when by month and day."""

    start: int
    end: int
    day: date
    absolute: bool


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
    if numbers := match["slash"] or match["dot"] or match["dashed"]:
        month, day = (int(part) for part in re.split("[/.-]", numbers))
        return _latest(month, day, today)
    if match["monthday"]:
        return _of_named_month(match["which"], int(digits(match["monthday"])), today)
    if match["nth"]:
        return _nth_of_month(match, today)
    if match["last"]:
        return _last_of_month(match, today)
    if match["weekday"]:
        return _of_week(match["weeks"], match["weekday"], today)
    if match["days"]:
        back = next((n for word, n in _BACK.items() if match["days"].startswith(word)), 0)
        return today - timedelta(days=back)
    if match["ago"] or match["weeks_ago"]:
        days = 1 if match["ago"] else 7
        return today - timedelta(days=days * int(digits(match["ago"] or match["weeks_ago"])))
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


def _last_of_month(match: re.Match, today: date) -> date | None:
    if match["last_of"]:
        first = _latest(int(digits(match["last_of"])), 1, today)
    else:
        first = _of_named_month(match["last_which"], 1, today)
    return first and first.replace(day=monthrange(first.year, first.month)[1])


def _nth_of_month(match: re.Match, today: date) -> date | None:
    """Return the second Sunday of a month, and its like."""
    if match["of_month"]:
        first = _latest(int(digits(match["of_month"])), 1, today)
    else:
        first = _of_named_month(match["of_which"], 1, today)
    weekday, number = _WEEKDAYS[match["nth_weekday"]], int(digits(match["nth"]))
    return first and first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


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
