"""One person on one page: what is known, masked; a number in full for a purpose; and who has seen it."""

from collections.abc import Callable, Mapping

import pytest
from django.test import Client
from playwright.sync_api import expect

from lianxin.access.models import Reveal
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.tests.counting import counting
from lianxin.desk.tests.conftest import Desk
from lianxin.matters.models import Matter
from lianxin.people.imports import import_people
from lianxin.people.models import Occupancy, Person
from lianxin.territory.models import Place

Browsers = Mapping[str, Client]
IDENTITY = "371122195003120018"
PHONE = "13800001111"
LIST = f"""姓名,身份证号,电话,小区,楼栋,单元,户,与户主关系,居住方式
单广,{IDENTITY},{PHONE},怡乐园小区,1号楼,1单元,101,户主,业主
单小满,,,怡乐园小区,1号楼,1单元,101,女儿,家人
黎青,,13900002222,海纳小区,1号楼,1单元,101,户主,租住
"""


@pytest.fixture
def people(actors: Mapping[str, Actor]) -> dict[str, Person]:
    import_people(LIST.encode(), by=actors["desk"], name="名单.csv")
    return {
        person.name: person for person in Person.objects.filter(name__in=["单广", "单小满", "黎青"])
    }


def page(browser: Client, person: Person) -> str:
    answer = browser.get(f"/desk/people/{person.pk}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_tells_who_lives_where_with_whom_and_masks_every_number(
    people: dict[str, Person], browsers: Browsers
):
    text = page(browsers["desk"], people["单广"])

    assert "怡乐园小区1号楼1单元101" in text
    assert f'href="/desk/people/{people["单小满"].pk}"' in text
    assert ("138****1111" in text, "****0018" in text, "1950 年" in text) == (True, True, True)
    assert not any(secret in text for secret in (PHONE, IDENTITY, "1950-03-12"))


def test_former_homes_are_told_as_far_as_they_are_in_sight(
    people: dict[str, Person], tongxin: Place, hean: Place, browsers: Browsers
):
    for community, compound in ((tongxin, "海纳小区"), (hean, "安居小区")):
        home = Place.objects.get(
            community=community, compound__name=compound, level="home", name="101"
        )
        Occupancy.objects.create(
            district=tongxin.district, person=people["单广"], home=home, until=clock.today()
        )

    told = {who: page(browsers[who], people["单广"]) for who in ("desk", "grid")}

    assert ("海纳小区" in told["desk"], "安居小区" in told["desk"]) == (True, False)
    assert ("海纳小区" in told["grid"], "怡乐园小区1号楼" in told["grid"]) == (False, True)


def test_matters_that_name_the_telephone_are_listed(
    people: dict[str, Person], record: Callable[..., Matter], browsers: Browsers
):
    matter = record(words="楼道灯坏了。", reporter_phone=PHONE)

    assert matter.number in page(browsers["desk"], people["单广"])
    assert matter.number not in page(browsers["desk"], people["单小满"])


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("grid", "单广", 200),
        ("grid", "黎青", 404),  # of the other grid
        ("grid2", "黎青", 200),
        ("secretary", "黎青", 200),
        ("admin", "单广", 200),
        ("captain", "单广", 404),
        ("property", "单广", 404),
        ("street", "单广", 404),
        ("district", "单广", 404),
        ("neighbour", "单广", 404),
        ("stranger", "单广", 404),
    ],
)
def test_who_may_look_somebody_up(
    who: str, name: str, status: int, people: dict[str, Person], browsers: Browsers
):
    assert browsers[who].get(f"/desk/people/{people[name].pk}").status_code == status


