"""Finding matters by words: within the reader's scope, the newest first, each with where it was found.

What a reader must not learn is not found for them either. Telephones and identity numbers are in no index;
a telephone that is typed whole is found by its keyed hash. The words of steps are sealed, and not searched.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.base import bigrams
from lianxin.base.actor import Actor
from lianxin.base.bigrams import marks, marks_of_key, place_in_time, plain
from lianxin.base.found import Found
from lianxin.base.search import newest_with
from lianxin.matters.lists import Line
from lianxin.matters.models import Matter, MatterText
from lianxin.matters.queries import hides_requester, known_to
from lianxin.people.models import phone_index
from lianxin.people.search import phone_key_of
from lianxin.understanding.personal import mask, telephones, without, words_of

# Where a word can stand: the columns for everybody, and those that tell who asked.
NEUTRAL = {
    "number": _("编号"),
    "title": _("标题"),
    "summary": _("摘要"),
    "spot": _("具体位置"),
}
TELLING = {
    "words": _("居民的话"),
    "requester_name": _("反映人"),
    "requester_title": _("称呼"),
    "subject_name": _("替谁反映"),
}
_AROUND = 18  # characters shown on each side of what was found


def text_of(matter: Matter) -> MatterText:
    """Return the row by which a matter is found, to be saved with it."""
    neutral, telling = text_in(matter, NEUTRAL), text_in(matter, TELLING)
    keys = phone_keys([matter.requester_phone, *(getattr(matter, name) for name in TELLING)])
    return MatterText(
        id=place_in_time(matter.recorded_at, int(matter.number.rpartition("-")[2])),
        district_id=matter.district_id,
        matter_id=matter.pk,
        neutral=neutral,
        telling=telling,
        marks=marks(f"{neutral}\n{telling}", matter.district_id).union(*map(marks_of_key, keys)),
    )


def text_in(row: object, columns: Iterable[str]) -> str:
    """Return the plain text of some columns, without telephones and identity numbers."""
    # A line break, which no word holds, keeps what stands in one column from running into the next.
    return "\n".join(plain(without(getattr(row, column))) for column in columns)


def phone_keys(texts: Iterable[str]) -> set[str]:
    """Return the keyed hashes of the telephones that stand in some texts, or are one of them as a whole."""
    digits = {number for text in texts for _start, _end, number in telephones(text)}
    whole = {text for text in texts if text and not text.strip("0123456789-() +")}
    return {phone_index(number) for number in digits | whole} - {""}


def ways_of(word: str, district: UUID) -> list[set[int]]:
    """Return by which marks a text is found in which a word may stand: its pairs, or the hash of a telephone."""
    key = phone_key_of(word)
    ways = [marks(word, district), marks_of_key(key) if key else set()]
    return [way for way in ways if way]


def search(matters: QuerySet[Matter], sought: str, actor: Actor) -> QuerySet[Matter]:
    """Narrow matters to those that hold every word sought, the newest first; without words, as they were.

    One question for the whole scope.
    """
    words = words_of(sought)
    if not words:
        return matters
    for word in words:
        matters = matters.filter(_holds(word, actor))
    matters = matters.filter(text__district=actor.district)
    return newest_with(matters, "text", (ways_of(word, actor.district) for word in words))


class Hit(NamedTuple):
    """A matter that was found, as a list knows it, and the texts in which a word of it can stand."""

    pk: UUID
    version: int
    merged_into_id: UUID | None
    withhold: bool
    requester_phone_key: str
    number: str
    title: str
    summary: str
    spot: str
    words: str
    requester_name: str
    requester_title: str
    subject_name: str

    @property
    def line(self) -> Line:
        return self.pk, self.version


def hits(sought: str, actor: Actor, *, start: int = 0, stop: int) -> list[Hit]:
    """Return the matters from `start` to `stop` that hold every word sought, of all that the actor sees.

    Read as plain rows: to make 50 matters of them costs ten times as much as to find them.
    """
    found = search(known_to(actor), sought, actor).values_list(*Hit._fields)
    return [Hit(*row) for row in found[start:stop]]


def _holds(word: str, actor: Actor) -> Q:
    told = Q(withhold=False) if actor.outside else Q()
    found = Q(text__neutral__contains=word) | (told & Q(text__telling__contains=word))
    if key := phone_key_of(word):
        found |= told & Q(text__marks__holds=marks_of_key(key))
    return found


def found_in(matter: Hit, sought: str, actor: Actor) -> list[Found]:
    """Return where each word sought stands in a matter, in the resident's words first, as far as this reader may know."""
    columns = NEUTRAL if hides_requester(matter, actor) else {**TELLING, **NEUTRAL}
    return [found for word in words_of(sought) for found in _first(matter, word, columns)]


def _first(matter: Hit, word: str, columns: dict[str, Promise]) -> Iterator[Found]:
    for column, where in columns.items():
        text = getattr(matter, column)
        if word in plain(without(text)):
            yield around(text, word, where)
            return
    if "words" in columns and (key := phone_key_of(word)):
        by_phone = key == matter.requester_phone_key
        yield Found(_("反映人的电话") if by_phone else _("居民的话里的电话"))


def around(text: str, word: str, where: str | Promise) -> Found:
    """Return a word with some of the text on both sides of it."""
    start, end = bigrams.standing(word, without(text))
    shown = mask(text)
    before, after = shown[max(0, start - _AROUND) : start], shown[end : end + _AROUND]
    return Found(
        where=where,
        before=f"…{before}" if start > _AROUND else before,
        word=shown[start:end],
        after=f"{after}…" if end + _AROUND < len(shown) else after,
    )
