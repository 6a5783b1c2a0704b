"""How often what was understood was accepted as it stood: by field, by time, by community; no persons."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth, TruncWeek
from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.forms import cleaned
from lianxin.diary.forms import AccuracyForm
from lianxin.diary.models import Part, Understood
from lianxin.diary.rules import check_may_see_accuracy
from lianxin.matters.categories import category_names
from lianxin.territory.models import Place
from lianxin.territory.queries import communities_in, no_community

FEWEST = 5  # of fewer a ratio says nothing
PERIODS = 6
GLANCE = 10
_TRUNCATE = {"week": TruncWeek, "month": TruncMonth}


@dataclass(frozen=True)
class Tally:
    """How many were compared, and how many of them were accepted as they were understood."""

    compared: int = 0
    agreed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.compared + other.compared, self.agreed + other.agreed)

    @property
    def percent(self) -> int | None:
        """Return how many of a hundred agreed, rounded down, where there are enough to say so."""
        return 100 * self.agreed // self.compared if self.compared >= FEWEST else None

    def as_json(self) -> dict:
        return {"compared": self.compared, "agreed": self.agreed, "percent": self.percent}


@dataclass(frozen=True)
class Row:
    """A field over the periods, or a community over the fields, with its total."""

    name: str
    total: Tally
    cells: list[Tally]

    def as_json(self) -> dict:
        cells = [cell.as_json() for cell in self.cells]
        return {"name": self.name, "total": self.total.as_json(), "cells": cells}


@dataclass(frozen=True)
class Confusion:
    """A category that was proposed, and the one that was accepted in its place."""

    proposed: str
    accepted: str
    count: int

    def as_json(self) -> dict:
        return vars(self)


@dataclass(frozen=True)
class Accuracy:
    """What the page shows; `periods` are the first days of weeks or months, the newest first."""

    by: str
    community: str
    entries: int
    periods: list[date]
    parts: list[Row]
    communities: list[Row]
    confusions: list[Confusion]

    def as_json(self) -> dict:
        return {
            "by": self.by,
            "community": self.community,
            "entries": self.entries,
            "periods": [day.isoformat() for day in self.periods],
            "parts": [row.as_json() for row in self.parts],
            "communities": [row.as_json() for row in self.communities],
            "confusions": [one.as_json() for one in self.confusions],
        }


def communities_seen(actor: Actor) -> QuerySet[Place]:
    """Return the communities of which the actor sees how well they are understood."""
    check_may_see_accuracy(actor)
    return communities_in((*actor.scope.areas, *actor.keeps), actor.district)


def accuracy_for(actor: Actor, *, by: str = "", community: str = "") -> Accuracy:
    """Return how well entries were understood lately, in a fixed number of queries."""
    seen = communities_seen(actor)
    asked = cleaned(AccuracyForm({"by": by, "community": community}))
    places = list(seen.filter(code=asked["community"]) if asked["community"] else seen)
    if asked["community"] and not places:
        raise no_community(asked["community"])
    periods = _periods(asked["by"])
    rows = Understood.objects.filter(
        district=actor.district, community__in=places, on__gte=periods[-1]
    )
    groups = _groups(rows, asked["by"])
    names = {place.pk: place.name for place in places}
    return Accuracy(
        by=asked["by"],
        community=asked["community"],
        entries=sum(group["compared"] for group in groups if group["part"] == Part.CHANNEL),
        periods=periods,
        parts=_rows(groups, "part", dict(Part.choices), "period", periods),
        communities=_rows(groups, "community", names, "part", Part.values),
        confusions=_confusions(rows, actor.district),
    )


def _periods(by: str) -> list[date]:
    """Return the first days of this week or month and of those before it."""
    today = clock.today()
    if by == "week":
        monday = today - timedelta(days=today.weekday())
        return [monday - timedelta(weeks=n) for n in range(PERIODS)]
    months = [today.year * 12 + today.month - 1 - n for n in range(PERIODS)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _groups(rows: QuerySet[Understood], by: str) -> list[dict]:
    grouped = rows.order_by().values("part", "community", period=_TRUNCATE[by]("on"))
    return list(grouped.annotate(compared=Count("pk"), agreed=Count("pk", filter=Q(agreed=True))))


def _rows(
    groups: list[dict], of: str, names: Mapping, over: str, columns: Iterable[object]
) -> list[Row]:
    """Return a row for each name of which something was compared, with its total and its columns."""
    sums: dict[tuple, Tally] = defaultdict(Tally)
    for group in groups:
        tally = Tally(group["compared"], group["agreed"])
        sums[group[of], group[over]] += tally
        sums[group[of], None] += tally
    return [
        Row(str(name), sums[key, None], [sums[key, column] for column in columns])
        for key, name in names.items()
        if (key, None) in sums
    ]


def _confusions(rows: QuerySet[Understood], district: UUID) -> list[Confusion]:
    names, nothing = category_names(district), _("没有听出")
    wrong = rows.filter(part=Part.CATEGORY, agreed=False).order_by()
    pairs = wrong.values("proposed", "accepted").annotate(count=Count("pk"))
    return [
        Confusion(names.get(pair["proposed"], nothing), names[pair["accepted"]], pair["count"])
        for pair in pairs.order_by("-count", "proposed", "accepted")[:GLANCE]
    ]
