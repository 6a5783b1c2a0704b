"""A file is read where what it hangs on is seen, and nowhere else."""

from collections.abc import Callable, Mapping

import pytest

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.diary.actions import add_entry
from lianxin.files.queries import find
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.matters.present import as_json
from lianxin.site.tests.turns import waiting_file
from lianxin.territory.models import Place

Actors = Mapping[str, Actor]
NOT_FOUND = Refused("not_found", "没有找到这个附件。").as_json()
WHO = ("desk", "desk2", "grid", "grid2", "captain", "property", "street", "neighbour", "stranger")


def readers(pk: object, actors: Actors) -> set[str]:
    return {name for name in WHO if reads(pk, actors[name])}


def reads(pk: object, actor: Actor) -> bool:
    try:
        return find(pk, actor).pk == pk
    except Refused as refused:
        return refused.as_json() != NOT_FOUND


def shown(matter: Matter, actor: Actor) -> list[str]:
    return [file["id"] for file in as_json(matter, actor)["files"]]


def test_a_file_that_hangs_nowhere_is_its_uploaders_own(actors: Actors):
    file = waiting_file(actors["desk"])

    assert readers(file.pk, actors) == {"desk"}


def test_a_file_of_a_matter_is_read_by_who_sees_the_matter(recorded: Matter, actors: Actors):
    file = waiting_file(actors["grid"])
    step(recorded.number, "attach", by=actors["grid"], files=[file.pk])

    assert readers(file.pk, actors) == {"desk", "desk2", "grid", "captain", "street"}


def test_a_file_of_an_entry_alone_is_read_by_who_sees_the_entry(
    written: Callable[..., tuple], actors: Actors
):
    file = waiting_file(actors["grid"])
    written([file], matters=0, by="grid")

    assert readers(file.pk, actors) == {"desk", "desk2", "grid", "street"}


def test_a_company_sees_the_residents_photo_once_the_matter_is_given_to_it(
    written: Callable[..., tuple], actors: Actors, drive: Callable[..., Matter]
):
    file = waiting_file(actors["desk"])
    _entry, (matter,) = written([file], matters=1)
    before = readers(file.pk, actors)

    given = drive(matter, "dispatched", holder="property")

    assert "property" not in before
    assert readers(file.pk, actors) == before | {"property"}
    assert shown(given, actors["property"]) == [str(file.pk)]


def test_who_must_not_learn_who_asked_sees_the_files_of_the_work_alone(
    tongxin: Place, actors: Actors, drive: Callable[..., Matter]
):
    desk, company = actors["desk"], actors["property"]
    said, early, late, told, done = (
        waiting_file(by) for by in (desk, desk, desk, actors["desk2"], company)
    )
    words = "怡乐园小区1号楼李大妈投诉物业乱收费。"
    _entry, (matter, *_more) = add_entry(words, tongxin, by=desk, files=[said.pk])
    assert matter.withhold
    step(matter.number, "attach", by=desk, files=[early.pk])
    drive(matter, "dispatched", holder="property")
    step(matter.number, "attach", by=desk, files=[late.pk])
    call = {"channel": "phone", "reached": True}
    step(matter.number, "contact", by=actors["desk2"], data=call, files=[told.pk])
    step(matter.number, "accept", by=company, files=[done.pk])

    found = Matter.objects.get(pk=matter.pk)
    everything = [said, early, late, told, done]
    seen = [file for file in everything if reads(file.pk, company)]

    assert seen == [late, done]
    assert shown(found, company) == [str(late.pk), str(done.pk)]
    assert shown(found, desk) == [str(file.pk) for file in everything]


@pytest.mark.parametrize("count", [1, 3])
def test_a_matter_shows_its_files_in_two_queries_at_most(
    count: int, recorded: Matter, actors: Actors, django_assert_max_num_queries
):
    files = [waiting_file(actors["desk"]).pk for _n in range(count)]
    step(recorded.number, "attach", by=actors["desk"], files=files)
    found = Matter.objects.get(pk=recorded.pk)

    with django_assert_max_num_queries(12):
        answer = as_json(found, actors["desk"])

    assert [file["step"] for file in answer["files"]] == ["attach"] * count
    assert [len(event["files"]) for event in answer["events"]] == [0, count]
    assert "files" not in answer["events"][1]["data"]
