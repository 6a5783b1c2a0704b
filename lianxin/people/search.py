"""Finding persons of the register: by name, by its initials, by a whole telephone or identity number."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lianxin.base.actor import Actor
from lianxin.base.bigrams import plain, standing
from lianxin.base.found import Found
from lianxin.people.models import Person, identity_index, phone_index
from lianxin.people.queries import people_seen
from lianxin.understanding.personal import words_of

_PHONE = 7  # digits from which on a word may be a telephone
_IDENTITY = 18
# No name is longer, and SQLite refuses to look for a pattern of 50,000 bytes.
_LONGEST = Person._meta.get_field("name").max_length


def phone_key_of(word: str) -> str:
    """Return the keyed hash of a word that may be a telephone, or nothing."""
    return phone_index(word) if word.isdecimal() and len(word) >= _PHONE else ""


def search(sought: str, by: Actor) -> QuerySet[Person]:
    """Return the persons whom the actor may look up and whom every word sought fits; without words, nobody."""
    return narrowed(people_seen(by), sought) if words_of(sought) else Person.objects.none()


def narrowed(people: QuerySet[Person], sought: str) -> QuerySet[Person]:
    """Narrow persons to those whom every word sought fits."""
    for word in words_of(sought):
        people = people.filter(_fits(word))
    return people


def _fits(word: str) -> Q:
    if len(word) > _LONGEST:
        return Q(pk__in=[])
    fits = Q(name__icontains=word) | Q(title__icontains=word)
    if word.isascii() and word.isalpha():
        fits |= Q(initials__startswith=word) | Q(initials__contains=f" {word}")
    if key := phone_key_of(word):
        fits |= Q(phone_key=key)
    if len(word) == _IDENTITY:
        fits |= Q(identity_key=identity_index(word))
    return fits


def found_in(person: Person, sought: str) -> list[Found]:
    """Return by what each word sought fits a person; of a sealed number only that it is the one."""
    return [found for word in words_of(sought) for found in _first(person, word)]


def _first(person: Person, word: str) -> Iterator[Found]:
    for text, where in ((person.name, _("姓名")), (person.title, _("称呼"))):
        if word in plain(text):
            start, end = standing(word, text)
            yield Found(where, text[:start], text[start:end], text[end:])
            return
    if word.isascii() and word.isalpha():
        yield Found(_("姓名的拼音首字母"), "", word)
    elif len(word) == _IDENTITY and identity_index(word) == person.identity_key:
        yield Found(_("身份证号"))
    else:
        yield Found(_("电话"))