def test_a_number_is_shown_for_a_purpose_and_the_purpose_is_kept(
    people: dict[str, Person], browsers: Browsers
):
    address = f"/desk/people/{people['单广'].pk}/show"

    vague = browsers["desk"].post(address, {"field": "identity", "purpose": "看"})
    shown = browsers["desk"].post(address, {"field": "identity", "purpose": "核对低保申请材料"})

    assert (vague.status_code, IDENTITY in vague.content.decode()) == (422, False)
    assert 'value="看"' in vague.content.decode()
    text = shown.content.decode()
    assert (IDENTITY in text, PHONE in text) == (True, False)
    assert shown["Cache-Control"] == "no-store"
    trace = Reveal.objects.get()
    assert (trace.subject, trace.field, trace.purpose) == (
        people["单广"].pk, "identity", "核对低保申请材料",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "field", "status"),
    [
        ("grid", "phone", 200),
        ("grid", "identity", 403),
        ("grid", "birth_date", 403),
        ("secretary", "birth_date", 200),
        ("admin", "phone", 403),  # keeps the register, and needs nobody's number
        ("desk", "name", 404),
    ],
)
def test_who_may_see_what_in_full(
    who: str, field: str, status: int, people: dict[str, Person], browsers: Browsers
):
    address = f"/desk/people/{people['单广'].pk}/show"

    answer = browsers[who].post(address, {"field": field, "purpose": "入户前打电话约时间"})

    assert answer.status_code == status
    assert Reveal.objects.count() == (status == 200)


def test_what_nobody_noted_cannot_be_shown(people: dict[str, Person], browsers: Browsers):
    address = f"/desk/people/{people['单小满'].pk}/show"

    answer = browsers["desk"].post(address, {"field": "phone", "purpose": "打电话约时间"})

    assert (answer.status_code, Reveal.objects.count()) == (404, 0)


def test_the_supervisor_of_the_area_reads_who_saw_what_and_why(
    people: dict[str, Person], record: Callable[..., Matter], browsers: Browsers
):
    matter = record(words="楼道灯坏了。", reporter_phone=PHONE)
    browsers["grid"].post(f"/desk/matters/{matter.number}/phone", {"purpose": "打电话约上门时间"})
    browsers["desk"].post(
        f"/desk/people/{people['单广'].pk}/show", {"field": "phone", "purpose": "通知领取慰问品"}
    )

    told = {who: browsers[who].get("/desk/reveals") for who in ("secretary", "street", "district")}

    for answer in told.values():
        text = answer.content.decode()
        assert answer.status_code == 200
        assert ("甲grid" in text, matter.number in text) == (True, True)
        assert ("通知领取慰问品" in text, "打电话约上门时间" in text) == (True, True)
    assert "通知领取慰问品" in page(browsers["secretary"], people["单广"])
    assert "通知领取慰问品" not in page(browsers["desk"], people["单广"])


@pytest.mark.parametrize("who", ["desk", "grid", "captain", "admin", "property", "neighbour"])
def test_nobody_else_reads_the_traces(who: str, browsers: Browsers):
    assert browsers[who].get("/desk/reveals").status_code == 403


def test_next_door_learns_nothing_of_the_traces(people: dict[str, Person], browsers: Browsers):
    browsers["desk"].post(
        f"/desk/people/{people['单广'].pk}/show", {"field": "phone", "purpose": "通知领取慰问品"}
    )

    answer = browsers["stranger_secretary"].get("/desk/reveals")
    assert answer.status_code == 200
    assert "通知领取慰问品" not in answer.content.decode()


def test_for_a_matter_in_hand_one_press_calls(record: Callable[..., Matter], browsers: Browsers):
    matter = record(words="楼道灯坏了。", reporter_phone=PHONE)
    address = f"/desk/matters/{matter.number}"
    text = browsers["desk"].get(address).content.decode()
    ready = f"办理 {matter.number}，打电话联系反映人"

    answer = browsers["desk"].post(f"{address}/phone", {"purpose": ready})

    assert f'name="purpose" value="{ready}"' in text
    assert PHONE in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("sought", "where"),
    [
        ("单广", "姓名"), ("单", "姓名"), ("sg", "姓名的拼音首字母"), ("SG", "姓名的拼音首字母"), ("dg", "姓名的拼音首字母"),
        (PHONE, "电话"), ("138 0000 1111", "电话"), (IDENTITY, "身份证号"), ("单 sg", "姓名"),
    ],
)  # fmt: skip
def test_somebody_is_found_and_it_is_told_by_what(
    sought: str, where: str, people: dict[str, Person], browsers: Browsers
):
    text = browsers["desk"].get("/desk/search", {"q": sought, "in": "people"}).content.decode()

    assert f'href="/desk/people/{people["单广"].pk}"' in text
    assert where in text


