"""Finding entries of the notebook by words: within the reader's scope, the newest first."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.base.actor import Actor
from lianxin.base.bigrams import marks, marks_of_key, place_in_time, plain
from lianxin.base.found import Found
from lianxin.base.search import newest_with
from lianxin.diary.models import Entry, EntryText
from lianxin.diary.queries import entries_for
from lianxin.matters.search import around, phone_keys, text_in, ways_of
from lianxin.people.search import phone_key_of
from lianxin.understanding.personal import without, words_of

COLUMNS: dict[str, Promise] = {
    "words": _("居民的话"),
    "reporter_name": _("反映人"),
    "reporter_title": _("称呼"),
}


def text_of(entry: Entry) -> EntryText:
    """Return the row by which an entry is found, to be saved with it."""
    text = text_in(entry, COLUMNS)
    keys = phone_keys([entry.reporter_phone, *(getattr(entry, name) for name in COLUMNS)])
    return EntryText(
        # Of entries in one millisecond the last bits of their keys tell one from the other.
        id=place_in_time(entry.recorded_at, entry.pk.int),
        district_id=entry.district_id,
        entry_id=entry.pk,
        plain=text,
        marks=marks(text, entry.district_id).union(*map(marks_of_key, keys)),
    )


def search(sought: str, actor: Actor) -> QuerySet[Entry]:
    """Return the entries that the actor may read and that hold every word sought; without words, none."""
    words = words_of(sought)
    entries = entries_for(actor) if words else Entry.objects.none()
    for word in words:
        entries = entries.filter(_holds(word))
    entries = entries.filter(text__district=actor.district)
    return newest_with(entries, "text", (ways_of(word, actor.district) for word in words))


def _holds(word: str) -> Q:
    found = Q(text__plain__contains=word)
    if key := phone_key_of(word):
        found |= Q(text__marks__holds=marks_of_key(key))
    return found


def found_in(entry: Entry, sought: str) -> list[Found]:
    """Return where each word sought stands in an entry."""
    return [found for word in words_of(sought) for found in _first(entry, word)]


def _first(entry: Entry, word: str) -> Iterator[Found]:
    for column, where in COLUMNS.items():
        text = getattr(entry, column)
        if word in plain(without(text)):
            yield around(text, word, where)
            return
    yield Found(_("电话"))
