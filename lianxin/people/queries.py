"""Reads of persons, organisations and posts."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import F, Prefetch, Q, QuerySet

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.written import written_once
from lianxin.people.models import Import, Occupancy, Organisation, Person, Post
from lianxin.territory.models import LYING, Place
from lianxin.territory.queries import places_in


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
