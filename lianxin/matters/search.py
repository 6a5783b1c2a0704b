"""Finding matters by words: within the reader's scope, the newest first, each with where it was found.

What a reader must not learn is not found for them either. Telephones and identity numbers are in no index;
a telephone that is typed whole is found by its keyed hash. The words of steps are sealed, and not searched.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.base import bigrams
from lianxin.base.actor import Actor
from lianxin.base.bigrams import LEAST, place_in_time, plain
from lianxin.matters.models import Matter, MatterText
from lianxin.matters.queries import hides_requester
from lianxin.people.models import phone_index
from lianxin.understanding.personal import without

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
_PHONE = 7  # digits from which on a word may be a telephone
_AROUND = 18  # characters shown on each side of what was found


def text_of(matter: Matter) -> MatterText:
    """Return the row by which a matter is found, to be saved with it."""
    neutral = _joined(matter, NEUTRAL)
    telling = _joined(matter, TELLING)
    return MatterText(
        id=place_in_time(matter.recorded_at, int(matter.number.rpartition("-")[2])),
        district_id=matter.district_id,
        matter_id=matter.pk,
        neutral=neutral,
        telling=telling,
        pairs=bigrams.bigrams(neutral) | bigrams.bigrams(telling),
    )


def _joined(matter: Matter, columns: dict[str, Promise]) -> str:
    # A line break, which no word holds, keeps what stands in one column from running into the next.
    return "\n".join(plain(without(getattr(matter, column))) for column in columns)


def search(matters: QuerySet[Matter], sought: str, actor: Actor) -> QuerySet[Matter]:
    """Narrow matters to those that hold every word sought, the newest first; without words, as they were."""
    words = bigrams.words(sought)
    for word in words:
        matters = matters.filter(_holds(word, actor))
    return matters.order_by("-text__id", "-pk") if words else matters


def _holds(word: str, actor: Actor) -> Q:
    told = Q(withhold=False) if actor.outside else Q()
    found = Q(text__neutral__contains=word) | (told & Q(text__telling__contains=word))
    if len(word) >= LEAST:
        found &= Q(text__pairs__holds=word)
    if word.isdigit() and len(word) >= _PHONE:
        found |= told & Q(requester_phone_key=phone_index(word))
    return found


@dataclass(frozen=True)
class Found:
    """Where a word was found, and the text around it."""

    where: str | Promise
    before: str
    word: str
    after: str


def found_in(matter: Matter, sought: str, actor: Actor) -> list[Found]:
    """Return where each word sought stands in a matter, as far as this reader may know."""
    columns = NEUTRAL if hides_requester(matter, actor) else {**NEUTRAL, **TELLING}
    return [found for word in bigrams.words(sought) for found in _first(matter, word, columns)]


def _first(matter: Matter, word: str, columns: dict[str, Promise]) -> Iterator[Found]:
    for column, where in columns.items():
        text = plain(without(getattr(matter, column)))
        if word in text:
            yield around(text, word, where)
            return
    if "words" in columns and matter.requester_phone_key == phone_index(word):
        yield Found(_("反映人的电话"), "", "", "")


def around(text: str, word: str, where: str | Promise) -> Found:
    """Return a word with some of the text on both sides of it."""
    start = text.index(word)
    end = start + len(word)
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return Found(
        where=where,
        before=f"…{before}" if start > _AROUND else before,
        word=word,
        after=f"{after}…" if end + _AROUND < len(text) else after,
    )
