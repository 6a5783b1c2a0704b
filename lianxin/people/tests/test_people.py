"""Lists of persons: who is new, who is known, who may be, and what cannot be taken."""

import json
from collections.abc import Mapping

import pytest
from stdnum.cn import ric

from lianxin.access.register import people_plan, take_people
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.base.tests.counting import counting
from lianxin.base.tests.strange_files import xlsx
from lianxin.history.models import Event
from lianxin.history.queries import verify
from lianxin.people.imports import NEW, Plan, import_people
from lianxin.people.models import Import, Occupancy, Person
from lianxin.territory.models import Place

Actors = Mapping[str, Actor]
HEAD = [
    "姓名",
    "身份证号",
    "性别",
    "出生日期",
    "电话",
    "小区",
    "楼栋",
    "单元",
    "户",
    "与户主关系",
    "居住方式",
]
HOME = ["怡乐园小区", "1号楼", "1单元", "101"]


def number(middle: str) -> str:
    """Return an invented identity number with its check digit."""
    return middle + ric.calc_check_digit(f"{middle}0")


QIAN = number("37112219500312121")  # a man
SUN = number("37112219620805342")  # a woman


def row(
    name: str, identity: object = "", *, phone: object = "", home: list = HOME, **more: object
) -> list:
    cells = {
        "姓名": name,
        "身份证号": identity,
        "电话": phone,
        **dict(zip(HEAD[5:9], home, strict=False)),
        **more,
    }
    return [cells.get(column) for column in HEAD]


def plan(rows: list[list], by: Actor, *, head: list = HEAD, **told: object) -> Plan:
    return people_plan(xlsx([head, *rows]), by=by, name="名单.xlsx", **told)


def taken(rows: list[list], by: Actor, **told: object) -> Plan:
    made = plan(rows, by, **told)
    take_people(made, by=by)
    return made


def counts(made: Plan) -> tuple[int, int, int, int, int]:
    told = made.as_json()
    return told["new"], told["changed"], told["same"], len(told["doubtful"]), len(told["errors"])


def test_a_row_becomes_a_person_who_lives_somewhere(actors: Actors):
    taken(
        [row("钱七", QIAN, phone=13800001111, 与户主关系="户主", 居住方式="自有住房")],
        actors["desk"],
    )

    person = Person.objects.get(name="钱七")
    living = Occupancy.objects.get(person=person)
    assert (person.identity, person.phone, person.sex) == (QIAN, "13800001111", "male")
    assert (person.birth_date, person.birth_year, person.home.name) == ("1950-03-12", 1950, "101")
    assert (living.home_id, living.capacity, living.relation) == (person.home_id, "owner", "户主")


def test_the_same_file_twice_changes_nothing(actors: Actors):
    rows = [row("钱七", QIAN), row("孙八", "", phone="13800002222"), row("周九")]
    assert counts(taken(rows, actors["desk"])) == (3, 0, 0, 0, 0)
    before = list(Person.objects.order_by("pk").values()), list(Occupancy.objects.values())

    assert counts(taken(rows, actors["desk"])) == (0, 0, 3, 0, 0)

    assert (
        list(Person.objects.order_by("pk").values()),
        list(Occupancy.objects.values()),
    ) == before


def test_who_moved_is_the_same_person_with_two_occupancies(actors: Actors):
    taken([row("钱七", QIAN)], actors["desk"])

    made = taken([row("钱七", QIAN, home=["海纳小区", "1号楼", "1单元", "102"])], actors["desk"])

    assert counts(made) == (0, 1, 0, 0, 0)
    assert Person.objects.get(name="钱七").home.name == "102"
    homes = Occupancy.objects.filter(person__name="钱七").order_by("until")
    assert sorted((one.home.name, one.until is None) for one in homes) == [
        ("101", False),
        ("102", True),
    ]


def test_an_empty_cell_takes_nothing_away(actors: Actors):
    taken([row("钱七", QIAN, phone="13800001111")], actors["desk"])

    assert counts(taken([row("钱七", QIAN, home=[])], actors["desk"])) == (0, 0, 1, 0, 0)
    assert Person.objects.get(name="钱七").phone == "13800001111"


def test_one_who_may_be_known_is_asked_for_and_nothing_is_written(actors: Actors):
    taken([row("钱七", phone="13800001111", home=[])], actors["desk"])
    made = plan([row("钱七", QIAN, home=HOME), row("周九")], actors["desk"])

    assert counts(made) == (1, 0, 0, 1, 0)
    assert [(doubt.row, doubt.name) for doubt in made.doubtful] == [(2, "钱七")]
    with pytest.raises(Refused) as refused:
        take_people(made, by=actors["desk"])
    assert "第2行" in refused.value.sentence
    assert not Person.objects.filter(name="周九").exists()


