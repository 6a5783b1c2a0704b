"""Reads of messages, for the person they are for."""

from django.db.models import QuerySet

from lianxin.base.actor import Actor
from lianxin.notices.models import Notice


def notices_for(actor: Actor) -> QuerySet[Notice]:
    return Notice.objects.filter(district=actor.district, to=actor.person).order_by("-at", "-pk")


def unread_count(actor: Actor) -> int:
    return notices_for(actor).filter(read_at=None).count()
