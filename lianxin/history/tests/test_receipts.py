"""A request id has its effect once, also of two at one moment."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.diary.actions import add_entry
from lianxin.diary.models import Entry
from lianxin.history.models import Event, Receipt
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.territory.models import Place

Actors = Mapping[str, Actor]


def at_once(*works: Callable[[], object]) -> list:
    """Run each in a thread of its own from one moment on; return results, refusals as their codes."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=10)
            return work()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.django_db(transaction=True)
def test_two_equal_requests_at_one_moment_have_one_effect(actors: Actors, tongxin: Place):
    def write() -> object:
        return add_entry("楼道灯坏了。", tongxin, by=desk, request_id="same")[0].pk

    desk = actors["desk"]
    results = at_once(*[write] * 4)

    assert len(set(results)) == 1
    assert (Entry.objects.count(), Receipt.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_different_requests_with_one_id_at_one_moment_have_one_effect(
    actors: Actors, tongxin: Place
):
    def write(words: str) -> Callable[[], object]:
        return lambda: add_entry(words, tongxin, by=desk, request_id="same")[0].words

    desk = actors["desk"]
    results = at_once(write("楼道灯坏了。"), write("电梯停了。"))

    assert "key_reused" in results
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_stepping_one_matter_at_one_moment_one_wins(recorded: Matter, actors: Actors):
    def take(who: Actor) -> Callable[[], object]:
        return lambda: step(recorded.number, "take_in", by=who, version=1).state

    results = at_once(take(actors["desk"]), take(actors["desk2"]))

    assert sorted(results) == ["conflict", "taken_in"]
    assert Event.objects.filter(subject=recorded.pk).count() == 2


def test_what_fails_leaves_no_receipt(recorded: Matter, actors: Actors):
    receipts = Receipt.objects.count()

    with pytest.raises(Refused):
        step(recorded, "close", by=actors["desk"], request_id="again")

    assert Receipt.objects.count() == receipts
