"""Reads of ledgers, always for somebody, counted from rows."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from lianxin.access.roles import Permission
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.forms import cleaned
from lianxin.base.refused import Refused
from lianxin.diary.models import Entry, EntryMatter
from lianxin.diary.queries import entries_for
from lianxin.kinds.request.flow import FLOW
from lianxin.matters.categories import category_names
from lianxin.matters.models import Matter, State
from lianxin.matters.queries import known_to, lying_in, matters_for
from lianxin.reports.figures import Figure, Filter
from lianxin.reports.forms import TableForm
from lianxin.reports.ledgers import ENTRIES, REQUESTS, RESULTS, ledger_named
from lianxin.reports.list_rows import list_rows
from lianxin.reports.lists import LISTS, listed
from lianxin.reports.rows import entry_rows, matter_rows
from lianxin.reports.table import Cell, Table
from lianxin.territory.models import Level, Place
from lianxin.territory.queries import name_of_area, places_seen

Content = tuple[Iterator[list[Cell]], list[Figure]]
_LEVELS_OF_ENTRY = {
    Level.DISTRICT: "district",
    Level.STREET: "community__street",
    Level.COMMUNITY: "community",
}


def ledger_for(
    name: str,
    actor: Actor,
    since: date | str,
    until: date | str,
    area: str = "",
    figure: str = "",
) -> Table:
    """Return a ledger of a period of Beijing days, both included, within what the actor sees.

    With a figure its rows are only those that the figure counts.
    """
    check_may_read(actor)
    ledger = ledger_named(name)
    given = {"since": since, "until": until, "area": area, "figure": figure}
    asked = cleaned(TableForm(given, counted=ledger.narrowed_by))
    place = place_of(asked["area"], actor)
    base = Filter(ledger=name, **asked)
    rows, figures = _CONTENT[name](base, place, actor)
    return Table(
        ledger=ledger,
        area=place.name if place else name_of_area(actor.scope.areas),
        since=base.since,
        until=base.until,
        made_at=clock.now(),
        made_by=actor.name,
        rows=rows,
        figures=figures,
        only=str(ledger.counted[base.figure].label) if base.figure else "",
    )


def matters_of_figure(chosen: Filter, actor: Actor) -> QuerySet[Matter]:
    """Return exactly the matters that a figure counts, those first that came first."""
    check_may_read(actor)
    ledger = ledger_named(chosen.ledger)
    if chosen.month:
        chosen = _within_month(chosen)
    place = place_of(chosen.area, actor)
    matters = _matters(chosen, place, actor).filter(ledger.counted[chosen.figure].condition)
    if chosen.category:
        matters = matters.filter(category=chosen.category)
    return matters.order_by("recorded_at", "pk")


def check_may_read(actor: Actor) -> None:
    if not actor.may(Permission.READ_LEDGER):
        raise Refused("not_allowed", _("您的岗位不能查看台账。需要时请找社区办公室。"))


def place_of(area: str, actor: Actor) -> Place | None:
    """Return the place that an area names by code or id, or refuse: out of sight it does not exist."""
    if not area:
        return None
    try:
        named = {"pk": UUID(area)}
    except ValueError:
        named = {"code": area}
    seen = places_seen(actor.scope.areas, actor.district).exclude(level=Level.VENUE)
    place = seen.filter(**named).first()
    if place is None:
        raise Refused("not_found", _("没有这个范围，请核对社区编码。"))
    return place


def _matters(chosen: Filter, place: Place | None, actor: Actor) -> QuerySet[Matter]:
    """Return the matters of a ledger; of the notebook, those opened from its entries."""
    matters = matters_for(actor).filter(kind=FLOW.kind)
    if chosen.ledger == ENTRIES:
        entries = _entries(chosen, place, actor)
        links = EntryMatter.objects.filter(matter=OuterRef("pk"), entry__in=entries)
        return matters.filter(Exists(links))
    if chosen.ledger == RESULTS:
        matters = matters.filter(state=State.CLOSED)
    if place is not None:
        matters = lying_in(matters, place)
    if chosen.ledger in LISTS:
        closed = _in_days("closed_at", chosen.since, chosen.until)
        return listed(matters, chosen.ledger, actor, closed)
    return matters.filter(**_in_days(ledger_named(chosen.ledger).day, chosen.since, chosen.until))


def _entries(chosen: Filter, place: Place | None, actor: Actor) -> QuerySet[Entry]:
    """Return the entries of a period; of a place below a community, those that a matter there came out of."""
    entries = entries_for(actor).filter(said_on__range=(chosen.since, chosen.until))
    if place is None:
        return entries
    if place.level in _LEVELS_OF_ENTRY:
        return entries.filter(**{_LEVELS_OF_ENTRY[place.level]: place})
    there = lying_in(known_to(actor), place)
    return entries.filter(
        Exists(EntryMatter.objects.filter(entry=OuterRef("pk"), matter__in=there))
    )


def _in_days(column: str, since: date, until: date) -> dict:
    first, _second = clock.day_bounds(since)
    _first, after = clock.day_bounds(until)
    return {f"{column}__gte": first, f"{column}__lt": after}


def _within_month(chosen: Filter) -> Filter:
    first = date.fromisoformat(f"{chosen.month}-01")
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return replace(chosen, since=max(chosen.since, first), until=min(chosen.until, last))


def _of_entries(base: Filter, place: Place | None, actor: Actor) -> Content:
    entries = _entries(base, place, actor)
    figures = [Figure(_("民情"), entries.count()), *_counted(base, place, actor)]
    return entry_rows(entries, actor), figures


def _of_requests(base: Filter, place: Place | None, actor: Actor) -> Content:
    return matter_rows(_shown(base, place, actor), actor), _counted(base, place, actor)


def _of_list(base: Filter, place: Place | None, actor: Actor) -> Content:
    rows = list_rows(_shown(base, place, actor), base.ledger, actor)
    return rows, _counted(base, place, actor)


def _shown(base: Filter, place: Place | None, actor: Actor) -> QuerySet[Matter]:
    matters = _matters(base, place, actor)
    if not base.figure:
        return matters
    return matters.filter(ledger_named(base.ledger).counted[base.figure].condition)


def _counted(base: Filter, place: Place | None, actor: Actor) -> list[Figure]:
    return _figures(base, _matters(base, place, actor).aggregate(**_counts(base)))


def _counts(base: Filter) -> dict[str, Count]:
    counted = ledger_named(base.ledger).counted
    return {name: Count("pk", filter=one.condition or None) for name, one in counted.items()}


def _of_results(base: Filter, place: Place | None, actor: Actor) -> Content:
    """Count once by month and category; the ledger's own figures are the sums of these."""
    closed = _matters(base, place, actor)
    month = TruncMonth("closed_at", tzinfo=clock.BEIJING)
    groups = list(
        closed.annotate(month=month)
        .values("month", "category")
        .annotate(**_counts(base))
        .order_by("month", "category")
    )
    names = ledger_named(RESULTS).counted
    sums = {name: sum(group[name] for group in groups) for name in names}
    called = category_names(actor.district)
    return (_result_row(base, group, called) for group in groups), _figures(base, sums)


def _result_row(base: Filter, group: dict, called: Mapping[str, str]) -> list[Cell]:
    month = f"{group['month']:%Y-%m}"
    cell = replace(base, month=month, category=group["category"])
    return [month, called[group["category"]], *_figures(cell, group)]


def _figures(base: Filter, counts: dict[str, int]) -> list[Figure]:
    counted = ledger_named(base.ledger).counted
    return [
        Figure(one.label, counts[name], replace(base, figure=name)) for name, one in counted.items()
    ]


_CONTENT = {
    ENTRIES: _of_entries,
    REQUESTS: _of_requests,
    RESULTS: _of_results,
    **dict.fromkeys(LISTS, _of_list),
}
