"""The pages of rules: entered, shown, withdrawn; what they would move is told before it is moved."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from lianxin.base import clock
from lianxin.base.clock import BEIJING
from lianxin.base.tests.counting import counting
from lianxin.calendar.models import Notice, NoticeDay, OfficeHours
from lianxin.matters.models import Clock, DistrictDuty, DistrictLimit, Matter
from lianxin.territory.models import Place

Browsers = Mapping[str, Client]
MONDAY = datetime(2026, 11, 2, 9, tzinfo=BEIJING)
NOTICE = {
    "do": "notice",
    "year": "2027",
    "citation": "国办发明电〔2026〕8号",
    "days": "2027-01-01..2027-01-03 放假 元旦\n2027-01-09 上班",
    "publishes": "on",
}
LIMIT = {
    "do": "enter",
    "what": "request finish",
    "promise": "3个工作日",
    "citation": "区办〔2026〕3号",
    "since": "2026-11-01",
}


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


@pytest.fixture
def district(browsers: Browsers) -> Client:
    return browsers["district"]


def on_calendar(browser: Client, **sent: str) -> HttpResponse:
    return browser.post("/desk/rules/calendar", sent)


def on_limits(browser: Client, **sent: str) -> HttpResponse:
    return browser.post("/desk/rules/limits", sent)


def page(browser: Client, address: str) -> str:
    return browser.get(f"/desk/rules/{address}").content.decode()


def test_a_notice_is_entered_shown_and_withdrawn(district: Client):
    before = page(district, "calendar?year=2027")
    answer = on_calendar(district, **NOTICE)
    entered = page(district, "calendar?year=2027")
    withdrawn = on_calendar(district, do="withdraw", notice=str(Notice.objects.get().pk))

    assert answer["Location"] == withdrawn["Location"] == "/desk/rules/recount"
    assert NoticeDay.objects.count() == 4
    assert "还没有公布，暂按星期算" in before
    assert "已登记：国办发明电〔2026〕8号" in entered
    assert "2027年1月1日 星期五 — 2027年1月3日 星期日" in entered
    assert "还没有公布，暂按星期算" in page(district, "calendar?year=2027")
    assert Notice.objects.get().withdrawn_at is not None


def test_a_published_year_shows_its_days_and_why(browsers: Browsers):
    shown = page(browsers["secretary"], "calendar?year=2026")

    assert "已公布（国务院）" in shown
    assert "星期六，调休上班" in shown


def test_what_failed_is_listed_with_its_reason_and_tried_again(
    recorded: Matter, browsers: Browsers
):
    clocks = Clock.objects.filter(matter=recorded, name="finish")
    clocks.update(faults=5, fault="ValueError", retry_at=MONDAY)
    district, row = browsers["district"], {"row": str(clocks.get().pk)}

    listed, to_admin = page(district, "failed"), page(browsers["admin"], "failed")
    tried = district.post("/desk/rules/failed", row)
    again = district.post("/desk/rules/failed", row)

    assert [words in listed for words in (recorded.number, "ValueError", "不再自动试")] == [
        True
    ] * 3
    assert (recorded.number in to_admin, "您看不见的事项" in to_admin) == (False, True)
    assert (tried.status_code, again.status_code) == (302, 422)
    assert "也许已经办成了" in again.content.decode()
    assert clocks.values_list("faults", "fault", "retry_at").get() == (0, "", None)
    assert "没有办不成的提醒" in page(district, "failed")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("days", "元旦放三天", "第1行看不懂。"),
        ("days", "2029-01-01 放假", "不在2027年，请核对年份。"),
        ("year", "27", "最早到2004年。"),
        ("year", "明年", "年份请写成 2027 的样子。"),
        ("citation", "", "请写文件的名称或文号"),
    ],
)
def test_a_notice_that_can_not_be_taken_keeps_what_was_typed(
    field: str, typed: str, sentence: str, district: Client
):
    answer = on_calendar(district, **{**NOTICE, field: typed})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in shown
    kept = {**NOTICE, field: typed}
    assert all(kept[name] in shown for name in ("year", "citation", "days"))
    assert Notice.objects.count() == 0


def test_how_many_terms_are_provisional_stands_beside_their_year(
    recorded: Matter, district: Client
):
    due = datetime(2027, 1, 4, tzinfo=BEIJING)
    Matter.objects.filter(pk=recorded.pk).update(provisional=True, due_at=due)

    shown = page(district, "calendar")

    assert '还没有公布，暂按星期算</td><td class="num">1</td>' in shown


def test_a_secretary_sets_the_hours_of_their_own_office_only(
    tongxin: Place, hean: Place, browsers: Browsers
):
    sent = {"do": "hours", "since": "2026-12-01", "spans": "8:30-12:00 14:00-17:30"}

    own = on_calendar(browsers["secretary"], community=str(tongxin.pk), **sent)
    next_door = on_calendar(browsers["secretary"], community=str(hean.pk), **sent)
    notice = on_calendar(browsers["secretary"], **NOTICE)

    assert (own.status_code, next_door.status_code, notice.status_code) == (302, 422, 422)
    row = OfficeHours.objects.get()
    assert (row.community, row.spans) == (tongxin.pk, "08:30-12:00 14:00-17:30")
    assert "08:30-12:00 14:00-17:30" in page(browsers["secretary"], "calendar")
    assert Notice.objects.count() == 0
    assert "您的岗位不能改这里的日历和办公时间" in notice.content.decode()


def test_unreadable_hours_are_refused_beside_the_field(tongxin: Place, browsers: Browsers):
    answer = on_calendar(
        browsers["secretary"],
        do="hours", community=str(tongxin.pk), since="2026-12-01", spans="九点到五点",
    )  # fmt: skip

    assert answer.status_code == 422
    assert 'value="九点到五点"' in answer.content.decode()


def test_a_rule_is_entered_previewed_counted_and_withdrawn(recorded: Matter, district: Client):
    before = Clock.objects.get(matter=recorded, name="finish").due_at
    entered = on_limits(district, **LIMIT)
    told = page(district, "recount")
    untouched = Clock.objects.get(matter=recorded, name="finish").due_at
    district.post("/desk/rules/recount")
    moved = Clock.objects.get(matter=recorded, name="finish").due_at
    again = page(district, "recount")
    rule = DistrictLimit.objects.get()
    on_limits(district, do="withdraw", limit=str(rule.pk))

    assert entered["Location"] == "/desk/rules/recount"
    assert (rule.promise, rule.kind, rule.clock) == ("3 workdays", "request", "finish")
    assert recorded.number in told
    assert "重算这 1 个期限" in told
    assert (untouched, moved) == (before, datetime(2026, 11, 5, 23, 59, 59, tzinfo=BEIJING))
    assert "不用重算" in again
    assert "已撤销" in page(district, "limits")


def test_who_sees_no_matters_is_told_how_many_move_and_not_which(
    recorded: Matter, browsers: Browsers
):
    on_limits(browsers["district"], **LIMIT)

    told = page(browsers["admin"], "recount")

    assert "重算这 1 个期限" in told
    assert recorded.number not in told


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("promise", "很快", "看不懂期限“很快”。"),
        ("legal", "99999 天", "看不懂期限“99999 天”。"),
        ("until", "2026-11-01", "要晚于起的那天。"),
        ("citation", "", "请写文件的名称或文号"),
    ],
)
def test_a_rule_that_can_not_be_taken_keeps_what_was_typed(
    field: str, typed: str, sentence: str, district: Client
):
    answer = on_limits(district, **{**LIMIT, field: typed})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in shown
    assert all(value in shown for value in {**LIMIT, field: typed}.values())
    assert DistrictLimit.objects.count() == 0


def test_a_neighbouring_district_neither_sees_nor_withdraws_it(
    browsers: Browsers, district: Client, yunhe: Place
):
    on_limits(district, **LIMIT)
    on_calendar(district, **NOTICE)
    stranger = browsers["stranger_district"]

    seen = page(stranger, "limits") + page(stranger, "calendar?year=2027")
    on_limits(stranger, do="withdraw", limit=str(DistrictLimit.objects.get().pk))
    on_calendar(stranger, do="withdraw", notice=str(Notice.objects.get().pk))

    assert "区办〔2026〕3号" not in seen
    assert "国办发明电〔2026〕8号" not in seen
    assert DistrictLimit.objects.get().withdrawn_at is None
    assert Notice.objects.get().withdrawn_at is None


@pytest.mark.parametrize("address", ["calendar", "limits"])
def test_a_page_of_rules_asks_as_often_for_three_rows_as_for_one(address: str, district: Client):
    def queries() -> int:
        with counting() as counted:
            page(district, address)
        return len(counted)

    def enter(day: date) -> None:
        on_limits(district, **{**LIMIT, "since": day.isoformat()})
        on_calendar(district, **{**NOTICE, "days": f"{day.replace(year=2027)} 放假"})
        district.get("/desk/rules/recount")

    enter(date(2026, 11, 1))
    page(district, address)
    one = queries()
    enter(date(2026, 11, 2))
    enter(date(2026, 11, 3))
    page(district, address)

    assert queries() == one


def test_a_line_of_the_duty_list_is_entered_shown_and_withdrawn(
    district: Client,
    browsers: Browsers,
    record: Callable[..., Matter],
    drive: Callable[..., Matter],
):
    matter = drive(record(category="NOISE", words="夜市太吵。"), "taken_in")
    line = {
        "do": "enter",
        "duty": "never",
        "category": "NOISE",
        "words": "夜市",
        "lead": "区城市管理局<b>",
        "citation": "区办〔2026〕9号",
        "since": "2026-11-01",
    }

    nameless = district.post("/desk/rules/duties", {**line, "lead": ""})
    boundless = district.post("/desk/rules/duties", {**line, "category": "", "words": ""})
    entered = district.post("/desk/rules/duties", line)
    shown = page(district, "duties")
    to_dispatch = browsers["desk"].get(f"/desk/matters/{matter.number}/steps/dispatch")
    row = DistrictDuty.objects.get()
    district.post("/desk/rules/duties", {"do": "withdraw", "duty": str(row.pk)})

    assert (nameless.status_code, boundless.status_code) == (422, 422)
    assert "请写由哪个单位办或牵头" in nameless.content.decode()
    assert "请选一个类别，或写几个词" in boundless.content.decode()
    assert entered["Location"] == "/desk/rules/duties"
    assert (row.duty, row.words, row.lead) == ("never", "夜市", "区城市管理局<b>")
    assert "<td>区城市管理局&lt;b&gt;</td>" in shown
    assert "应由区城市管理局&lt;b&gt;办（区办〔2026〕9号）" in to_dispatch.content.decode()
    assert "民发〔2020〕20号" in shown
    assert "已撤销" in page(district, "duties")


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("secretary", (200, 200, 200, 403, 403)),
        ("admin", (200, 200, 200, 200, 200)),
        ("desk", (403, 403, 403, 403, 403)),
        ("street", (403, 403, 403, 403, 403)),
        ("grid", (403, 403, 403, 403, 403)),
    ],
)
def test_only_keepers_of_rules_are_let_in(who: str, statuses: tuple, browsers: Browsers):
    names = ("calendar", "limits", "duties", "recount", "failed")

    assert tuple(browsers[who].get(f"/desk/rules/{name}").status_code for name in names) == statuses
