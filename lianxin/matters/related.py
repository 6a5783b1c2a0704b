"""What a matter has to do with others, as far as the reader's scope goes: elsewhere the others do not exist."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from lianxin.base.actor import Actor
from lianxin.history.models import Event
from lianxin.matters.models import Matter, MatterLink, Relation
from lianxin.matters.queries import known_to

# Facts of events that are keys of other matters.
NAMING = ("into", "other", "children")


@dataclass(frozen=True)
class Linked:
    """The other end of a link, as seen from this one."""

    matter: Matter
    relation: Relation

    def as_json(self) -> dict:
        return {
            "number": self.matter.number,
            "relation": self.relation.value,
            "title": self.matter.title,
            "state": self.matter.state,
        }


def links_between(matter: Matter, other: Matter, relation: str) -> QuerySet[MatterLink]:
    one, two, kind = Relation(relation).from_its_side(matter, other)
    return MatterLink.objects.filter(district=matter.district_id, one=one, other=two, kind=kind)


def links_of(matter: Matter, actor: Actor | None) -> list[Linked]:
    """Return the links of a matter whose other end this reader sees."""
    links = MatterLink.objects.filter(MatterLink.touching(matter)).order_by("pk")
    ends = [(link, link.other_id if link.one_id == matter.pk else link.one_id) for link in links]
    if not ends:
        return []
    seen = _seen(actor).in_bulk([end for _link, end in ends])
    return [Linked(seen[end], link.relation_of(matter)) for link, end in ends if end in seen]


def relatives_of(matter: Matter, actor: Actor | None) -> list[Matter]:
    """Return the matter out of which this one came, those that came out of it, and those merged into it."""
    related = Q(parent=matter.pk) | Q(merged_into=matter.pk)
    if matter.parent_id:
        related |= Q(pk=matter.parent_id)
    # By their keys first: asked for with the scope beside it, SQLite walks through all that is in scope.
    keys = list(Matter.objects.filter(related).values_list("pk", flat=True))
    if not keys:
        return []
    found = _seen(actor).filter(pk__in=keys).select_related("holder")
    return list(found.order_by("recorded_at", "number"))


def numbers_of(
    matters: Iterable[Matter], events: Iterable[Event], actor: Actor | None
) -> dict[str, str]:
    """Return the numbers of the other matters that these name, by key, of those that this reader sees."""
    keys = {str(matter.merged_into_id) for matter in matters if matter.merged_into_id}
    keys |= {key for event in events for name in NAMING for key in _keys(event.data.get(name))}
    found = numbers_in([UUID(key) for key in keys], actor)
    return {str(pk): number for pk, number in found.items()}


def numbers_in(pks: Collection[UUID], actor: Actor | None) -> dict[UUID, str]:
    """Return the numbers of those of these matters that this reader sees, by id."""
    if not pks:
        return {}
    return dict(_seen(actor).filter(pk__in=pks).values_list("pk", "number"))


def _keys(fact: str | list | None) -> list[str]:
    return fact if isinstance(fact, list) else [fact] if fact else []


def with_numbers(data: dict, numbers: dict[str, str]) -> dict:
    """Return the facts of an event with numbers for keys; what this reader must not know is left out."""
    told = {
        name: [numbers[key] for key in _keys(data[name]) if key in numbers]
        for name in NAMING
        if name in data
    }
    plain = {name: value for name, value in data.items() if name not in told}
    named = {
        name: found if isinstance(data[name], list) else found[0]
        for name, found in told.items()
        if found
    }
    return {**plain, **named}


def _seen(actor: Actor | None) -> QuerySet[Matter]:
    return known_to(actor) if actor else Matter.objects.all()
