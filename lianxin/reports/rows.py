"""Entries and matters as the rows of a ledger: one query, read as a stream, masked like everywhere."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet, TextChoices

from lianxin.base.actor import Actor
from lianxin.base.clock import local
from lianxin.diary.models import Entry, EntryMatter
from lianxin.matters.categories import category_names
from lianxin.matters.models import Answer, Channel, Matter, Outcome, State, Urgency
from lianxin.matters.present import mask_phone, requester_of, words_of
from lianxin.matters.queries import known_to
from lianxin.reports.table import Cell
from lianxin.understanding.personal import mask

# So many rows are in memory at once, whatever the period.
_AT_ONCE = 500
_PLACES = ("compound", "building", "stairwell", "home")
_NAMED = ("community", "grid", *_PLACES, "holder", "holder_organisation")


def matter_rows(matters: QuerySet[Matter], actor: Actor) -> Iterator[list[Cell]]:
    """Yield a row for each matter in the order of recording."""
    names = {f"{column}_name": F(f"{column}__name") for column in _NAMED}
    called = _Called(actor.district)
    for matter in matters.annotate(**names).order_by("recorded_at", "pk").iterator(_AT_ONCE):
        yield _matter_row(matter, actor, called)


class _Called:
    """What choices are called, looked up once for all rows: a third of the time otherwise."""

    def __init__(self, district: UUID) -> None:
        self.category = category_names(district)
        self.channel = _names_of(Channel)
        self.urgency = _names_of(Urgency)
        self.state = _names_of(State)
        self.outcome = _names_of(Outcome)
        self.answer = _names_of(Answer)


def _names_of(choices: type[TextChoices]) -> dict[str, str]:
    return {"": "", **{value: str(label) for value, label in choices.choices}}


def _matter_row(matter: Matter, actor: Actor, called: _Called) -> list[Cell]:
    requester = requester_of(matter, actor)
    return [
        matter.number,
        local(matter.recorded_at),
        matter.said_on,
        called.channel[matter.channel],
        matter.community_name or "",
        matter.grid_name or "",
        where(matter),
        called.category[matter.category],
        called.urgency[matter.urgency],
        requester["name"],
        requester["title"],
        requester["phone_masked"],
        words_of(matter, actor),
        mask(matter.summary),
        matter.holder_name or "",
        matter.holder_organisation_name or "",
        local(matter.due_at),
        called.state[matter.state],
        called.outcome[matter.outcome],
        matter.verified_at and local(matter.verified_at),
        called.answer[matter.answer],
        matter.closed_at and local(matter.closed_at),
    ]


def where(matter: Matter) -> str:
    """Return the place of a matter that has the names of its places beside it."""
    named = "".join(getattr(matter, f"{level}_name") or "" for level in _PLACES)
    return f"{named} {mask(matter.spot)}".strip()


def entry_rows(entries: QuerySet[Entry], actor: Actor) -> Iterator[list[Cell]]:
    """Yield a row for each entry in the order of the notebook, with the numbers of its matters."""
    seen = EntryMatter.objects.filter(matter__in=known_to(actor)).select_related("matter")
    links = Prefetch("links", seen.order_by("position"), to_attr="seen")
    named = entries.annotate(
        community_name=F("community__name"), writer_name=F("recorded_by__name")
    )
    channels = _names_of(Channel)
    ordered = named.prefetch_related(links).order_by("said_on", "recorded_at", "pk")
    for entry in ordered.iterator(_AT_ONCE):
        yield _entry_row(entry, channels)


def _entry_row(entry: Entry, channels: dict[str, str]) -> list[Cell]:
    return [
        entry.said_on,
        entry.community_name,
        channels[entry.channel],
        entry.reporter_name,
        entry.reporter_title,
        mask_phone(entry.reporter_phone),
        mask(entry.words),
        "、".join(link.matter.number for link in entry.seen),
        entry.writer_name,
        local(entry.recorded_at),
    ]
