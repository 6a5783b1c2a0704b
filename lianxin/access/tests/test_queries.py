"""Who somebody is today: rights come with posts and go with them, on the next request."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.test import Client

from lianxin.access.models import Login
from lianxin.access.queries import actor_for, holder_choices, login_named, post_of_holder
from lianxin.access.roles import RIGHTS, Permission
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.people.actions import end_post
from lianxin.people.models import Post, Role
from lianxin.territory.models import Place

Logins = Mapping[str, Login]
Actors = Mapping[str, Actor]


def post_of(actor: Actor) -> Post:
    return Post.objects.get(pk=actor.post)


def test_every_role_has_rights_and_every_permission_a_sentence():
    assert set(RIGHTS) == set(Role)
    assert all(str(permission.label) for permission in Permission)
    assert frozenset().union(*(rights.permissions for rights in RIGHTS.values())) == set(Permission)


def test_a_post_counts_from_its_first_to_its_last_day(logins: Logins, actors: Actors):
    post = post_of(actors["desk"])
    Post.objects.filter(pk=post.pk).update(
        since=clock.today() + timedelta(days=1), until=clock.today() + timedelta(days=3)
    )

    held = []
    for days in range(5):
        with clock.at(clock.now() + timedelta(days=days)):
            held.append(actor_for(logins["desk"]).may("dispatch"))

    assert held == [False, True, True, True, False]


def test_who_holds_no_post_may_nothing_and_sees_nothing(logins: Logins, actors: Actors):
    Post.objects.filter(pk=actors["desk"].post).update(until=clock.today() - timedelta(days=1))

    actor = actor_for(logins["desk"])

    assert (actor.permissions, actor.scope.areas, actor.keeps) == (frozenset(), (), ())
    assert (actor.post, actor.post_name) == (None, "")


def test_an_ended_post_is_without_effect_on_the_next_request(
    recorded: object, actors: Actors, browsers: Mapping[str, Client]
):
    address = f"/desk/matters/{recorded.number}"
    assert browsers["desk2"].get(address).status_code == 200

    yesterday = clock.today() - timedelta(days=1)
    end_post(post_of(actors["desk2"]), yesterday, by=actors["secretary"])

    assert browsers["desk2"].get(address).status_code == 404


def test_several_posts_add_up(tongxin: Place, logins: Logins, actors: Actors):
    grid = post_of(actors["grid"])
    Post.objects.create(
        district=tongxin.district, person=grid.person, organisation=grid.organisation,
        role="office_worker", area=tongxin, since=clock.today(),
    )  # fmt: skip

    actor = actor_for(logins["grid"])

    assert actor.may("dispatch")
    assert {area.level for area in actor.scope.areas} == {"grid", "community"}
    assert actor.post_name == "同心社区居委会 社区工作人员"


@pytest.mark.parametrize(
    ("who", "outside"),
    [
        ("property", True),
        ("department", True),
        ("volunteer", True),
        ("grid", False),
        ("admin", True),
    ],
)
def test_who_answers_from_outside_is_known_as_such(actors: Actors, who: str, outside: bool):
    assert actors[who].outside == outside


def test_two_logins_are_one_person(actors: Actors):
    one, other = actors["desk"], actors["desk_twin"]

    assert one.login != other.login
    assert (one.person, one.scope, one.permissions) == (
        other.person,
        other.scope,
        other.permissions,
    )


@pytest.mark.parametrize("name", ["nobody", "", "\x00", "x" * 999, "DESK-TONGXIN"])
def test_a_login_that_there_is_not_is_not_found(tongxin: Place, name: str):
    with pytest.raises(Refused) as refused:
        login_named(name)

    assert refused.value.code == "not_found"


def test_a_community_chooses_holders_from_its_own_people_and_those_above(
    tongxin: Place, actors: Actors
):
    names = {username for username, _says in holder_choices(tongxin)}

    assert {"grid-tongxin", "property-tongxin", "street-tongxin", "department-tongxin"} <= names
    assert names.isdisjoint({"neighbour-tongxin", "far-tongxin", "admin-tongxin", "grid-yunhe"})
    assert len([name for name in names if name.startswith("desk-tongxin")]) == 1
    assert all(post_of_holder(name, tongxin) for name in names)
