"""What a matter's history says of whoever was asked, called or agreed, by name."""

from collections.abc import Callable, Mapping

from lianxin.base.actor import Actor
from lianxin.desk.timeline import timeline
from lianxin.history.models import Event
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.matters.names import names_of
from lianxin.people.models import Person
from lianxin.site.tests.cast import username_of
from lianxin.site.tests.turns import data_for


def take(matter: Matter, name: str, by: Actor, **data: object) -> Matter:
    return step(matter, name, by=by, data={**data_for(name), **data})


def last_lines(matter: Matter, actor: Actor) -> dict[str, str]:
    events = list(Event.objects.filter(subject=matter.pk).order_by("seq"))
    item, *_earlier = timeline(events, matter, names_of([matter], events), actor)
    return {line.label: line.text for line in item.lines}


def test_what_is_carried_says_who_agreed(
    recorded: Matter, drive: Callable[..., Matter], actors: Mapping[str, Actor]
):
    matter = drive(recorded, "carried")
    street = Person.objects.get(pk=actors["street"].person)

    lines = last_lines(matter, actors["desk"])

    assert list(lines) == ["再看日期", "原因", "同意的上级"]
    assert lines["同意的上级"] == street.name


def test_who_was_asked_is_told_with_the_answer_and_what_comes_next(
    recorded: Matter, actors: Mapping[str, Actor]
):
    matter = take(recorded, "enquire", actors["desk"])

    assert last_lines(matter, actors["desk"]) == {
        "问了": "县城管局", "是不是归他们": "不归他们", "下一步": "请街道开会定。"
    }  # fmt: skip


def test_what_is_given_back_says_whose_it_would_be_and_to_whom_it_was_given(
    recorded: Matter, actors: Mapping[str, Actor]
):
    take(recorded, "take_in", actors["desk"])
    matter = take(recorded, "dispatch", actors["desk"], holder=username_of("grid"))
    given = last_lines(matter, actors["desk"])

    matter = take(matter, "give_back", actors["grid"])

    assert given == {"承办人": Person.objects.get(pk=actors["grid"].person).name}
    assert last_lines(matter, actors["desk"]) == {"认为应归": "第二网格", "原因": "不在我的网格。"}
