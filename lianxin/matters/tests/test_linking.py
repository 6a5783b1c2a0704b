"""Links: each end leads to the other, as far as the reader's scope goes."""

from collections.abc import Callable, Mapping

import pytest

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.history.models import Event
from lianxin.matters.actions import step
from lianxin.matters.models import Matter, MatterLink, Relation
from lianxin.matters.present import as_json
from lianxin.matters.queries import find
from lianxin.territory.models import Place

Actors = Mapping[str, Actor]
Drive = Callable[..., Matter]
Record = Callable[..., Matter]


def link(one: Matter, other: Matter, relation: str, by: Actor, *, name: str = "link") -> Matter:
    data = {"number": other.number, "relation": relation}
    return step(one.number, name, by=by, data=data)


def links(matter: Matter, actor: Actor) -> list[tuple[str, str]]:
    shown = as_json(find(matter.number, actor), actor)["links"]
    return [(one["relation"], one["number"]) for one in shown]


@pytest.mark.parametrize("relation", Relation)
def test_a_link_is_shown_at_both_ends_each_in_its_own_words(
    relation: Relation, recorded: Matter, record: Record, actors: Actors
):
    other, desk = record(), actors["desk"]

    link(recorded, other, relation, desk)

    assert links(recorded, desk) == [(relation.value, other.number)]
    assert links(other, desk) == [(relation.reverse.value, recorded.number)]
    assert Event.objects.filter(step="link").count() == 2


@pytest.mark.parametrize("relation", Relation)
def test_a_link_is_made_once_from_whichever_end_and_taken_away_from_either(
    relation: Relation, recorded: Matter, record: Record, actors: Actors
):
    other, desk = record(), actors["desk"]
    link(recorded, other, relation, desk)

    with pytest.raises(Refused) as refusal:
        link(other, recorded, relation.reverse, desk)
    link(other, recorded, relation.reverse, desk, name="unlink")

    assert refusal.value.code == "bad_input"
    assert MatterLink.objects.count() == 0
    assert links(recorded, desk) == links(other, desk) == []


def test_a_closed_matter_can_still_lead_to_what_it_uncovered(
    recorded: Matter, record: Record, drive: Drive, actors: Actors
):
    drive(recorded, "closed")
    other = record()

    link(recorded, other, "uncovered", actors["grid"])

    assert links(recorded, actors["desk"]) == [("uncovered", other.number)]


def test_who_does_not_see_the_other_end_learns_nothing_of_it(
    record: Record, drive: Drive, hean: Place, actors: Actors
):
    ours, theirs = record(), record(by="neighbour", place=hean, category="PARKING")

    link(ours, theirs, "caused_by", actors["street"])

    shown = str(as_json(find(ours.number, actors["desk"]), actors["desk"]))
    assert links(ours, actors["desk"]) == []
    assert [theirs.number in shown, str(theirs.pk) in shown, theirs.title in shown] == [False] * 3
    assert links(ours, actors["street"]) == [("caused_by", theirs.number)]


def test_what_is_not_in_scope_is_refused_like_what_never_was(
    recorded: Matter, record: Record, hean: Place, actors: Actors
):
    theirs = record(by="neighbour", place=hean)
    sentences = []

    for number in (theirs.number, "SQ-20200101-0001"):
        data = {"number": number, "relation": "related"}
        with pytest.raises(Refused) as refusal:
            step(recorded.number, "link", by=actors["desk"], data=data)
        sentences.append(refusal.value.sentence.replace(number, ""))

    assert sentences[0] == sentences[1]


def test_a_part_or_a_duplicate_is_no_link(recorded: Matter, record: Record, actors: Actors):
    desk, duplicate = actors["desk"], record()
    step(duplicate.number, "merge", by=desk, data={"into": recorded.number})

    for one in (recorded, duplicate):
        with pytest.raises(Refused) as refusal:
            link(recorded, one, "same_as", desk)
        assert refusal.value.code == "bad_input"
