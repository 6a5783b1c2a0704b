"""Persons and posts from the office's own lists."""

from collections.abc import Mapping
from datetime import date

import pytest

from lianxin.access.models import Login
from lianxin.access.register import import_register
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.people.models import Organisation, Person, Post
from lianxin.territory.models import Place

Actors = Mapping[str, Actor]
PEOPLE = "姓名,称呼,电话,社区,小区,楼栋,单元,户\n"
POSTS = "姓名,电话,单位,单位类型,职务,负责区域,起,止,登录名\n"
HERE = "莒县/城阳街道/同心社区"


def taken(what: str, rows: str, by: Actor, **more: object) -> dict:
    head = {"people": PEOPLE, "posts": POSTS}[what]
    return import_register(what, (head + rows).encode(), by=by, **more)


def everything() -> list:
    models = (Person, Organisation, Post, Login)
    return [list(model.objects.order_by("pk").values_list("pk")) for model in models]


def wrong(what: str, rows: str, by: Actor) -> list[tuple]:
    before = everything()
    with pytest.raises(Refused) as refused:
        taken(what, rows, by)
    assert everything() == before
    return [(one["row"], one["column"], one["value"]) for one in refused.value.extra["errors"]]


def test_a_person_is_registered_at_home_with_the_telephone_sealed(tongxin: Place, actors: Actors):
    done = taken("people", "钱七,大爷,13800001234,同心社区,怡乐园,1,1,101\n", actors["desk"])

    person = Person.objects.get(name="钱七")
    assert (done["new"], done["same"]) == (1, 0)
    assert (person.home.name, person.phone, person.title) == ("101", "13800001234", "大爷")
    assert "13800001234" not in str(
        Person.objects.filter(pk=person.pk).values_list("phone_key").get()
    )


def test_the_same_person_twice_is_one(actors: Actors):
    row = "钱七,大爷,13800001234,同心社区,怡乐园,1,1,101\n"

    assert taken("people", row + row, actors["desk"])["same"] == 1
    assert taken("people", row, actors["desk"])["new"] == 0


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("钱七,,,和安社区,,,,", "社区", "和安社区"),
        ("钱七,,,运河社区,,,,", "社区", "运河社区"),
        ("钱七,,,同心社区,怡乐园,1,1,909", "户", "909"),
        (",,13800001234,同心社区,,,,", "姓名", ""),
        (f"{'长' * 81},,,同心社区,,,,", "姓名", "长" * 40),
    ],
)
def test_a_wrong_row_is_named_and_nothing_comes_in(
    row: str, column: str, value: str, actors: Actors
):
    good = "孙八,,,同心社区,,,,\n"

    assert wrong("people", f"{good}{row}\n", actors["desk"]) == [(3, column, value)]


def test_a_post_comes_with_its_organisation_person_and_login(tongxin: Place, actors: Actors):
    row = f"钱七,13800001234,同心居委会,社区,网格员,{HERE}/第一网格,2024-01-01,2025/12/31,qian-qi\n"

    done = taken("posts", row, actors["secretary"])

    post = Post.objects.get(person__name="钱七")
    assert (done["organisations"], done["people"], done["posts"]) == (1, 1, 1)
    assert (post.role, post.area.name) == ("grid_worker", "第一网格")
    assert (post.since, post.until) == (date(2024, 1, 1), date(2025, 12, 31))
    assert post.organisation.area == tongxin
    assert list(done["links"]) == ["qian-qi"]


def test_the_same_posts_twice_change_nothing(actors: Actors):
    row = f"钱七,13800001234,同心居委会,社区,网格员,{HERE}/第一网格,2024-01-01,,qian-qi\n"
    taken("posts", row, actors["secretary"])
    before = everything()

    done = taken("posts", row, actors["secretary"])

    assert (done["people"], done["posts"], done["links"]) == (0, 0, {})
    assert everything() == before


def test_a_row_without_a_person_registers_the_organisation(actors: Actors):
    done = taken("posts", f",,蓝天物业,物业公司,,{HERE}/怡乐园小区,,,\n", actors["desk"])

    assert (done["organisations"], done["people"]) == (1, 0)
    assert Organisation.objects.get(name="蓝天物业").area.name == "怡乐园小区"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (f"钱七,,同心居委会,社区,厨师,{HERE},,,", "职务"),
        (f"钱七,,同心居委会,饭店,网格员,{HERE},,,", "单位类型"),
        (f"钱七,,同心居委会,社区,网格员,{HERE}/第九网格,,,", "负责区域"),
        ("钱七,,和安居委会,社区,网格员,莒县/城阳街道/和安社区,,,", "负责区域"),
        ("钱七,,街道,街道,街道干部,莒县/城阳街道,,,", "负责区域"),
        (f"钱七,,同心居委会,社区,网格员,{HERE},昨天,,", "起"),
        (f"钱七,,同心居委会,社区,网格员,{HERE},2024-01-01,2023-01-01,", "止"),
    ],
)
def test_a_wrong_post_is_named_and_nothing_comes_in(row: str, column: str, actors: Actors):
    good = f"孙八,,同心居委会,社区,网格员,{HERE},,,\n"

    found = wrong("posts", f"{good}{row}\n", actors["secretary"])

    assert [(number, name) for number, name, _value in found] == [(3, column)]


def test_who_keeps_no_logins_opens_none_by_a_file(actors: Actors):
    before = everything()

    with pytest.raises(Refused) as refused:
        taken("posts", f"钱七,,同心居委会,社区,网格员,{HERE},,,qian-qi\n", actors["desk"])

    assert refused.value.code == "not_allowed"
    assert everything() == before


def test_a_login_that_somebody_has_is_refused_and_nothing_comes_in(actors: Actors):
    before = everything()

    with pytest.raises(Refused) as refused:
        taken("posts", f"钱七,,同心居委会,社区,网格员,{HERE},,,desk-yunhe\n", actors["secretary"])

    assert refused.value.code == "bad_input"
    assert everything() == before


def test_a_dry_run_writes_nothing(actors: Actors):
    before = everything()

    row = f"钱七,13800001234,新居委会,社区,网格员,{HERE}/第一网格,,,qian-qi\n"
    done = taken("posts", row, actors["secretary"], dry_run=True)

    assert (done["posts"], everything()) == (1, before)
