"""What many residents say at once, and what comes back again and again: read from the matters themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.kinds.request.flow import FLOW
from lianxin.matters.categories import category_names
from lianxin.matters.models import Matter, State
from lianxin.matters.names import Names, names_of
from lianxin.matters.queries import known_to
from lianxin.matters.rules import relates
from lianxin.matters.turning import levels_of
from lianxin.reports.supervision import check_may_supervise
from lianxin.territory.models import Place
from lianxin.understanding.clusters import Message, Topic, hot_topics

WEEKS = timedelta(weeks=12)
NEWEST = 500  # read at most; a community has fewer in twelve weeks
TOPICS = 20
YEAR = timedelta(days=365)
MEMBERS = 20  # of which a cause is told at most, the newest
_LEVELS = ("compound_id", "building_id")
OFTEN = 3  # closed so often in a year, it has a cause that nobody mended


@dataclass(frozen=True)
class HotTopic:
    """A matter of many voices, with the matters that speak of it, the newest first."""

    topic: Topic
    matters: tuple[Matter, ...]

    def as_json(self) -> dict:
        return {
            "title": self.matters[0].title,
            "voices": self.topic.voices,
            "growth": self.topic.growth,
            "since": self.topic.since.isoformat(),
            "until": self.topic.until.isoformat(),
            "matters": [matter.number for matter in self.matters],
        }


@dataclass(frozen=True)
class Recurring:
    """A place at which the same thing was closed again and again."""

    key: str
    category: str
    where: str
    times: int
    last: date

    @property
    def words(self) -> str:
        """Return what somebody may write who asks for the cause."""
        return _("%(where)s%(category)s一年里办结了%(times)d次又出现，请查清原因，从根上解决。") % {
            "where": self.where,
            "category": f"“{self.category}”",
            "times": self.times,
        }

    def as_json(self) -> dict:
        return {
            "where": self.where,
            "category": self.category,
            "times": self.times,
            "last": self.last.isoformat(),
            "words": self.words,
        }


def topics_for(actor: Actor) -> list[HotTopic]:
    """Return what several voices spoke of in the last twelve weeks within the actor's scope.

    Merged matters count: each is a voice of its own.
    """
    check_may_supervise(actor)
    since = clock.today() - WEEKS
    spoken = _said_to(actor).filter(said_on__gt=since).order_by("-recorded_at", "-pk")
    matters = list(spoken[:NEWEST])
    by_id = {str(matter.pk): matter for matter in matters}
    found = hot_topics(_messages(matters), today=clock.today())
    return [
        HotTopic(topic, tuple(by_id[member] for member in reversed(topic.members)))
        for topic in found
        if topic.voices > 1
    ][:TOPICS]


def _said_to(actor: Actor) -> QuerySet[Matter]:
    """Return what residents said; a whistle and its answers are the office's own words about it."""
    return known_to(actor).filter(kind=FLOW.kind)


def _messages(matters: Sequence[Matter]) -> list[Message]:
    """Say of each matter what was said, and where; one matter has one category and one compound. Oldest first."""
    names = names_of(matters)
    return [_message(matter, names) for matter in reversed(matters)]


def _message(matter: Matter, names: Names) -> Message:
    return Message(
        id=str(matter.pk),
        day=matter.said_on,
        title=matter.words,
        detail=names.where(matter),
        kind=f"{matter.category} {matter.compound_id}",
        who=matter.requester_phone_key or f"{matter.requester_name}{matter.requester_title}",
    )


def recurring_for(actor: Actor) -> list[Recurring]:
    """Return the places at which one category was closed three times or more in a year, most often first."""
    check_may_supervise(actor)
    rows = list(_often_closed(_said_to(actor)))
    names = dict(Place.objects.filter(pk__in=_places(rows)).values_list("pk", "name"))
    categories = category_names(actor.district)
    return [
        Recurring(
            key=_key(row),
            category=categories[row["category"]],
            where="".join(names[place] for place in _places([row])),
            times=row["times"],
            last=row["last"],
        )
        for row in rows
    ]


def came_back(key: str, place: Place, actor: Actor) -> list[str]:
    """Return the numbers of what was closed again and again where a place lies, the newest first.

    `key` is that of a `Recurring`; of another compound nothing came back there.
    """
    category, _colon, at = key.partition(":")
    compound, _colon, building = at.partition(":")
    if not relates(actor) or str(levels_of(place)["compound_id"]) != compound:
        return []
    closed = _closed(_said_to(actor)).filter(category=category, compound=compound)
    closed = closed.filter(building=building) if building else closed.filter(building=None)
    return list(closed.order_by("-closed_at", "-pk").values_list("number", flat=True)[:MEMBERS])


def _key(row: Mapping[str, object]) -> str:
    """Return what tells one place with one category from any other."""
    return ":".join(str(row[name]) for name in ("category", *_LEVELS) if row[name])


def _closed(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """Return what was closed in the last year at a place that the register knows."""
    return matters.filter(
        state=State.CLOSED,
        merged_into=None,
        closed_at__gt=clock.now() - YEAR,
        compound__isnull=False,
    )


def _often_closed(matters: QuerySet[Matter]) -> QuerySet:
    grouped = _closed(matters).order_by().values("category", *_LEVELS)
    counted = grouped.annotate(times=Count("pk"), last=Max("said_on"))
    return counted.filter(times__gte=OFTEN).order_by("-times", "-last")[:TOPICS]


def _places(rows: Sequence[dict]) -> list[UUID]:
    return [row[level] for row in rows for level in _LEVELS if row[level]]
