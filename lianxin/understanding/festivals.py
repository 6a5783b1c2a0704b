"""Days named by the lunar calendar, by a feast or by a solar term."""

import re
from datetime import date, timedelta

from borax.calendars.lunardate import LCalendars, LunarDate, TermUtils

_MONTHS = {sign: n + 1 for n, sign in enumerate("正二三四五六七八九十冬腊")}
_MONTHS |= {"一": 1, "十一": 11, "十二": 12}
_LUNAR_FEASTS = {
    "春节": (1, 1),
    "中元": (7, 15),
    "小年": (12, 23),
    "腊八": (12, 8),
    "元宵": (1, 15),
    "二月二": (2, 2),
    "龙抬头": (2, 2),
    "三月三": (3, 3),
    "端午": (5, 5),
    "七夕": (7, 7),
    "中秋": (8, 15),
    "重阳": (9, 9),
}
_NEW_YEARS_EVE = ("除夕", "年三十")
_FEASTS = {
    "情人节": (2, 14),
    "学雷锋日": (3, 5),
    "五四": (5, 4),
    "护士节": (5, 12),
    "建党节": (7, 1),
    "十一": (10, 1),
    "消防日": (11, 9),
    "双十二": (12, 12),
    "元旦": (1, 1),
    "三八": (3, 8),
    "妇女节": (3, 8),
    "植树节": (3, 12),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "青年节": (5, 4),
    "六一": (6, 1),
    "儿童节": (6, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "双十一": (11, 11),
    "平安夜": (12, 24),
    "圣诞": (12, 25),
}
_SUNDAYS = {"母亲节": (5, 2), "父亲节": (6, 3)}
_TERMS = tuple(
    re.findall(
        "..",
        "立春雨水惊蛰春分清明谷雨立夏小满芒种夏至小暑大暑立秋处暑白露秋分寒露霜降立冬小雪大雪冬至小寒大寒",
    )
)
_SHIFTS = {
    "前一天": -1,
    "前一日": -1,
    "头天": -1,
    "头一天": -1,
    "第一天": 0,
    "后一天": 1,
    "第二天": 1,
    "次日": 1,
    "第三天": 2,
}
_NAMES = sorted(
    (*_LUNAR_FEASTS, *_NEW_YEARS_EVE, *_FEASTS, *_SUNDAYS, *_TERMS), key=len, reverse=True
)
_ONES = "一二三四五六七八九"
_LUNAR_DAY = rf"(?:初[{_ONES}十]|十[{_ONES}]?|廿[{_ONES}]?|二十[{_ONES}]?|三十)"
LUNAR = (
    rf"(?:农历|阴历|旧历)(?P<lunar_month>[正冬腊]|十[一二]?|[{_ONES}])月(?P<lunar_day>{_LUNAR_DAY})"
    rf"|(?P<old_month>[正冬腊])月(?P<old_day>{_LUNAR_DAY})"
    rf"|(?<![0-9一二三四五六七八九])(?P<early_month>[{_ONES}]|十[一二]?)月(?P<early_day>初[{_ONES}十]|廿[{_ONES}]?)"
    rf"|大?年(?P<new_year>初[{_ONES}十])"
    rf"|(?<![\u4e00-\u9fff])(?P<moon_day>初[{_ONES}十]|廿[{_ONES}])(?=[那当]天|一?早|上午|下午|晚上|中午|,)"
)
# A feast alone is a season; it is a day where the words say so.
FEAST = rf"(?P<feast>{'|'.join(_NAMES)})节?(?:假期)?(?:(?P<shift>{'|'.join(_SHIFTS)})|[当那这](?:天|晚|日)|(?=上午|下午|晚上|早上|中午|一早|凌晨|半夜|夜里|夜|傍晚|,))"
BESIDE_A_DATE = (
    rf"(?:农历)?(?:大年初[{_ONES}十]|(?:{'|'.join(_NAMES)})节?|[一-鿿]{{2,3}}节(?!目|水|电|约))"
)


def lunar_day(match: re.Match, today: date) -> date | None:
    """Return the latest such day of the lunar calendar that is not after today."""
    for month, day in (
        ("lunar_month", "lunar_day"),
        ("old_month", "old_day"),
        ("early_month", "early_day"),
    ):
        if match[month]:
            return _latest_lunar(_MONTHS[match[month]], _day_number(match[day]), today)
    if match["moon_day"]:
        return _latest_moon_day(_day_number(match["moon_day"]), today)
    return _latest_lunar(1, _day_number(match["new_year"]), today)


def _latest_moon_day(number: int, today: date) -> date:
    """Return the latest day of that number in any lunar month that is not after today."""
    back = (LunarDate.from_solar(today).day - number) % 30
    found = today - timedelta(days=back)
    # A month of 29 days is one short.
    return found + timedelta(days=LunarDate.from_solar(found).day < number)


def feast_day(name: str, shift: str | None, today: date) -> date | None:
    """Return the latest such feast that is not after today, or the day before or after it."""
    days = timedelta(days=_SHIFTS.get(shift or "", 0))
    found = _latest_feast(name, today - days)
    return found + days if found else None


def _latest_feast(name: str, today: date) -> date | None:
    if name in _LUNAR_FEASTS:
        return _latest_lunar(*_LUNAR_FEASTS[name], today)
    if name in _NEW_YEARS_EVE:
        return _latest_lunar(12, 30, today)
    years = (today.year, today.year - 1)
    return next((day for year in years if (day := _feast_in(name, year)) <= today), None)


def _feast_in(name: str, year: int) -> date:
    if name in _FEASTS:
        return date(year, *_FEASTS[name])
    if name in _TERMS:
        return TermUtils.nth_term_day(year, TermUtils.name2index(name))
    month, number = _SUNDAYS[name]
    first = date(year, month, 1)
    return first + timedelta(days=6 - first.weekday() + 7 * (number - 1))


def _latest_lunar(month: int, day: int, today: date) -> date | None:
    for year in (today.year, today.year - 1, today.year - 2):
        # The last month has 29 days in some years; its last day is New Year's Eve all the same.
        last = min(day, LCalendars.ndays(year, month))
        found = LunarDate(year, month, last).to_solar_date()
        if found <= today:
            return found
    return None


def _day_number(words: str) -> int:
    """Return the number of a lunar day: 初八, 十五, 廿三, 二十八, 三十."""
    tens = {"初": 0, "十": 10, "廿": 20, "二十": 20, "三十": 30}
    if words in ("初十", *tens):
        return 10 if words == "初十" else tens[words]
    return tens[words[:-1]] + _ONES.index(words[-1]) + 1
