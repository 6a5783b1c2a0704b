"""The columns of a list of persons, what else offices call them, and how each cell is read."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from lianxin.base import clock
from lianxin.base.sheets import Row, Wrong
from lianxin.base.sheets.rows import Cell, shown
from lianxin.people.models import Occupancy, Sex

PEOPLE = {
    "姓名": ("户主姓名", "居民姓名", "人员姓名", "住户姓名", "名字"),
    "称呼": ("称谓",),
    "身份证号": ("身份证", "身份证号码", "证件号码", "证件号", "公民身份号码", "居民身份证号", "居民身份证号码"),
    "性别": (),
    "出生日期": ("出生年月", "出生年月日", "生日"),
    "电话": ("联系电话", "手机", "手机号", "手机号码", "电话号码", "联系方式", "移动电话"),
    "社区": ("所属社区", "社区名称"),
    "小区": ("小区名称", "所在小区", "住宅小区", "院落"),
    "楼栋": ("楼号", "楼", "栋", "幢", "栋号", "幢号", "楼栋号", "所在楼"),
    "单元": ("单元号",),
    "户": ("户号", "房号", "室", "室号", "门牌号", "房间号"),
    "住址": ("地址", "家庭住址", "家庭地址", "详细地址", "居住地址", "现住址", "现居住地"),
    "与户主关系": ("与户主的关系", "户主关系", "家庭关系"),
    "居住方式": ("居住性质", "居住情况", "住房性质", "房屋性质"),
}  # fmt: skip
# What stands in the place of a name in the last row of a list, and is nobody.
TOTALS = {"合计", "总计", "共计", "小计"}
MOST = {"姓名": 80, "称呼": 40, "与户主关系": 20, "住址": 200}
_CAPACITIES = (
    (Occupancy.Capacity.TENANT, re.compile("租")),
    (Occupancy.Capacity.OWNER, re.compile("业主|自有|自住|产权|购买")),
    (Occupancy.Capacity.FAMILY, re.compile("家人|家属|亲属|同住|共同居住|借住父母|随")),
    (Occupancy.Capacity.OTHER, re.compile("其他|借住|单位|宿舍|公房")),
)
_PHONE = re.compile(r"1[3-9]\d{9}|(?:0\d{2,3}-?)?[2-8]\d{6,7}(?:-\d{1,5})?|400-?\d{3}-?\d{4}")
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?)?年?")
_FIRST_DAY_OF_SHEETS = date(1899, 12, 30)
_EARLIEST = 1890


@dataclass
class Told:
    """What a row says of a person, cleaned; what it does not say is empty."""

    row: int
    name: str
    title: str = ""
    identity: str = ""
    sex: str = ""
    birth_date: str = ""
    phone: str = ""
    relation: str = ""
    capacity: str = ""
    wrong: list[Wrong] = field(default_factory=list)


def told(row: Row) -> Told:
    """Return what a row says; what cannot be taken stands in `wrong`, cell by cell."""
    said = Told(row.number, name=row["姓名"], title=row["称呼"], relation=row["与户主关系"])
    for column, name, read in _READ:
        try:
            setattr(said, name, read(row.raw(column)))
        except ValueError as error:
            said.wrong.append(Wrong(row.number, column, row[column][:40], str(error)))
    if not said.name:
        said.wrong.append(Wrong(row.number, "姓名", "", _("没有填。")))
    elif said.name[0] in "=+-@＝＋－＠":
        said.wrong.append(Wrong(row.number, "姓名", said.name[:40], _("像公式，请改成姓名本身。")))
    _compare(said)
    return said


def _compare(said: Told) -> None:
    """Take birth date and sex from the identity number; where the row says otherwise, that is wrong."""
    if not said.identity:
        return
    born = ric.get_birth_date(said.identity).isoformat()
    if not born.startswith(said.birth_date):
        why = _("和身份证号里的%(day)s不一样，请核对是哪一个错了。") % {"day": born}
        said.wrong.append(Wrong(said.row, "出生日期", said.birth_date, why))
    sex = Sex.MALE if int(said.identity[16]) % 2 else Sex.FEMALE
    if said.sex not in ("", sex):
        why = _("和身份证号里的性别不一样，请核对是哪一个错了。")
        said.wrong.append(Wrong(said.row, "性别", Sex(said.sex).label, why))
    said.birth_date, said.sex = born, sex


def _plain(cell: Cell) -> str:
    return unicodedata.normalize("NFKC", shown(cell)).strip().lstrip("'`‘’").strip()


def _identity(cell: Cell) -> str:
    """Return an identity number as GB 11643 writes it; one that a spreadsheet has rounded is never repaired."""
    number = re.sub(r"\s", "", _plain(cell)).upper()
    if not number:
        return ""
    rounded = isinstance(cell, int | float) or re.fullmatch(r"[\d.]+E\+?\d+", number)
    if rounded or (re.fullmatch(r"\d{15}000", number) and not _is_sound(number)):
        raise ValueError(
            _(
                "表格软件把身份证号当成了数字，后几位已经丢了，不能替您补。请把这一列设成“文本”，照原件重新填。"
            )
        )
    if not re.fullmatch(r"\d{17}[\dX]", number):
        raise ValueError(_("身份证号是18位数字，最后一位可以是X，请照原件核对。"))
    if not _is_sound(number):
        raise ValueError(_("身份证号的校验位对不上，有一位写错了，请照原件核对。"))
    return number


def _is_sound(number: str) -> bool:
    """Tell whether check digit and birth date are right; the county may be one that is no more, or was not yet."""
    try:
        return number[-1] == ric.calc_check_digit(number) and bool(ric.get_birth_date(number))
    except ValidationError:
        return False


def _phone(cell: Cell) -> str:
    number = re.sub(r"[\s（）()]", "", _plain(cell))
    number = re.sub(r"^(?:\+|00)?86-?(?=1[3-9])", "", re.sub("[‐-―]", "-", number))
    if re.fullmatch(r"1[3-9]\d(?:-\d{4}){2}", number):
        number = number.replace("-", "")
    if number and not _PHONE.fullmatch(number):
        raise ValueError(_("不像一个电话。一格只写一个，手机11位，座机写区号，如 0633-6221234。"))
    return number


def _sex(cell: Cell) -> str:
    known = {"": "", "男": Sex.MALE, "女": Sex.FEMALE, "男性": Sex.MALE, "女性": Sex.FEMALE}
    if (word := _plain(cell)) not in known:
        raise ValueError(_("请写男或女，不知道就空着。"))
    return known[word]


def _birth(cell: Cell) -> str:
    """Return a day as 1950-03-12, or the month or year where no more is told."""
    if isinstance(cell, date):
        return _possible(cell).isoformat()
    written = _plain(cell).replace(" ", "")
    if re.fullmatch(r"\d{5}", written):  # the day's number in a spreadsheet
        return _possible(_FIRST_DAY_OF_SHEETS + timedelta(days=int(written))).isoformat()
    if re.fullmatch(r"\d{8}", written):
        written = f"{written[:4]}-{written[4:6]}-{written[6:]}"
    if not written:
        return ""
    found = _DAY.fullmatch(written)
    if not found:
        raise ValueError(_("看不懂这个日期，请写成 1950-03-12，或 1950年3月。"))
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        _possible(date(year, month or 1, day or 1))
    except ValueError:
        raise ValueError(_("没有这一天，请核对。")) from None
    return "-".join([f"{year}", *(f"{part:02}" for part in (month, day) if part)])


def _possible(day: date) -> date:
    if not (date(_EARLIEST, 1, 1) <= day <= clock.today()):
        raise ValueError(_("没有这一天，请核对。"))
    return day


def _capacity(cell: Cell) -> str:
    written = _plain(cell)
    if not written:
        return ""
    found = next((kind for kind, sign in _CAPACITIES if sign.search(written)), None)
    if found is None:
        known = "、".join(str(label) for label in Occupancy.Capacity.labels)
        raise ValueError(_("请写%(known)s，不知道就空着。") % {"known": known})
    return found


_READ: tuple[tuple[str, str, Callable[[Cell], str]], ...] = (
    ("身份证号", "identity", _identity),
    ("电话", "phone", _phone),
    ("性别", "sex", _sex),
    ("出生日期", "birth_date", _birth),
    ("居住方式", "capacity", _capacity),
)
