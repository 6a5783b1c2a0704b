"""Reads of the notebook, for somebody."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.diary.models import Entry, EntryMatter
from lianxin.history.queries import Head
from lianxin.matters.models import Matter
from lianxin.territory.models import Place


def entries_for(actor: Actor) -> QuerySet[Entry]:
    """Return the entries of the communities that lie in the actor's areas, and those that they wrote.

    A grid worker's own entries only: a page of the notebook holds what all grids' residents said.
    """
    seen = Q(recorded_by=actor.person)
    for area in actor.scope.areas:
        if area.level in ("district", "street", "community"):
            seen |= Q(
                **{
                    "community"
                    if area.level == "community"
                    else f"community__{area.level}": area.place
                }
            )
    return Entry.objects.filter(Q(district=actor.district) & seen)


def page_of(day: date, actor: Actor, community: Place | None = None) -> list[Entry]:
    """Return a day's page of the notebook in the order of writing, each entry with its matters' links."""
    links = Prefetch("links", EntryMatter.objects.select_related("matter").order_by("position"))
    entries = entries_for(actor).filter(said_on=day)
    if community is not None:
        entries = entries.filter(community=community)
    return list(
        entries.select_related("recorded_by", "community")
        .prefetch_related(links)
        .order_by("recorded_at", "pk")
    )


def entry_of(subject: UUID, actor: Actor) -> tuple[Entry, list[Matter]]:
    """Return an entry and the matters opened from it, or refuse: outside the scope it does not exist."""
    entry = entries_for(actor).filter(pk=subject).first()
    if entry is None:
        raise Refused("not_found", _("没有找到这条民情。"))
    links = EntryMatter.objects.filter(entry=entry).select_related("matter").order_by("position")
    return entry, [link.matter for link in links]


def heads() -> Iterator[Head]:
    """Return what the entries' own rows say of their history."""
    rows = Entry.objects.values_list("pk", "said_on", "version", "head")
    return (
        Head(pk, f"{said_on:%Y-%m-%d} 民情 {str(pk)[-6:]}", version, digest, "written")
        for pk, said_on, version, digest in rows.iterator()
    )
