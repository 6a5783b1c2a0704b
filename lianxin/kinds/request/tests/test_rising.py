"""What a level cannot solve rises, and comes back with an answer; who urges or supervises gets one in time."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.clock import BEIJING, local
from lianxin.base.kept import forget
from lianxin.base.refused import Refused
from lianxin.history.models import Event
from lianxin.matters.models import Clock, DistrictLimit, Matter
from lianxin.matters.queries import steps_for
from lianxin.matters.tasks import ring
from lianxin.notices.models import Notice
from lianxin.site.tests.cast import username_of
from lianxin.site.tests.doors import go

Actors = Mapping[str, Actor]
Drive = Callable[..., Matter]
MONDAY = datetime(2026, 11, 2, 9, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


@pytest.fixture
def in_hand(recorded: Matter, drive: Drive) -> Matter:
    matter = drive(recorded, "in_hand")
    Notice.objects.all().delete()
    return matter


def refused(matter: Matter, name: str, by: Actor, **data: object) -> str:
    with pytest.raises(Refused) as refusal:
        go(matter, name, by, **data)
    return refusal.value.code


def told(actors: Actors) -> dict[str, str]:
    names = {
        actors[name].person: name
        for name in ("grid", "desk", "desk2", "secretary", "street", "district")
    }
    return {names[one.to_id]: one.sentence.split("：")[0] for one in Notice.objects.all()}


def due_of(matter: Matter, name: str) -> str:
    found = Clock.objects.get(matter=matter, name=name, stopped_at=None)
    return f"{local(found.due_at):%m-%d %H:%M}"


# Levels.


def test_a_matter_is_held_at_the_level_of_its_holder(recorded: Matter, actors: Actors):
    go(recorded, "take_in", actors["desk"])
    levels = [
        go(recorded, "dispatch", actors["desk"], holder=username_of("grid")).level,
        go(recorded, "reassign", actors["desk"], holder=username_of("property")).level,
        go(recorded, "reassign", actors["desk"], holder=username_of("department")).level,
        go(recorded, "reassign", actors["district"], holder=username_of("captain")).level,
    ]

    assert levels == ["grid", "community", "district", "grid"]


def test_a_matter_rises_level_by_level_each_with_a_clock_of_its_own(
    in_hand: Matter, actors: Actors
):
    to_community = go(in_hand, "escalate", actors["grid"])
    first = due_of(in_hand, "hop")
    with clock.at(MONDAY + timedelta(days=1)):
        to_street = go(in_hand, "escalate", actors["desk"])
        second = due_of(in_hand, "hop")
        to_district = go(in_hand, "escalate", actors["street"])

        assert refused(in_hand, "escalate", actors["district"]) == "wrong_state"

    assert [one.level for one in (to_community, to_street, to_district)] == [
        "community", "street", "district"
    ]  # fmt: skip
    assert to_community.state == "taken_in"
    assert to_community.holder_id is None
    assert (first, second) == ("11-04 23:59", "11-05 23:59")
    assert Clock.objects.filter(matter=in_hand, name="hop").count() == 3


@pytest.mark.parametrize("holder", ["property", "department"])
def test_whoever_answers_from_outside_gives_back_and_does_not_hand_up(
    holder: str, recorded: Matter, actors: Actors
):
    go(recorded, "take_in", actors["desk"])
    go(recorded, "dispatch", actors["desk"], holder=username_of(holder))

    assert refused(recorded, "escalate", actors[holder]) == "not_allowed"
    assert "escalate" not in {offer.name for offer in steps_for(recorded, actors[holder])}


def test_those_of_the_next_level_are_told(in_hand: Matter, actors: Actors):
    go(in_hand, "escalate", actors["grid"])
    go(in_hand, "escalate", actors["desk"])

    assert told(actors) == {
        "desk": "上报给您这一级，请答复或派单",
        "desk2": "上报给您这一级，请答复或派单",
        "secretary": "上报给您这一级，请答复或派单",
        "street": "上报给您这一级，请答复或派单",
    }


def test_what_the_street_was_handed_is_the_streets(in_hand: Matter, actors: Actors):
    go(in_hand, "escalate", actors["grid"])
    go(in_hand, "escalate", actors["desk"])

    assert refused(in_hand, "dispatch", actors["desk"]) == "not_allowed"
    assert refused(in_hand, "answer", actors["secretary"]) == "not_allowed"
    matter = go(in_hand, "dispatch", actors["street"], holder=username_of("grid"))
    assert (matter.level, matter.raised_at) == ("street", None)
    assert not Clock.objects.filter(name="hop", stopped_at=None).exists()


def test_an_answer_hands_the_matter_down_again(in_hand: Matter, actors: Actors):
    go(in_hand, "escalate", actors["grid"])
    go(in_hand, "escalate", actors["desk"])
    Notice.objects.all().delete()

    matter = go(in_hand, "answer", actors["street"], words="街道出钱，社区找施工队。")

    assert (matter.level, matter.state, matter.raised_at) == ("community", "taken_in", None)
    assert told(actors) == {"grid": "有了答复", "desk": "有了答复"}
    assert refused(in_hand, "answer", actors["street"]) == "wrong_state"


def test_a_matter_rises_by_itself_where_the_district_wants_that(
    in_hand: Matter, actors: Actors, record: Callable[..., Matter]
):
    DistrictLimit.objects.create(
        district_id=in_hand.district_id, kind="request", clock="rise", level="grid", promise="3 days",
        citation="区办〔2026〕3号", since=MONDAY.date(), entered_by=actors["district"].person, entered_at=MONDAY,
    )  # fmt: skip
    forget()
    with clock.at(MONDAY + timedelta(hours=1)):
        go(in_hand, "note", actors["grid"])
    with clock.at(MONDAY + timedelta(days=4)):
        Clock.objects.exclude(name="rise").update(next_at=None)
        after = ring(), ring()

    matter = Matter.objects.get(pk=in_hand.pk)
    last = Event.objects.filter(subject=matter.pk).order_by("-seq").first()
    assert after == (1, 0)
    assert (matter.level, matter.state, last.step, last.login) == (
        "community", "taken_in", "escalate", "worker"
    )  # fmt: skip
    assert last.words.body == '{"reason": "到了3天的期限，自动上报。"}'


# 督办 and 催办.


def test_a_supervised_matter_is_answered_in_a_working_day(in_hand: Matter, actors: Actors):
    go(in_hand, "supervise", actors["street"])
    first = due_of(in_hand, "reply")
    with clock.at(MONDAY + timedelta(hours=3)):
        go(in_hand, "urge", actors["desk"])
        urged = due_of(in_hand, "reply")
        matter = go(in_hand, "answer", actors["grid"])

    assert (first, urged) == ("11-03 23:59", "11-03 23:59")
    assert matter.asked_at is None
    assert told(actors) == {
        "grid": "居民催办，请限时答复",
        "street": "有了答复",
        "desk": "有了答复",
    }


@pytest.mark.parametrize("who", ["desk", "secretary", "grid", "property"])
def test_only_a_superior_supervises(who: str, in_hand: Matter, actors: Actors):
    assert refused(in_hand, "supervise", actors[who]) in ("not_allowed", "not_found")


def test_nothing_asked_needs_no_answer(in_hand: Matter, actors: Actors):
    assert refused(in_hand, "answer", actors["grid"]) == "wrong_state"


def test_a_question_without_an_answer_reminds_and_then_tells_the_superior(
    in_hand: Matter, actors: Actors
):
    go(in_hand, "urge", actors["desk"])
    Notice.objects.all().delete()
    Clock.objects.exclude(name="reply").update(next_at=None)
    for hours in (36, 40, 60):
        with clock.at(MONDAY + timedelta(hours=hours)):
            ring()

    assert [one.sentence.split("：")[0] for one in Notice.objects.order_by("at")] == [
        "答复督办和催办快到期了", "答复督办和催办已到期", "答复督办和催办超时还没有办，请过问"
    ]  # fmt: skip
