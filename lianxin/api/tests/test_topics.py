"""Hot topics, in JSON."""

from collections.abc import Callable

from lianxin.base import clock
from lianxin.matters.models import Matter, State

FUMES = ("烧烤店油烟熏人，不敢开窗。", "楼下烧烤店半夜还冒油烟。")


def test_what_two_say_is_one_topic_with_its_matters(
    machine: Callable, record: Callable[..., Matter]
):
    said = [
        record(words=words, category="POLLUTION", reporter_phone=f"1380000000{n}")
        for n, words in enumerate(FUMES)
    ]

    found = machine("desk").get("/topics").json

    (topic,) = found["topics"]
    assert (topic["voices"], topic["growth"], topic["title"]) == (2, 2, said[1].title)
    assert topic["matters"] == [said[1].number, said[0].number]


def test_what_was_closed_three_times_comes_back(machine: Callable, record: Callable[..., Matter]):
    for _time in range(3):
        record(category="DRAIN")
    Matter.objects.update(state=State.CLOSED, closed_at=clock.now())

    (found,) = machine("desk").get("/topics").json["recurring"]

    assert (found["where"], found["times"]) == ("怡乐园小区1号楼", 3)
    assert found["words"].startswith("怡乐园小区1号楼")


def test_who_does_not_dispatch_is_refused(machine: Callable):
    assert machine("grid").get("/topics").status == 403
