"""Reads of persons, organisations and posts."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from lianxin.people.models import Post


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
