"""What the duty list says of a community holds at every hand that gives a matter out."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.history.models import Event
from lianxin.matters.actions import step
from lianxin.matters.dated import withdraw
from lianxin.matters.duties import DutyRule
from lianxin.matters.duty_keeping import set_duty
from lianxin.matters.giving import duty_words
from lianxin.matters.models import DistrictDuty, Matter
from lianxin.site.tests.cast import username_of
from lianxin.territory.models import Place

Actors = Mapping[str, Actor]
Record = Callable[..., Matter]
Drive = Callable[..., Matter]
POLICE_RECORD = "请社区给开个无犯罪记录证明。"
SENTENCE = (
    "按职责清单，这件事不能交给社区（民发〔2020〕20号，第一批不应由社区出具的证明），"
    "应由公安派出所办。请派给它；名单里没有的，请“转出”，写明去哪里办。"
)


def refusal_of(matter: Matter, name: str, by: Actor, **data: object) -> dict[str, list[str]]:
    with pytest.raises(Refused) as refused:
        step(matter.number, name, by=by, data=data)
    assert refused.value.code == "bad_input"
    return refused.value.extra["fields"]


def dispatched(matter: Matter, by: Actor, to: str) -> Matter:
    return step(matter.number, "dispatch", by=by, data={"holder": username_of(to)})


def test_a_certificate_of_the_police_is_given_to_a_department_and_to_nobody_of_the_community(
    record: Record, drive: Drive, actors: Actors
):
    matter = drive(record(category="CERT", words=POLICE_RECORD), "taken_in")

    refused = [
        refusal_of(matter, "dispatch", actors["desk"], holder=username_of(to))
        for to in ("desk", "grid", "captain", "branch", "volunteer")
    ]
    given = dispatched(matter, actors["desk"], "department")

    assert refused == [{"holder": [SENTENCE]}] * 5
    assert given.state == "dispatched"
    again = {"holder": username_of("grid"), "reason": "近。"}
    assert refusal_of(given, "reassign", actors["desk"], **again) == {"holder": [SENTENCE]}


@pytest.mark.parametrize(
    ("proposed", "taken"),
    [("社区", False), ("同心社区居委会", False), ("第二网格", False), ("同心社区派出所", True), ("县公安局", True)],
)  # fmt: skip
def test_what_is_given_back_is_not_proposed_to_whom_it_may_not_be_given(
    proposed: str, taken: bool, record: Record, drive: Drive, actors: Actors
):
    matter = drive(record(category="CERT", words=POLICE_RECORD), "taken_in")
    dispatched(matter, actors["desk"], "department")
    back = {"reason": "不归我们。", "proposed": proposed}

    if taken:
        assert step(matter.number, "give_back", by=actors["department"], data=back).returned == 1
    else:
        refused = refusal_of(matter, "give_back", actors["department"], **back)
        assert refused == {"proposed": [SENTENCE]}


def test_where_the_community_only_helps_the_event_says_who_leads(
    record: Record, drive: Drive, actors: Actors
):
    helped = drive(record(category="FIRE", words="楼道里堆了纸箱。"), "taken_in")
    ordinary = drive(record(words="门锁坏了。"), "taken_in")

    dispatched(helped, actors["desk"], "grid")
    dispatched(ordinary, actors["desk"], "grid")

    last = [
        Event.objects.filter(subject=one.pk).order_by("-seq").first().data.get("under")
        for one in (helped, ordinary)
    ]
    assert last == ["社区协助，消防救援机构牵头（消防法第三十二条）", None]


def test_a_line_of_the_district_goes_before_the_shipped_ones_from_its_day_on(
    record: Record, drive: Drive, actors: Actors, yunhe: Place
):
    matter = drive(record(category="CERT", words=POLICE_RECORD), "taken_in")
    own = DutyRule("must", "区办〔2026〕9号", category="CERT", words="无犯罪记录证明")
    later = DutyRule(
        "assist", "区办〔2099〕1号", words="证明", lead="派出所", since=date(2099, 1, 1)
    )

    before = duty_words(matter)
    set_duty(own, by=actors["district"])
    set_duty(later, by=actors["district"])
    held = duty_words(matter)
    elsewhere = duty_words(
        Matter(district_id=yunhe.district_id, category="CERT", words=POLICE_RECORD)
    )
    withdraw(
        DistrictDuty, DistrictDuty.objects.get(citation="区办〔2026〕9号").pk, by=actors["district"]
    )

    assert before == elsewhere == duty_words(matter)
    assert before.startswith("按职责清单，不能交给社区，应由公安派出所办")
    assert held == "按职责清单，是社区该做的（区办〔2026〕9号）。"


@pytest.mark.parametrize(
    ("category", "words", "begins"),
    [
        ("CERT", "想请社区代办无犯罪记录证明，腿脚不便。", "按职责清单，社区只协助，由出具证明的单位牵头"),
        ("CERT", "房产证丢了，社区能不能开证明？", "按职责清单，不能交给社区，应由原来发证的单位办"),
        ("CERT", "来办老年卡。", ""),
        ("ILLEGAL_BUILD", "楼顶搭了彩钢房。", "按职责清单，社区只协助"),
        ("ILLEGAL_BUILD", "楼顶的彩钢房请强拆。", "按职责清单，不能交给社区，应由县级以上人民政府责成的部门办"),
        ("PROPERTY", "物业乱罚款。", ""),
        ("DISPUTE", "两家为漏水吵架。", "按职责清单，是社区该做的（人民调解法第八条）。"),
    ],
)  # fmt: skip
def test_only_what_is_plainly_a_departments_is_refused(
    category: str, words: str, begins: str, tongxin: Place
):
    matter = Matter(district_id=tongxin.district_id, category=category, words=words)

    assert duty_words(matter)[: len(begins) or None] == begins


@pytest.mark.parametrize("who", ["secretary", "street"])
def test_only_who_keeps_a_district_changes_its_duty_list(who: str, actors: Actors):
    rule = DutyRule("never", "区办〔2026〕9号", category="NOISE", lead="公安")

    with pytest.raises(Refused) as refused:
        set_duty(rule, by=actors[who])

    assert refused.value.code == "not_allowed"
