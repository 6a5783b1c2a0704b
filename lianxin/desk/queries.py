"""Reads of what somebody has arranged for themselves."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.desk.models import SavedFilter


def filters_of(actor: Actor) -> QuerySet[SavedFilter]:
    """Return the actor's saved filters, the oldest first."""
    mine = SavedFilter.objects.filter(district=actor.district, login=actor.login_id)
    return mine.order_by("pk")


def filter_of(actor: Actor, pk: UUID) -> SavedFilter:
    """Return one of the actor's own saved filters, or refuse."""
    found = filters_of(actor).filter(pk=pk).first()
    if found is None:
        raise Refused("not_found", _("没有这个存下的条件。"))
    return found
