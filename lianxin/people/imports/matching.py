"""Who of the register a row speaks of: surely, perhaps, or nobody yet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from lianxin.people.imports.columns import Told
from lianxin.people.models import Person, identity_index, phone_index
from lianxin.territory.models import Place

# So many keys go into one question.
_CHUNK = 500


@dataclass(frozen=True)
class Line:
    """A row that can be taken: what it says, and where that person lives."""

    told: Told
    community: UUID
    home: UUID | None
    identity_key: str
    phone_key: str

    @classmethod
    def of(cls, told: Told, community: UUID, home: UUID | None) -> "Line":
        return cls(told, community, home, identity_index(told.identity), phone_index(told.phone))

    @property
    def keys(self) -> Iterator[tuple]:
        """What tells one person from another, the surest first."""
        if self.identity_key:
            yield "identity", self.identity_key
        if self.phone_key:
            yield "phone", self.phone_key, self.told.name
        if self.home:
            yield "home", self.home, self.told.name


@dataclass
class Known:
    """Those of the register who may be meant by the rows of a file."""

    by_key: dict[tuple, Person] = field(default_factory=dict)
    by_name: dict[tuple, list[Person]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, district: UUID, communities: Iterable[Place], lines: list[Line]) -> "Known":
        """Return those of these communities who bear a number or a name of the rows."""
        known, people, kept = cls(), {}, list(communities)
        wanted = {
            "identity_key__in": {line.identity_key for line in lines} - {""},
            "name__in": {line.told.name for line in lines},
        }
        for column, keys in wanted.items():
            for chunk in _chunks(sorted(keys)):
                found = Person.objects.filter(
                    district=district, community__in=kept, **{column: chunk}
                )
                people.update({person.pk: person for person in found})
        for person in people.values():
            known.add(person)
        return known

    def add(self, person: Person) -> None:
        for key in _keys_of(person):
            self.by_key.setdefault(key, person)
        self.by_name[person.community_id, person.name].append(person)

    def surely(self, line: Line) -> Person | None:
        """Return who is meant: of the same identity number, or of the same name with the same telephone or home."""
        for key in line.keys:
            person = self.by_key.get(key)
            if person is not None and (key[0] == "identity" or not contradicts(person, line)):
                return person
        return None

    def perhaps(self, line: Line) -> list[Person]:
        """Return those of the same name in the community of whom nothing says that they are somebody else."""
        of_name = self.by_name.get((line.community, line.told.name), ())
        return [person for person in of_name if not _is_another(person, line)]


def contradicts(person: Person, line: Line) -> bool:
    """Tell whether both have an identity number, and not the same."""
    return bool(
        person.identity_key and line.identity_key and person.identity_key != line.identity_key
    )


def _is_another(person: Person, line: Line) -> bool:
    """Another number, another year of birth, another sex, or another home as well as another telephone."""
    told = line.told
    year = told.birth_date[:4]
    return (
        contradicts(person, line)
        or bool(person.birth_year and year and str(person.birth_year) != year)
        or bool(person.sex and told.sex and person.sex != told.sex)
        or bool(
            person.home_id and line.home and person.home_id != line.home
            and person.phone_key and line.phone_key and person.phone_key != line.phone_key
        )
    )  # fmt: skip


def _keys_of(person: Person) -> Iterator[tuple]:
    if person.identity_key:
        yield "identity", person.identity_key
    if person.phone_key:
        yield "phone", person.phone_key, person.name
    if person.home_id:
        yield "home", person.home_id, person.name


def _chunks(keys: list) -> Iterable[list]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
