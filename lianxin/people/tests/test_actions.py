"""Keeping the register."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.people.actions import add_person, add_post, change_person, end_post
from lianxin.people.models import Post
from lianxin.territory.models import Place

Actors = Mapping[str, Actor]


def post_of(actor: Actor) -> Post:
    return Post.objects.get(pk=actor.post)


def test_nobody_leaves_a_post_with_matters_in_hand(
    recorded: Matter, drive: Callable[..., Matter], actors: Actors
):
    drive(recorded, "in_hand")
    post = post_of(actors["grid"])

    with pytest.raises(Refused) as refused:
        end_post(post, clock.today(), by=actors["secretary"])
    step(
        recorded, "reassign", by=actors["desk"], data={"holder": "grid2-tongxin", "reason": "调岗"}
    )
    ended = end_post(post, clock.today(), by=actors["secretary"])

    assert refused.value.code == "wrong_state"
    assert refused.value.extra["matters"] == [recorded.number]
    assert ended.until == clock.today()


def test_a_post_does_not_end_before_it_began(actors: Actors):
    post = post_of(actors["grid"])

    with pytest.raises(Refused) as refused:
        end_post(post, post.since - timedelta(days=1), by=actors["secretary"])

    assert list(refused.value.extra["fields"]) == ["until"]


@pytest.mark.parametrize("who", ["grid", "neighbour", "stranger", "street"])
def test_a_register_is_kept_by_its_keepers(tongxin: Place, actors: Actors, who: str):
    by = actors[who]
    ways = [
        lambda: add_person("钱七", tongxin, by=by),
        lambda: end_post(post_of(actors["grid2"]), clock.today(), by=by),
        lambda: change_person(post_of(actors["grid2"]).person, by=by, name="别名"),
    ]

    for way in ways:
        with pytest.raises(Refused) as refused:
            way()
        assert refused.value.code == "not_allowed"


def test_the_same_post_is_given_once(tongxin: Place, actors: Actors):
    post = post_of(actors["grid"])

    with pytest.raises(Refused) as refused:
        add_post(
            post.person, post.organisation, post.role, post.area, post.since,
            by=actors["secretary"],
        )  # fmt: skip

    assert refused.value.code == "bad_input"


def test_a_corrected_telephone_is_found_by_the_new_one(tongxin: Place, actors: Actors):
    person = add_person("钱七", tongxin, phone="13800001111", by=actors["desk"])
    before = person.phone_key

    change_person(person, by=actors["desk"], phone="13800002222")

    person.refresh_from_db()
    assert person.phone == "13800002222"
    assert person.phone_key != before
