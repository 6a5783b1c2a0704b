"""Who told of it before: matters in hand, and lately closed ones, that are what somebody tells of again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.diary.drafts import EntryDraft
from lianxin.diary.models import EntryMatter
from lianxin.kinds.request.flow import FLOW
from lianxin.matters.models import Matter, Urgency
from lianxin.matters.names import Names, names_of
from lianxin.matters.queries import IS_OPEN, matters_for
from lianxin.matters.rules import relates
from lianxin.territory.models import Place
from lianxin.understanding.draft import PlaceDraft
from lianxin.understanding.gazetteer import building_code
from lianxin.understanding.plain import plain
from lianxin.understanding.same import LATER_DAYS, Heard, Sameness, nearest
from lianxin.understanding.splitting import parts_of

COMPARED = 60  # matters at most, the newest
LONGEST = 500  # of the words that are compared
FOUND = 5  # like one matter, at most
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class About:
    """One matter as it is being written down: in which words, of which categories perhaps, where, how urgent."""

    words: str
    categories: tuple[str, ...]
    place: PlaceDraft
    urgency: str


@dataclass(frozen=True)
class Before:
    """A matter that is likely the same: since when, told by how many, and why it is held for the same."""

    number: str
    title: str
    state: str
    since: date
    voices: int
    why: tuple[str, ...]
    joinable: bool

    def as_json(self) -> dict:
        return {**vars(self), "since": self.since.isoformat(), "why": list(self.why)}


def _may_join(told: About, actor: Actor) -> bool:
    """Tell whether the actor may put what was told again into a matter in hand: an emergency stands alone."""
    return told.urgency != Urgency.EMERGENCY and relates(actor)


def place_heard(compound: str, building: str, stairwell: str, home: str) -> PlaceDraft:
    """Return a place of the register's names in the terms in which words are compared."""
    return PlaceDraft(
        compound=compound or None,
        building=_code(building),
        unit=_code(stairwell),
        room=_code(home),
    )


def _code(name: str) -> str | None:
    return building_code(name).removesuffix("单元").removesuffix("室") or None


def abouts(draft: EntryDraft) -> list[About]:
    """Return what each matter of a draft is about, as it was understood."""
    parts = parts_of(draft.reading.plain)
    return [
        About(words, (matter.category, *heard.candidates), heard.place, matter.urgency)
        for words, matter, heard in zip(parts, draft.matters, draft.reading.matters, strict=True)
    ]


def told_before(told: Sequence[About], community: Place, actor: Actor) -> list[list[Before]]:
    """Return for each matter what the actor sees of it already, the likeliest first; in a fixed number of queries."""
    matters = list(_perhaps(told, community, actor)) if told else []
    names = names_of(matters)
    voices = _voices(matters)
    parts = dict(EntryMatter.objects.filter(matter__in=matters).values_list("matter", "position"))
    heard = [(matter, _heard_of(matter, parts.get(matter.pk, 0), names)) for matter in matters]
    return [
        [
            _before(matter, why, voices[matter.pk], _may_join(one, actor))
            for matter, why in _likeliest(one, heard, clock.today())
        ]
        for one in told
    ]


def _perhaps(told: Sequence[About], community: Place, actor: Actor) -> Iterable[Matter]:
    """Return the matters of these categories at these places that are open or were closed lately."""
    compounds = {one.place.compound for one in told}
    somewhere = Q(compound=None) | Q(compound__name__in=compounds - {None})
    return (
        matters_for(actor)
        .filter(
            Q(IS_OPEN) | Q(closed_at__gt=clock.now() - LATELY),
            Q() if None in compounds else somewhere,
            community=community,
            kind=FLOW.kind,
            category__in={code for one in told for code in one.categories},
            recorded_at__gt=clock.now() - timedelta(days=LATER_DAYS),
        )
        .order_by("-recorded_at", "-pk")[:COMPARED]
    )


def _likeliest(
    one: About, heard: Iterable[tuple[Matter, Heard]], today: date
) -> list[tuple[Matter, Sameness]]:
    words = Heard.of(one.words[:LONGEST], today=today, day=today)
    mine = replace(words, place=one.place, category=one.categories[0])
    alike = [(matter, told) for matter, told in heard if matter.category in one.categories]
    return nearest(mine, alike)[:FOUND]


def _heard_of(matter: Matter, position: int, names: Names) -> Heard:
    place = place_heard(
        *(
            names.place(matter, level) or ""
            for level in ("compound", "building", "stairwell", "home")
        )
    )
    heard = _read(matter.words, position, matter.said_on)
    return replace(heard, place=place, category=matter.category)


@lru_cache(maxsize=500)
def _read(words: str, position: int, day: date) -> Heard:
    """Read the part of an entry from which a matter was opened, once however often somebody types beside it.

    What was put there by hand has no part of its own: all of the words tell of it.
    """
    text = plain(words).text
    parts = parts_of(text)
    told = parts[position] if position < len(parts) else text
    return Heard.of(told[:LONGEST], today=day, day=day)


def _voices(matters: Sequence[Matter]) -> dict[UUID, int]:
    """Return how many people told of each matter, with those merged into it."""
    merged = Matter.objects.filter(merged_into__in=matters)
    people = defaultdict(set)
    for matter in [*matters, *merged]:
        people[matter.merged_into_id or matter.pk].add(_who(matter))
    return {matter: len(told) for matter, told in people.items()}


def _who(matter: Matter) -> object:
    return matter.requester_phone_key or matter.requester_name + matter.requester_title or matter.pk


def _before(matter: Matter, why: Sameness, voices: int, may_join: bool) -> Before:
    return Before(
        number=matter.number,
        title=matter.title,
        state=matter.get_state_display(),
        since=matter.said_on,
        voices=voices,
        why=why.why,
        joinable=matter.is_open and may_join,
    )
