"""The neutral title of a request: where, and what about; never who."""

from uuid import UUID

from lianxin.matters.categories import category_names


def place_words(matter: object) -> str:
    """Return a matter's place in words, from compound to home, or its spot."""
    named = [getattr(matter, level) for level in ("compound", "building", "stairwell", "home")]
    return "".join(place.name for place in named if place) or matter.spot


def title_of(place: str, category: str, district: UUID) -> str:
    """Return the neutral title of a matter: where, and what about as the district calls it."""
    return " ".join(part for part in (place, category_names(district)[category]) if part)[:120]
