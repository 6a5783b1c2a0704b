"""Whose is it: given back with a proposal, decided by an arbiter, asked around, redirected, carried."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.clock import BEIJING, local
from lianxin.base.refused import Refused
from lianxin.history.models import Event
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.notices.models import Notice
from lianxin.site.tests.cast import username_of
from lianxin.site.tests.doors import go

Actors = Mapping[str, Actor]
MONDAY = datetime(2026, 11, 2, 9, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


@pytest.fixture
def dispatched(recorded: Matter, drive: Callable[..., Matter]) -> Matter:
    return drive(recorded, "dispatched")


def fields_refused(matter: Matter, name: str, by: Actor, **data: object) -> list[str]:
    with pytest.raises(Refused) as refusal:
        step(matter.number, name, by=by, data=data)
    assert refusal.value.code == "bad_input"
    return sorted(refusal.value.extra["fields"])


def last_event(matter: Matter) -> Event:
    return Event.objects.filter(subject=matter.pk).order_by("-seq").first()


def test_who_gives_back_says_why_and_whose_it_is(dispatched: Matter, actors: Actors):
    assert fields_refused(dispatched, "give_back", actors["grid"]) == ["proposed", "reason"]

    go(dispatched, "give_back", actors["grid"], proposed="县住建局")

    assert json.loads(last_event(dispatched).words.body)["proposed"] == "县住建局"


def test_what_the_community_gave_to_a_department_it_may_give_to_another(
    dispatched: Matter, actors: Actors
):
    go(dispatched, "reassign", actors["desk"], holder=username_of("department"))
    taken_back = go(dispatched, "reassign", actors["desk"], holder=username_of("grid2"))
    go(dispatched, "reassign", actors["desk"], holder=username_of("department"))

    returned = go(dispatched, "give_back", actors["department"])

    assert (taken_back.level, returned.level) == ("grid", "community")
    assert go(dispatched, "dispatch", actors["desk"]).state == "dispatched"


def test_what_was_given_back_twice_the_street_decides_with_a_fresh_term(
    dispatched: Matter, actors: Actors
):
    go(dispatched, "give_back", actors["grid"])
    go(dispatched, "dispatch", actors["desk"], holder=username_of("grid2"))
    Notice.objects.all().delete()
    with clock.at(MONDAY + timedelta(days=2)):
        bounced = go(dispatched, "give_back", actors["grid2"])
        told = [(one.to_id, one.sentence.split("：")[0]) for one in Notice.objects.all()]
        with pytest.raises(Refused) as refusal:
            go(dispatched, "dispatch", actors["desk"])
        decided = go(dispatched, "dispatch", actors["street"], holder=username_of("grid"))

    assert (bounced.level, bounced.state, bounced.holder_id) == ("street", "taken_in", None)
    assert told == [(actors["street"].person, "一再退回，请您裁定归谁")]
    assert refusal.value.code == "not_allowed"
    assert f"{local(decided.due_at):%m-%d}" == "11-11"


def test_after_the_district_decided_nothing_is_given_back(dispatched: Matter, actors: Actors):
    go(dispatched, "give_back", actors["grid"])
    go(dispatched, "dispatch", actors["desk"])
    go(dispatched, "give_back", actors["grid"])
    go(dispatched, "dispatch", actors["street"], holder=username_of("department"))
    to_district = go(dispatched, "give_back", actors["department"])
    go(dispatched, "dispatch", actors["district"], holder=username_of("department"))

    with pytest.raises(Refused) as refusal:
        go(dispatched, "give_back", actors["department"])

    assert to_district.level == "district"
    assert refusal.value.code == "wrong_state"


def test_a_reopened_matter_is_counted_afresh(
    recorded: Matter, drive: Callable[..., Matter], actors: Actors
):
    drive(recorded, "dispatched")
    go(recorded, "give_back", actors["grid"])
    go(recorded, "dispatch", actors["desk"])
    for name, who in (("accept", "grid"), ("finish", "grid"), ("verify", "desk2")):
        go(recorded, name, actors[who])
    go(recorded, "confirm", actors["desk2"])
    go(recorded, "close", actors["desk"])

    matter = go(recorded, "reopen", actors["desk"])

    assert matter.returned == 0


def test_who_was_asked_and_what_comes_next_is_kept(dispatched: Matter, actors: Actors):
    assert fields_refused(dispatched, "enquire", actors["desk"]) == ["body", "next", "theirs"]

    matter = go(dispatched, "enquire", actors["desk"])

    event = last_event(dispatched)
    assert matter.state == "dispatched"
    assert event.data == {"theirs": "no"}
    assert json.loads(event.words.body) == {
        "body": "县城管局",
        "next": "请街道开会定。",
        "words": "说归街道。",
    }


@pytest.mark.parametrize(
    ("ground", "to", "said"),
    [
        ("police", "110 报警台", "110"),
        ("fire", "119 指挥中心", "119"),
        ("ambulance", "120 急救中心", "120"),
        ("traffic", "122 交通事故报警台", "122"),
        ("court", "受理案件的法院或仲裁委员会", "法官"),
        ("petition", "受理信访的机关", "信访机关"),
        ("review", "行政复议机关", "复议决定"),
    ],
)
def test_what_is_not_a_communitys_goes_at_once_with_the_words_to_say(
    ground: str, to: str, said: str, recorded: Matter, actors: Actors
):
    matter = step(recorded.number, "redirect", by=actors["desk"], data={"ground": ground})

    event = last_event(recorded)
    words = json.loads(event.words.body)
    assert (matter.state, event.data, words["to"]) == ("redirected", {"ground": ground}, to)
    assert said in words["reason"]


def test_any_other_redirection_says_to_whom_and_why(recorded: Matter, actors: Actors):
    assert fields_refused(recorded, "redirect", actors["desk"]) == ["reason", "to"]


def test_a_matter_is_carried_only_with_a_superiors_consent(dispatched: Matter, actors: Actors):
    data = {"reason": "等专项资金。", "review_on": "2026-12-01"}
    Notice.objects.all().delete()

    assert fields_refused(dispatched, "carry", actors["desk"], **data) == ["consent"]
    assert fields_refused(
        dispatched, "carry", actors["desk"], **data, consent=username_of("desk2")
    ) == ["consent"]
    step(
        dispatched.number,
        "carry",
        by=actors["desk"],
        data={**data, "consent": username_of("district")},
    )

    assert [(one.to_id, one.sentence.split("：")[0]) for one in Notice.objects.all()] == [
        (actors["district"].person, "按您的同意挂账")
    ]


def test_a_superior_who_carries_consents_by_it(dispatched: Matter, actors: Actors):
    data = {"reason": "等专项资金。", "review_on": "2026-12-01"}

    step(dispatched.number, "carry", by=actors["street"], data=data)

    assert last_event(dispatched).data["consent"] == "street-tongxin"
