"""Correcting what was written down keeps old and new."""

from collections.abc import Mapping

import pytest

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.history.models import Event
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.site.tests.doors import go

Actors = Mapping[str, Actor]


def test_a_correction_keeps_old_and_new(recorded: Matter, actors: Actors):
    matter = go(
        recorded, "amend", actors["desk"],
        category="SECURITY", summary="门锁", compound="海纳", building="1", stairwell="1", home="102",
        requester_name="李", reason="听错了",
    )  # fmt: skip

    event = Event.objects.filter(subject=recorded.pk).order_by("-seq").first()
    assert (matter.category, matter.summary, matter.requester_name) == ("SECURITY", "门锁", "李")
    assert (matter.compound.name, matter.home.name, matter.grid.name) == (
        "海纳小区",
        "102",
        "第二网格",
    )
    assert event.data == {
        "old": {"category": recorded.category},
        "new": {"category": "SECURITY"},
    }
    assert "怡乐园小区1号楼1单元101" in event.words.body
    assert "海纳小区1号楼1单元102" in event.words.body
    assert matter.title.startswith("海纳小区1号楼1单元102 ")


def test_what_is_not_given_stays_as_it_is(recorded: Matter, actors: Actors):
    before = Matter.objects.get(pk=recorded.pk)

    matter = step(recorded, "amend", by=actors["desk"], data={"spot": "门洞"})

    assert (matter.home_id, matter.category, matter.requester_phone) == (
        before.home_id,
        before.category,
        before.requester_phone,
    )


@pytest.mark.parametrize("data", [{}, {"reason": "看看"}, {"urgency": "normal"}, {"category": ""}])
def test_a_correction_of_nothing_is_refused(recorded: Matter, actors: Actors, data: dict):
    with pytest.raises(Refused) as refused:
        step(recorded, "amend", by=actors["desk"], data=data)

    assert refused.value.code == "bad_input"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"compound": "没有的小区"}, "compound"),
        ({"building": "99号楼"}, "building"),
        ({"home": "909"}, "home"),
        ({"category": "NOTHING"}, "category"),
        ({"urgency": "soon"}, "urgency"),
        ({"spot": "x" * 201}, "spot"),
    ],
)
def test_a_correction_to_what_is_not_there_is_refused(
    recorded: Matter, actors: Actors, data: dict, field: str
):
    with pytest.raises(Refused) as refused:
        step(recorded, "amend", by=actors["desk"], data=data)

    assert (refused.value.code, set(refused.value.extra["fields"])) == ("bad_input", {field})
