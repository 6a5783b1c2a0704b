"""From one sentence on the telephone to a closed matter, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from lianxin.access.register import found_district
from lianxin.desk.hotkeys import HOTKEYS
from lianxin.desk.tests.conftest import PASSWORD, Desk
from lianxin.matters.models import Matter
from lianxin.site.tests.telephone import App

WORDS = "海纳小区1号楼李大妈来电，楼道灯不亮，电话13800005566。"


def press(desk: Desk, name: str) -> None:
    """Press the button that makes a step."""
    desk.page.locator(".area-steps").get_by_role("button", name=name, exact=True).click()


def open_form(desk: Desk, name: str) -> None:
    """Open the form of a step."""
    desk.page.locator(".area-steps").get_by_role("link", name=name, exact=True).click()
    expect(desk.page.get_by_role("link", name="不办这一步")).to_be_visible()


def stands(desk: Desk, state: str) -> None:
    """Wait until the page says that the matter is in a state."""
    expect(desk.page.locator(".matter-head .state")).to_have_text(state)


@pytest.mark.parametrize("width", [pytest.param(390, marks=pytest.mark.once), 1440])
def test_one_sentence_becomes_a_closed_matter(width: int, at_desk: Callable[..., Desk]):
    office, grid, other = (at_desk(name, width=width) for name in ("desk", "grid2", "desk2"))

    text = office.page.get_by_label("居民说的话")
    text.press_sequentially(WORDS, delay=2)
    compound = office.page.get_by_label("小区", exact=True)
    compound.wait_for()
    assert compound.input_value() == "海纳小区"
    assert text.input_value() == WORDS
    office.check()
    text.press("Control+Enter")
    office.page.get_by_role("status").get_by_role("link").click()
    office.page.wait_for_url("**/desk/matters/SQ-*")
    number = office.page.url.rsplit("/", 1)[1]
    office.check()

    press(office, "受理")
    stands(office, "已受理")
    open_form(office, "派单")
    office.page.get_by_label("承办人").select_option("grid2-tongxin")
    press(office, "派单")
    stands(office, "已派")

    grid.go(f"/desk/matters/{number}")
    press(grid, "接单")
    stands(grid, "办理中")
    open_form(grid, "办结")
    press(grid, "办结")
    expect(grid.page.locator(".field-error")).to_have_count(2)
    grid.check()
    grid.page.get_by_label("已解决", exact=True).check()
    grid.page.get_by_label("怎么办的").fill("换了灯泡和声控开关。")
    press(grid, "办结")
    stands(grid, "待核")
    grid.check()

    other.go(f"/desk/matters/{number}")
    open_form(other, "核查")
    other.page.get_by_label("属实，通过").check()
    press(other, "核查")
    expect(other.page.get_by_role("status")).to_contain_text("已核查")
    open_form(other, "居民答复")
    other.page.get_by_label("满意", exact=True).check()
    press(other, "居民答复")
    expect(other.page.get_by_role("status")).to_contain_text("已居民答复")
    press(other, "结案")
    stands(other, "已结")
    other.check()

    matter = Matter.objects.get(number=number)
    assert (matter.state, matter.outcome, matter.answer) == ("closed", "solved", "satisfied")


@pytest.mark.once
def test_the_way_works_without_scripts(at_desk: Callable[..., Desk]):
    office = at_desk("desk", width=390, scripts=False)

    office.page.get_by_label("居民说的话").fill(WORDS)
    office.page.get_by_role("button", name="看听懂了什么").click()
    assert office.page.get_by_label("小区", exact=True).input_value() == "海纳小区"
    office.page.get_by_label("称呼").fill("阿姨")
    office.page.get_by_role("button", name="记下并立项").click()
    office.page.get_by_role("status").get_by_role("link").click()
    office.page.get_by_role("button", name="受理").click()

    matter = Matter.objects.get()
    assert (matter.state, matter.requester_title) == ("taken_in", "阿姨")


@pytest.mark.once
def test_a_correction_is_not_taken_away_by_a_draft_that_comes_late(at_desk: Callable[..., Desk]):
    office = at_desk("desk", width=1440)
    text = office.page.get_by_label("居民说的话")
    text.press_sequentially(WORDS, delay=2)
    office.page.get_by_label("小区", exact=True).wait_for()

    text.press_sequentially("已经三天了。")
    title = office.page.get_by_label("称呼")
    title.fill("阿姨")
    office.page.wait_for_timeout(1500)
    text.focus()
    office.page.wait_for_load_state("networkidle")

    assert office.page.get_by_label("称呼").input_value() == "阿姨"
    assert office.faults == []


@pytest.mark.once
def test_an_emergency_turns_the_page_to_the_call_and_one_key_takes_it_back(
    at_desk: Callable[..., Desk],
):
    office = at_desk("desk", width=390)
    text = office.page.get_by_label("居民说的话")
    text.press_sequentially("海纳小区1号楼王奶奶摔倒了起不来。", delay=2)

    call = office.page.get_by_role("link", name="打 120")
    expect(call).to_be_in_viewport(ratio=1)
    assert call.bounding_box()["y"] < text.bounding_box()["y"]
    assert text.evaluate("field => field === document.activeElement")
    office.check()
    text.press("Alt+0")

    expect(call).to_have_count(0)
    expect(office.page.get_by_role("radio", name="急", exact=True)).to_be_checked()
    assert office.faults == []


def enter(desk: Desk, button: str, **fields: str) -> None:
    """Fill in the form that a button sends, by its labels, and send it."""
    form = desk.page.locator("form").filter(
        has=desk.page.get_by_role("button", name=button, exact=True)
    )
    for label, value in fields.items():
        field = form.get_by_label(label).first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    form.get_by_role("button", name=button, exact=True).click()
    expect(desk.page.get_by_role("status")).to_have_text("已写进登记簿。")


def test_a_community_from_nothing_to_its_first_entry(screen: Callable[..., Desk]):
    _login, secret = found_district("新县", "chief")
    chief = screen(width=1440)
    chief.go(f"/desk/welcome/{secret}")
    chief.page.get_by_label("新密码", exact=True).fill(PASSWORD)
    chief.page.get_by_label("新密码确认").fill(PASSWORD)
    chief.page.get_by_role("button", name="设好密码并登录").click()
    chief.check()
    app = App("".join(chief.page.locator(".code-groups span").all_inner_texts()))
    chief.page.get_by_label("验证码").fill(app.code())
    chief.page.get_by_role("button", name="开启两步验证").click()
    chief.check()
    expect(chief.page.locator(".code-list li")).to_have_count(10)
    chief.page.get_by_role("link", name="存好了").click()

    for level, name, code in [
        ("街道", "河东街道", ""),
        ("社区", "新村社区", "xincun"),
        ("小区", "新村苑", ""),
        ("楼栋", "1号楼", ""),
    ]:
        enter(chief, "新建", 建什么=level, 名称=name, 编码=code)
        chief.check()
        chief.page.get_by_role("link", name=name, exact=True).click()
    chief.go("/desk/register/organisations")
    area = "河东街道 / 新村社区"
    enter(chief, "登记", 名称="新村居委会", 类型="社区", 服务的地方=area)
    chief.go("/desk/register/people")
    enter(chief, "登记", 姓名="何文", 社区="新村社区")
    chief.go("/desk/register/posts")
    chief.page.get_by_text("登记一个任职").click()
    enter(
        chief, "登记", 谁="何文 新村社区", 单位="新村居委会", 职务="书记",
        负责区域=area, 登录名="hewen",
    )  # fmt: skip
    link = chief.page.locator("p.once").inner_text()

    office = screen(width=390)
    office.page.goto(link)
    office.page.get_by_label("新密码", exact=True).fill(PASSWORD)
    office.page.get_by_label("新密码确认").fill(PASSWORD)
    office.page.get_by_role("button", name="设好密码并登录").click()
    office.page.get_by_label("居民说的话").fill("新村苑1号楼的路灯不亮。")
    office.page.get_by_role("button", name="记下并立项").click()
    office.page.get_by_role("status").get_by_role("link").click()

    expect(office.page.get_by_role("heading", level=1)).to_have_text("新村苑1号楼 路灯楼道灯")


PAGES = (
    "notebook",
    "mine",
    "matters",
    "ledgers",
    "messages",
    "account",
    "account/keys",
    "account/second-factor",
    "filters",
    "register/places",
    "register/posts",
)


@pytest.mark.once
@pytest.mark.parametrize("root", ["100%", "150%"])
def test_every_page_can_be_read_by_all_also_when_enlarged(
    root: str, at_desk: Callable[..., Desk], record: Callable[..., Matter]
):
    record()
    secretary = at_desk("secretary", width=390)

    for page in PAGES:
        secretary.go(f"/desk/{page}")
        secretary.page.evaluate("size => { document.documentElement.style.fontSize = size }", root)
        secretary.check()


def keys_of(desk: Desk) -> list[str]:
    """Return what the pages seen so far mark with keys, as the help writes them."""
    marks = "[data-hotkey], [data-hotkey-next], [data-hotkey-previous]"
    return desk.page.locator(marks).evaluate_all(
        "found => found.flatMap(one => [one.dataset.hotkey, one.dataset.hotkeyNext, one.dataset.hotkeyPrevious])"
        ".filter(Boolean)"
    )


@pytest.mark.once
def test_the_keys_do_what_the_help_says(
    at_desk: Callable[..., Desk], record: Callable[..., Matter]
):
    for _n in range(2):
        record(words="怡乐园小区的路灯不亮，看不见路。", category="LIGHTING")
    secretary = at_desk("secretary", width=1440)
    page = secretary.page
    page.get_by_label("居民说的话").fill("怡乐园小区的路灯不亮，垃圾桶旁边的井盖也松了。")
    expect(page.locator("[data-card]")).to_be_visible(timeout=20_000)
    marked = set(keys_of(secretary))

    page.get_by_label("居民说的话").press("Alt+1")
    expect(page.locator("[data-card] [data-hotkey='Alt+1']")).to_be_checked()
    expect(page.locator("[data-hotkey='Alt+0']")).to_be_visible()
    marked |= set(keys_of(secretary))
    page.get_by_label("居民说的话").press("g")
    page.get_by_label("居民说的话").press("a")
    expect(page.get_by_label("居民说的话")).to_have_value(
        "怡乐园小区的路灯不亮，垃圾桶旁边的井盖也松了。ga"
    )
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url(re.compile("/desk/matters$"))

    marked |= set(keys_of(secretary))
    assert marked == {one.keys for one in HOTKEYS.values()}
    rows = page.locator(".matter-row a.title")
    for key, row in [("j", 0), ("j", 1), ("j", 1), ("k", 0)]:
        page.keyboard.press(key)
        expect(rows.nth(row)).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.get_by_role("dialog").locator("dt").count() == len(HOTKEYS)
    secretary.check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    rows.first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk/matters/SQ-"))


@pytest.mark.once
def test_bare_keys_can_be_turned_off(at_desk: Callable[..., Desk]):
    secretary = at_desk("secretary", width=1440)
    page = secretary.page
    secretary.go("/desk/account/keys")
    page.get_by_role("button", name="关掉单键快捷键").click()
    expect(page.get_by_role("status")).to_have_text("单键快捷键已关掉。")
    page.wait_for_load_state()
    page.get_by_role("heading", level=1).click()

    for key in ("g", "a", "?", "/"):
        page.keyboard.press(key)

    assert page.url.endswith("/desk/account/keys")
    expect(page.get_by_role("dialog")).to_be_hidden()
    secretary.go("/desk/notebook")
    page.get_by_label("居民说的话").fill("怡乐园小区的路灯不亮，垃圾桶旁边的井盖也松了。")
    page.get_by_label("居民说的话").press("Control+Shift+Enter")
    expect(page.get_by_role("status")).to_be_visible()
