"""Telling people, inside the transaction of what they are told."""

from uuid import UUID

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.notices.models import Notice


def tell(to: UUID, sentence: str, *, subject: UUID, number: str, by: Actor) -> None:
    """Leave a message for a person; nobody is told of what they did themselves."""
    if to == by.person:
        return
    Notice(
        district_id=by.district,
        to_id=to,
        subject=subject,
        number=number,
        sentence=sentence,
        at=clock.now(),
    ).save(force_insert=True)


def mark_read(notice: UUID | None = None, *, by: Actor) -> int:
    """Mark one of the actor's messages as read, or all of them; return how many were."""
    mine = Notice.objects.filter(district=by.district, to=by.person, read_at=None)
    if notice is not None:
        mine = mine.filter(pk=notice)
    return mine.update(read_at=clock.now())
