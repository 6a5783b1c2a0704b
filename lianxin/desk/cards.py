"""A matter as a row of a list: what the templates show, found in a fixed number of queries."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from markupsafe import Markup

from lianxin.base import clock
from lianxin.base.kept import kept_each
from lianxin.desk.jinja import draw
from lianxin.desk.words import DueMark, day_words, due_mark, word_of
from lianxin.matters.categories import category_names
from lianxin.matters.lists import Line, listed
from lianxin.matters.models import Channel, Matter, State, Urgency
from lianxin.matters.names import Names, names_of


@dataclass(frozen=True)
class Card:
    """One matter of a list."""

    number: str
    title: str
    state: str
    state_word: str
    urgency: str
    urgency_word: str
    category: str
    where: str
    holder: str
    said: str
    channel: str
    due: DueMark
    merged_into: str | None


# What is kept of a matter for a list: of which district, in which minute, which matter in which version.
_Key = tuple[UUID, int, UUID, int]


def rows(lines: Collection[Line], district: UUID) -> list[Markup]:
    """Return the rows that a list shows of these matters, all of the district and of the reader's scope.

    A row says the same to everybody, so it is drawn once a minute for each version of a matter.
    """
    return _rows(_keys(lines, district))


def cards_of(lines: Collection[Line], district: UUID) -> list[Card]:
    """Return the cards of these matters, kept as rows are; into what one was merged is not told."""
    return _cards(_keys(lines, district))


def _keys(lines: Collection[Line], district: UUID) -> list[_Key]:
    minute = int(clock.now().timestamp() // 60)
    return [(district, minute, *line) for line in lines]


@kept_each
def _rows(wanted: Collection[_Key]) -> dict[_Key, Markup]:
    return {key: draw("desk/_rows.jinja", "row", card) for key, card in _made(wanted).items()}


@kept_each
def _cards(wanted: Collection[_Key]) -> dict[_Key, Card]:
    return _made(wanted)


def _made(wanted: Collection[_Key]) -> dict[_Key, Card]:
    found = listed(wanted[0][0], [pk for _district, _minute, pk, _version in wanted])
    made = dict(zip(found, cards(found.values()), strict=True))
    return {key: made[key[2]] for key in wanted if key[2] in made}


def cards(matters: Iterable[Matter], numbers: dict[str, str] | None = None) -> list[Card]:
    """Return the rows of these matters; `numbers` are those into which any of them were merged."""
    matters = list(matters)
    names = names_of(matters, numbers=numbers)
    return [card(matter, names) for matter in matters]


def card(matter: Matter, names: Names) -> Card:
    return Card(
        number=matter.number,
        title=matter.title,
        state=matter.state,
        state_word=word_of(State, matter.state),
        urgency=matter.urgency,
        urgency_word=word_of(Urgency, matter.urgency),
        category=category_names(matter.district_id)[matter.category],
        where=names.where(matter),
        holder=names.person(matter.holder_id),
        said=day_words(matter.said_on),
        channel=word_of(Channel, matter.channel),
        due=due_mark(matter),
        merged_into=names.merged_into(matter),
    )
