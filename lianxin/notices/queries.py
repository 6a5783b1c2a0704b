"""Reads of messages, for the person they are for."""

from uuid import UUID

from django.db.models import Count, QuerySet

from lianxin.base.actor import Actor
from lianxin.base.written import written_once
from lianxin.notices.models import Notice


def notices_for(actor: Actor) -> QuerySet[Notice]:
    return Notice.objects.filter(district=actor.district, to=actor.person).order_by("-at", "-pk")


def unread_count(actor: Actor) -> int:
    return sum(count for _person, count in _unread(actor.district, actor.person))


@written_once
def _unread(district: UUID, person: UUID) -> QuerySet:
    unread = Notice.objects.filter(district=district, to=person, read_at=None)
    return unread.values_list("to").annotate(count=Count("pk"))
