"""Nobody gives rights that they do not have."""

from collections.abc import Mapping

import pytest

from lianxin.access.models import Login
from lianxin.access.queries import actor_for
from lianxin.access.register import appoint, found_district, give_login, import_register, renew_link
from lianxin.access.roles import KEEPING
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.people.models import Organisation, Person, Post
from lianxin.territory.models import Place

Actors = Mapping[str, Actor]
HERE = "莒县/城阳街道/同心社区"
HEAD = "姓名,电话,单位,单位类型,职务,负责区域,登录名\n"


def person_of(actor: Actor) -> Person:
    return Person.objects.get(pk=actor.person)


def office(name: str = "同心社区居委会") -> Organisation:
    return Organisation.objects.get(name=name, district__name="莒县")


def posts_and_logins() -> tuple:
    return Post.objects.count(), Login.objects.count(), Person.objects.count()


def refused(act: object, *args: object, **kwargs: object) -> Refused:
    before = posts_and_logins()
    with pytest.raises(Refused) as raised:
        act(*args, **kwargs)
    assert posts_and_logins() == before
    return raised.value


def test_a_post_with_a_login_is_given_in_one_go(tongxin: Place, actors: Actors):
    newcomer = Person.objects.create(district=tongxin.district, community=tongxin, name="钱七")

    secret = appoint(
        newcomer, office(), "grid_worker", tongxin, clock.today(),
        username="qian-qi", by=actors["secretary"],
    )  # fmt: skip

    assert actor_for(Login.objects.get(username="qian-qi")).may("work")
    assert len(secret) >= 43


def test_a_post_is_not_given_where_its_login_is_refused(tongxin: Place, actors: Actors):
    newcomer = Person.objects.create(district=tongxin.district, community=tongxin, name="钱七")

    answer = refused(
        appoint, newcomer, office(), "grid_worker", tongxin, clock.today(),
        username="desk-tongxin", by=actors["secretary"],
    )  # fmt: skip

    assert (answer.code, list(answer.extra["fields"])) == ("bad_input", ["username"])


def test_an_office_worker_does_not_make_themselves_secretary(tongxin: Place, actors: Actors):
    desk = actors["desk"]

    answer = refused(
        appoint, person_of(desk), office(), "secretary", tongxin, clock.today(), by=desk
    )

    assert answer.code == "not_allowed"


@pytest.mark.parametrize("role", ["书记", "管理员"])
def test_an_office_worker_does_not_make_a_secretary_by_a_file(role: str, actors: Actors):
    row = f"钱七,,同心社区居委会,社区,{role},{HERE},\n"

    answer = refused(import_register, "posts", (HEAD + row).encode(), by=actors["desk"])

    assert [one["column"] for one in answer.extra["errors"]] == ["职务"]


def test_a_secretary_opens_no_login_for_a_street_officer(tongxin: Place, actors: Actors):
    answer = refused(give_login, person_of(actors["street"]), "mine", by=actors["secretary"])

    assert answer.code == "not_allowed"


def test_a_secretary_opens_no_login_for_a_street_officer_by_giving_them_a_post(actors: Actors):
    street = person_of(actors["street"])
    row = f"{street.name},{street.phone},同心社区居委会,社区,网格员,{HERE},mine\n"

    answer = refused(import_register, "posts", (HEAD + row).encode(), by=actors["secretary"])

    assert answer.code == "not_allowed"


def test_a_secretary_gives_no_post_in_an_organisation_that_works_elsewhere(
    tongxin: Place, actors: Actors
):
    row = f"钱七,,县住建局,部门,部门经办人,{HERE},\n"

    by_file = refused(import_register, "posts", (HEAD + row).encode(), by=actors["secretary"])
    by_page = refused(
        appoint, person_of(actors["grid"]), office("县住建局"), "department_officer", tongxin,
        clock.today(), by=actors["secretary"],
    )  # fmt: skip

    assert [one["column"] for one in by_file.extra["errors"]] == ["单位"]
    assert by_page.code == "not_allowed"


@pytest.mark.parametrize(
    ("who", "whose", "code"),
    [
        ("secretary", "grid", ""),
        ("admin", "street", ""),
        ("desk", "grid", "not_found"),
        ("secretary", "street", "not_found"),
        ("secretary", "neighbour", "not_found"),
        ("secretary", "stranger", "not_found"),
        ("admin", "stranger", "not_found"),
    ],
)
def test_a_password_is_reset_by_who_keeps_all_posts_of_the_person(
    who: str, whose: str, code: str, actors: Actors, logins: Mapping[str, Login]
):
    if not code:
        assert renew_link(logins[whose].pk, by=actors[who])[0] == logins[whose]
        return

    assert refused(renew_link, logins[whose].pk, by=actors[who]).code == code


def test_a_district_is_founded_once(tongxin: Place):
    answer = refused(found_district, "莒县", "admin3")

    assert answer.code == "bad_input"


def test_the_first_administrator_keeps_the_register_and_sees_no_matter(db: None):
    login, _secret = found_district("新区", "admin")

    admin = actor_for(login)

    assert admin.permissions == KEEPING
    assert (admin.scope.areas, len(admin.keeps)) == ((), 1)
