"""Reads of persons, organisations and posts."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.base.written import written_once
from lianxin.people.models import Import, Occupancy, Organisation, Person, Post
from lianxin.territory.models import LYING, Level, Place
from lianxin.territory.queries import communities_in, places_in


def held(on: date) -> Q:
    """Return the condition that a post is held on a day, its last day included."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def posts_of(person: UUID, on: date) -> QuerySet[Post]:
    """Return the posts that a person holds on a day, longest held first."""
    return (
        Post.objects.filter(held(on), person=person)
        .select_related("organisation", "area")
        .order_by("since", "pk")
    )


class Held(NamedTuple):
    """A post that somebody holds, as far as their rights ask for it."""

    pk: UUID
    role: str
    organisation: UUID
    organisation_name: str
    area: Place


def held_by(person: UUID, on: date) -> list[Held]:
    """Return the posts that a person holds on a day, as they stand now, longest held first."""
    return [
        Held(pk, role, organisation, name, Place.from_db(DEFAULT_DB_ALIAS, LYING, area))
        for pk, role, organisation, name, *area in _held_by(person, on)
    ]


@written_once
def _held_by(person: UUID, on: date) -> QuerySet:
    place = (f"area__{name}" for name in LYING)
    return posts_of(person, on).values_list(
        "pk", "role", "organisation", "organisation__name", *place
    )


def people_kept(by: Actor) -> QuerySet[Person]:
    """Return the persons of the communities whose register the actor keeps, each with where they live as `living`."""
    kept = Q(community__in=places_in(by.keeps)) | Q(posts__area__in=places_in(by.keeps))
    people = Person.objects.filter(kept, district=by.district).distinct()
    living = Prefetch("occupancies", Occupancy.objects.filter(until=None), to_attr="living")
    return people.select_related("community").prefetch_related(living).order_by("name", "pk")


def people_seen(by: Actor) -> QuerySet[Person]:
    """Return the persons whom the actor may look up: those who live in their areas, and of the registers they keep."""
    seen = Q(pk__in=[])
    if by.may("read_register"):
        for area in by.scope.areas:
            if area.community in (None, area.place):
                seen |= Q(
                    community__in=communities_in((area,), by.district).order_by().values("pk")
                )
            else:
                seen |= Q(home__in=places_in((area,)).order_by().values("pk"))
    if by.may("keep_register"):
        seen |= Q(pk__in=people_kept(by).order_by().values("pk"))
    return Person.objects.filter(seen, district=by.district).order_by("name", "pk")


def person_seen(pk: UUID, by: Actor) -> Person:
    """Return somebody whom the actor may look up, or refuse: out of sight nobody exists."""
    person = people_seen(by).select_related("community").filter(pk=pk).first()
    if person is None:
        raise Refused("not_found", _("登记簿里没有这个人。"))
    return person


def homes_of(person: Person, by: Actor) -> list[Occupancy]:
    """Return where somebody lived and lives, the present first; homes out of the actor's sight are left out."""
    seen = places_in((*by.scope.areas, *by.keeps)).order_by().values("pk")
    lived = Occupancy.objects.filter(district=person.district_id, person=person, home__in=seen)
    return list(lived.order_by(F("until").desc(nulls_first=True), "-pk"))


def living_with(person: Person, by: Actor) -> list[Person]:
    """Return who else lives in somebody's home, as far as the actor may look them up."""
    home = Occupancy.objects.filter(district=person.district_id, person=person, until=None)
    if not (place := home.values_list("home", flat=True).first()):
        return []
    beside = Occupancy.objects.filter(district=person.district_id, home=place, until=None)
    found = people_seen(by).filter(pk__in=beside.values("person"), home__level=Level.HOME)
    return list(found.exclude(pk=person.pk))


def imports_kept(by: Actor) -> QuerySet[Import]:
    """Return what was taken into the registers that the actor keeps, the newest first."""
    kept = Import.objects.filter(district=by.district, area__in=places_in(by.keeps))
    return kept.order_by("-at", "-pk")


def organisations_kept(by: Actor) -> QuerySet[Organisation]:
    """Return the organisations that work within what the actor keeps."""
    kept = Organisation.objects.filter(district=by.district, area__in=places_in(by.keeps))
    return kept.select_related("area").order_by("kind", "name")


def posts_kept(by: Actor) -> QuerySet[Post]:
    """Return the posts for areas that the actor keeps, those held today and to come first."""
    kept = Post.objects.filter(district=by.district, area__in=places_in(by.keeps))
    return kept.select_related("person", "organisation", "area").order_by(
        F("until").desc(nulls_first=True), "organisation__name", "person__name", "pk"
    )


def holders_of(roles: Collection[str], area: UUID) -> list[UUID]:
    """Return the persons who hold one of these roles for an area today."""
    posts = Post.objects.filter(held(clock.today()), role__in=roles, area=area)
    return list(posts.order_by("person").values_list("person", flat=True).distinct())