@pytest.mark.parametrize(("answer", "people"), [("same", 1), (NEW, 2)])
def test_what_was_answered_is_done(answer: str, people: int, actors: Actors):
    taken([row("钱七", phone="13800001111", home=[])], actors["desk"])

    made = taken([row("钱七", QIAN)], actors["desk"], decided={2: answer})

    assert Person.objects.filter(name="钱七").count() == people
    assert counts(made)[:2] == ((0, 1) if answer == "same" else (1, 0))


@pytest.mark.parametrize(
    "other",
    [
        row("钱七", SUN, home=[]),
        row("钱七", 出生日期="1980-01-01", home=[]),
        row("钱七", 性别="女", home=[]),
        row("钱七", phone="13900009999", home=["海纳小区", "1号楼", "1单元", "101"]),
    ],
)
def test_one_of_the_same_name_who_must_be_another_is_new(other: list, actors: Actors):
    taken([row("钱七", QIAN, phone="13800001111")], actors["desk"])

    assert counts(plan([other], actors["desk"])) == (1, 0, 0, 0, 0)


WRONG = {
    "no name": (row(""), "姓名", "没有填"),
    "rounded by the sheet": (row("钱七", 371122195003121234.0), "身份证号", "后几位已经丢了"),
    "written as a power": (row("钱七", "3.71122E+17"), "身份证号", "后几位已经丢了"),
    "ends in noughts": (row("钱七", "371122195003121000"), "身份证号", "后几位已经丢了"),
    "wrong check digit": (row("钱七", QIAN[:-1] + ("1" if QIAN[-1] != "1" else "2")), "身份证号", "校验位"),
    "too short": (row("钱七", "37112219500312"), "身份证号", "18位"),
    "other day of birth": (row("钱七", QIAN, 出生日期="1951-03-12"), "出生日期", "不一样"),
    "other sex": (row("钱七", QIAN, 性别="女"), "性别", "不一样"),
    "no such day": (row("钱七", 出生日期="1950-02-30"), "出生日期", "没有这一天"),
    "a day to come": (row("钱七", 出生日期="2090-01-01"), "出生日期", "没有这一天"),
    "no day at all": (row("钱七", 出生日期="五十多岁"), "出生日期", "看不懂"),
    "two telephones": (row("钱七", phone="13800001111/13800002222"), "电话", "一格只写一个"),
    "a telephone too short": (row("钱七", phone="1380000"), "电话", "不像"),
    "a third sex": (row("钱七", 性别="未知"), "性别", "男或女"),
    "unknown capacity": (row("钱七", 居住方式="？"), "居住方式", "业主自住"),
    "no such home": (row("钱七", home=["怡乐园小区", "1号楼", "1单元", "909"]), "户", "没有“909”"),
    "no such building": (row("钱七", home=["怡乐园小区", "9号楼", "", ""]), "楼栋", "没有“9号楼”"),
    "a formula": (row("＝HYPERLINK(1)"), "姓名", "像公式"),
    "a name too long": (row("钱" * 81), "姓名", "最多80"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_taken_is_named_and_nothing_comes_in(name: str, actors: Actors):
    wrong, column, said = WRONG[name]

    made = plan([row("好人"), wrong], actors["desk"])

    errors = [(one.row, one.column, said in one.why) for one in made.wrong]
    assert errors == [(3, column, True)]
    with pytest.raises(Refused) as refused:
        take_people(made, by=actors["desk"])
    assert refused.value.extra["errors"] == made.as_json()["errors"]
    assert not Person.objects.filter(name="好人").exists()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1950年3月12日", "1950-03-12"), ("1950.3.12", "1950-03-12"), ("19500312", "1950-03-12"),
        (18334, "1950-03-12"), ("1950年3月", "1950-03"), ("1950", "1950"), ("1950/3", "1950-03"),
    ],
)  # fmt: skip
def test_a_birthday_is_read_as_offices_write_it(written: object, read: str, actors: Actors):
    taken([row("钱七", 出生日期=written)], actors["desk"])

    person = Person.objects.get(name="钱七")
    assert (person.birth_date, person.birth_year) == (read, 1950)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (13800001111, "13800001111"), ("138-0000-1111", "13800001111"), ("+86 13800001111", "13800001111"),
        ("１３８００００１１１１", "13800001111"), ("0633-6221234", "0633-6221234"), ("'13800001111", "13800001111"),
    ],
)  # fmt: skip
def test_a_telephone_is_read_as_offices_write_it(written: object, read: str, actors: Actors):
    taken([row("钱七", phone=written)], actors["desk"])

    assert Person.objects.get(name="钱七").phone == read


def test_an_address_in_one_cell_leads_to_the_home(actors: Actors):
    taken([["钱七", "怡乐园小区1号楼1单元101室"]], actors["desk"], head=["姓名", "家庭住址"])

    assert Person.objects.get(name="钱七").home.name == "101"


