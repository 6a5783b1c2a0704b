"""Finding entries of the notebook by words: within the reader's scope, the newest first."""

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.base import bigrams
from lianxin.base.actor import Actor
from lianxin.base.bigrams import LEAST, place_in_time, plain
from lianxin.diary.models import Entry, EntryText
from lianxin.diary.queries import entries_for
from lianxin.matters.search import Found, around
from lianxin.understanding.personal import without

COLUMNS: dict[str, Promise] = {
    "words": _("居民的话"),
    "reporter_name": _("反映人"),
    "reporter_title": _("称呼"),
}


def text_of(entry: Entry) -> EntryText:
    """Return the row by which an entry is found, to be saved with it."""
    text = "\n".join(plain(without(getattr(entry, column))) for column in COLUMNS)
    return EntryText(
        # Of entries in one millisecond the last bits of their keys tell which came later.
        id=place_in_time(entry.recorded_at, entry.pk.int),
        district_id=entry.district_id,
        entry_id=entry.pk,
        plain=text,
        pairs=bigrams.bigrams(text),
    )


def search(sought: str, actor: Actor) -> QuerySet[Entry]:
    """Return the entries that the actor may read and that hold every word sought; without words, none."""
    words = bigrams.words(sought)
    entries = entries_for(actor) if words else Entry.objects.none()
    for word in words:
        entries = entries.filter(text__plain__contains=word)
        if len(word) >= LEAST:
            entries = entries.filter(text__pairs__holds=word)
    return entries.order_by("-text__id")


def found_in(entry: Entry, sought: str) -> list[Found]:
    """Return where each word sought stands in an entry."""
    return [
        around(text, word, where)
        for word in bigrams.words(sought)
        for column, where in COLUMNS.items()
        if word in (text := plain(without(getattr(entry, column))))
    ]
