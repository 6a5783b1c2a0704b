"""A matter as a row of a list: what the templates show, found in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from lianxin.desk.words import DueMark, day_words, due_mark, word_of
from lianxin.matters.categories import category_names
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
