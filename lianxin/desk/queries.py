"""Reads of what somebody has arranged for themselves."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.base.written import written_once
from lianxin.desk.models import SavedFilter


class Saved(NamedTuple):
    """A saved filter as it is shown."""

    pk: UUID
    name: str
    query: str
    first: bool


def saved_by(actor: Actor) -> list[Saved]:
    """Return the actor's saved filters to be shown, the oldest first."""
    return [Saved(*row) for row in _saved_by(actor.district, actor.login_id)]


@written_once
def _saved_by(district: UUID, login: UUID) -> QuerySet:
    mine = SavedFilter.objects.filter(district=district, login=login)
    return mine.order_by("pk").values_list(*Saved._fields)


def filters_of(actor: Actor) -> QuerySet[SavedFilter]:
    """Return the actor's saved filters, to be changed."""
    return SavedFilter.objects.filter(district=actor.district, login=actor.login_id)


def filter_of(actor: Actor, pk: UUID) -> SavedFilter:
    """Return one of the actor's own saved filters, or refuse."""
    found = filters_of(actor).filter(pk=pk).first()
    if found is None:
        raise Refused("not_found", _("没有这个存下的条件。"))
    return found
