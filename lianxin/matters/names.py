"""The names behind the ids of matters."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from lianxin.access.models import Login
from lianxin.history.models import Event
from lianxin.matters.models import Matter
from lianxin.people.models import Person
from lianxin.territory.models import Place

LEVELS = ("district", "street", "community", "grid", "compound", "building", "stairwell", "home")


@dataclass
class Names:
    """The names behind the ids of some matters, read in three queries whatever their number."""

    places: dict[UUID, str]
    people: dict[UUID, str]
    numbers: dict[str, str] = field(default_factory=dict)  # of the matters that this reader sees

    def place(self, matter: Matter, level: str) -> str | None:
        return self.places.get(getattr(matter, f"{level}_id"))

    def where(self, matter: Matter) -> str:
        """Return the place in words as people say it, from the compound down, with the spot."""
        named = [
            self.place(matter, level) for level in ("compound", "building", "stairwell", "home")
        ]
        return "".join(
            [*(name for name in named if name), f" {matter.spot}" if matter.spot else ""]
        ).strip()

    @cached_property
    def logins(self) -> dict[UUID, str]:
        found = Login.objects.filter(person__in=self.people, is_active=True).order_by("-username")
        return dict(found.values_list("person_id", "username"))

    def merged_into(self, matter: Matter) -> str | None:
        """Return where a matter went; nothing but that it did, where the reader does not see that one."""
        if matter.merged_into_id is None:
            return None
        return self.numbers.get(str(matter.merged_into_id), "")

    def person(self, person: UUID | None) -> str:
        return self.people.get(person, "")


def names_of(
    matters: Iterable[Matter],
    events: Iterable[Event] = (),
    numbers: dict[str, str] | None = None,
) -> Names:
    """Return the names that these matters and events need; `numbers` are those of other matters."""
    matters = list(matters)
    place_ids = {getattr(matter, f"{level}_id") for matter in matters for level in LEVELS} - {None}
    people = {matter.holder_id for matter in matters} | {matter.recorded_by for matter in matters}
    people |= {event.person for event in events}
    return Names(
        places=dict(Place.objects.filter(pk__in=place_ids).values_list("pk", "name")),
        people=dict(Person.objects.filter(pk__in=people).values_list("pk", "name")),
        numbers=numbers or {},
    )