@pytest.mark.parametrize("sought", ["1380000", "37112219500312", "0018", "%", "_", "zhang", "xm"])
def test_a_part_of_a_number_finds_nobody(
    sought: str, people: dict[str, Person], browsers: Browsers
):
    text = browsers["desk"].get("/desk/search", {"q": sought, "in": "people"}).content.decode()

    assert "/desk/people/" not in text


@pytest.mark.parametrize("who", ["grid2", "captain", "property", "neighbour", "stranger"])
def test_nobody_finds_a_person_out_of_sight(
    who: str, people: dict[str, Person], browsers: Browsers
):
    text = browsers[who].get("/desk/search", {"q": "单广", "in": "people"}).content.decode()

    assert str(people["单广"].pk) not in text


def test_a_search_for_persons_makes_as_many_queries_for_three_as_for_one(
    people: dict[str, Person], browsers: Browsers
):
    asked = []
    browsers["desk"].get("/desk/search", {"q": "黎青", "in": "people"})
    for sought in ("黎青", "单"):
        with counting() as queries:
            browsers["desk"].get("/desk/search", {"q": sought, "in": "people"})
        asked.append(len(queries))

    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("sought", "found"),
    [("怡乐园 1号楼", "1号楼"), ("海纳", "海纳小区"), ("怡乐园 101", "101"), ("广场", "同心广场"), ("第二网格", "第二网格")],
)  # fmt: skip
def test_a_place_is_found_by_its_names(sought: str, found: str, browsers: Browsers):
    text = browsers["desk"].get("/desk/search", {"q": sought, "in": "places"}).content.decode()

    assert f">{found}</a>" in text


def test_a_place_leads_to_its_matters(
    record: Callable[..., Matter], tongxin: Place, browsers: Browsers
):
    building = Place.objects.get(community=tongxin, compound__name="怡乐园小区", name="2号楼")
    there, elsewhere = record(place=building), record(place=tongxin)

    found = browsers["desk"].get("/desk/search", {"q": "怡乐园 2号楼", "in": "places"})
    text = browsers["desk"].get("/desk/matters", {"area": str(building.pk)}).content.decode()

    assert f'href="/desk/matters?area={building.pk}"' in found.content.decode()
    assert (there.number in text, elsewhere.number in text) == (True, False)


@pytest.mark.parametrize("who", ["grid2", "neighbour", "stranger"])
def test_no_place_elsewhere_is_found(who: str, tongxin: Place, browsers: Browsers):
    building = Place.objects.get(community=tongxin, compound__name="怡乐园小区", name="1号楼")

    text = browsers[who].get("/desk/search", {"q": "怡乐园 1号楼", "in": "places"}).content.decode()

    assert str(building.pk) not in text


@pytest.mark.once
@pytest.mark.parametrize("width", [390, 1440])
def test_a_number_hides_by_itself_after_a_minute(
    width: int, people: dict[str, Person], at_desk: Callable[..., Desk]
):
    desk = at_desk("desk", width=width)
    desk.go(f"/desk/people/{people['单广'].pk}")
    desk.check()
    desk.page.get_by_text("查看完整电话").click()
    desk.page.get_by_label("查看的用途").first.fill("通知领取慰问品")
    desk.page.get_by_role("button", name="查看", exact=True).first.click()
    shown = desk.page.get_by_role("link", name=PHONE)
    expect(shown).to_be_visible()
    desk.check()

    delays = desk.page.evaluate("document.getAnimations().map(one => one.effect.getTiming().delay)")
    desk.page.evaluate("document.getAnimations().forEach(one => one.finish())")

    expect(shown).to_have_count(0)
    expect(desk.page.get_by_text("138****1111")).to_be_visible()
    assert set(delays) == {60_000}


@pytest.mark.parametrize("sought", ["sg", PHONE, IDENTITY])
def test_the_register_s_page_finds_somebody_as_the_search_does(
    sought: str, people: dict[str, Person], browsers: Browsers
):
    text = browsers["desk"].get("/desk/register/people", {"q": sought}).content.decode()

    links = [str(one.pk) in text for one in (people["单广"], people["黎青"])]
    assert links == [True, False]
