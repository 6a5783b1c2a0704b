"""Messages: for one person, read by that person."""

from collections.abc import Mapping

from lianxin.base.actor import Actor
from lianxin.base.ids import new_id
from lianxin.notices.actions import mark_read, tell
from lianxin.notices.models import Notice
from lianxin.notices.queries import notices_for, unread_count

Actors = Mapping[str, Actor]


def told(to: Actor, by: Actor) -> None:
    tell(to.person, "派给您：门锁", subject=new_id(), number="SQ-1", by=by)


def test_somebody_else_is_told_and_oneself_not(actors: Actors):
    told(actors["grid"], by=actors["desk"])
    told(actors["desk"], by=actors["desk_twin"])

    assert [notice.to_id for notice in Notice.objects.all()] == [actors["grid"].person]


def test_one_reads_ones_own_messages_newest_first(actors: Actors):
    for _n in range(3):
        told(actors["grid"], by=actors["desk"])
    told(actors["grid2"], by=actors["desk"])

    shown = list(notices_for(actors["grid"]))

    assert len(shown) == 3
    assert shown == sorted(shown, key=lambda notice: notice.at, reverse=True)


def test_reading_is_noted_once_and_for_oneself_alone(actors: Actors):
    told(actors["grid"], by=actors["desk"])
    told(actors["grid2"], by=actors["desk"])
    notice = notices_for(actors["grid"]).get()

    assert mark_read(notice.pk, by=actors["grid2"]) == 0
    assert mark_read(notice.pk, by=actors["grid"]) == 1
    assert mark_read(notice.pk, by=actors["grid"]) == 0
    assert (unread_count(actors["grid"]), unread_count(actors["grid2"])) == (0, 1)


def test_all_of_ones_own_are_read_at_once(actors: Actors):
    for _n in range(2):
        told(actors["grid"], by=actors["desk"])
    told(actors["grid2"], by=actors["desk"])

    assert mark_read(by=actors["grid"]) == 2
    assert unread_count(actors["grid2"]) == 1