def test_a_row_that_repeats_another_is_one_person_and_one_that_differs_is_wrong(actors: Actors):
    twice = plan([row("钱七", QIAN), row("钱七", QIAN)], actors["desk"])
    other = plan([row("钱七", QIAN), row("钱八", QIAN)], actors["desk"])

    assert counts(twice) == (1, 0, 1, 0, 0)
    assert [(one.row, one.column) for one in other.wrong] == [(3, "姓名")]


def test_a_number_that_is_known_under_another_name_is_wrong(actors: Actors):
    taken([row("钱七", QIAN)], actors["desk"])

    made = plan([row("钱八", QIAN)], actors["desk"])

    assert [(one.row, one.column) for one in made.wrong] == [(2, "姓名")]
    assert "钱七" in made.wrong[0].why


@pytest.mark.parametrize("total", ["合计", "总计", "小计"])
def test_the_total_at_the_end_of_a_list_is_nobody(total: str, actors: Actors):
    plan = import_people(
        f"姓名,户\n何文,\n{total},1\n".encode(), by=actors["desk"], name="名单.csv"
    )

    assert [person.name for person, _line in plan.new] == ["何文"]


def test_somebody_next_door_is_neither_told_of_nor_changed(actors: Actors, hean: Place):
    taken(
        [["钱七", QIAN, "13800001111", "和安社区"]],
        actors["neighbour"],
        head=["姓名", "身份证号", "电话", "社区"],
    )
    before = Person.objects.filter(community=hean, name="钱七").values().get()

    other = plan([row("孙八", QIAN, phone="13900009999")], actors["desk"])
    same = taken([row("钱七", QIAN, phone="13900009999")], actors["desk"])

    assert (counts(other), counts(same)) == ((1, 0, 0, 0, 0), (1, 0, 0, 0, 0))
    assert Person.objects.filter(community=hean, name="钱七").values().get() == before


def test_who_keeps_both_communities_moves_somebody_from_one_to_the_other(
    actors: Actors, hean: Place
):
    head = ["姓名", "身份证号", "社区", "小区", "楼栋", "单元", "户"]
    there = [["钱七", QIAN, "和安社区", "安居小区", "1号楼", "1单元", "101"]]
    here = [["钱七", QIAN, "同心社区", *HOME]]
    taken(there, actors["admin"], head=head)

    assert counts(taken(here, actors["admin"], head=head)) == (0, 1, 0, 0, 0)

    person = Person.objects.get(name="钱七")
    assert (person.community.name, person.home.community.name) == ("同心社区", "同心社区")


def test_what_a_title_was_said_to_mean_is_remembered(actors: Actors):
    head, rows = ["姓名", "备注号"], [["钱七", "13800001111"]]
    taken(rows, actors["desk"], head=head, chosen={"备注号": "电话"})

    later = plan([["孙八", "13800002222"]], actors["desk2"], head=head)

    assert later.as_json()["mapping"] == {"姓名": "姓名", "备注号": "电话"}
    assert later.new[0][0].phone == "13800002222"
    elsewhere = plan([["孙八", "13800002222"]], actors["neighbour"], head=head)
    assert elsewhere.as_json()["mapping"] == {"姓名": "姓名", "备注号": ""}


def test_a_file_is_told_in_the_history_and_its_digests_are_sealed(actors: Actors):
    taken([row("钱七", QIAN)], actors["desk"])

    made = Import.objects.get()
    assert (made.name, made.by, made.counts["new"]) == ("名单.xlsx", "desk-tongxin", 1)
    assert verify()[1] == []
    event = Event.objects.select_related("words").get(subject=made.pk)
    assert (event.step, event.data["new"]) == ("import", 1)
    assert len(json.loads(event.words.body)["rows"].split()) == 1


def test_only_who_keeps_the_register_takes_a_list_and_only_of_their_own(actors: Actors):
    with pytest.raises(Refused) as refused:
        plan([row("钱七")], actors["grid"])
    assert refused.value.code == "not_allowed"

    with pytest.raises(Refused) as refused:
        plan([row("钱七")], actors["desk"], community="hean")
    assert refused.value.code == "not_found"

    elsewhere = people_plan(
        xlsx([["姓名", "社区"], ["钱七", "和安社区"]]), by=actors["desk"], name="x"
    )
    assert [(one.column, one.value) for one in elsewhere.wrong] == [("社区", "和安社区")]


def test_many_rows_are_looked_up_in_a_few_questions(actors: Actors, tongxin: Place):
    asked, by = [], actors["desk"]
    for size in (1, 300):
        with counting() as questions:
            made = plan([row(f"人{n}", phone=f"138{n:08}") for n in range(size)], by)
        assert len(made.new) == size, made.wrong[:2]
        asked.append(len(questions))

    assert asked[0] == asked[1]
