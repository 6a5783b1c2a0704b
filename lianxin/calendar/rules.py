"""Who keeps the calendar and the limits."""

from uuid import UUID

from lianxin.base.actor import Actor
from lianxin.base.scope import Area


def kept(by: Actor) -> tuple[Area, ...]:
    """Return the areas whose rules the actor keeps."""
    return (*by.scope.areas, *by.keeps) if by.may("keep_rules") else ()


def keeps_district(by: Actor) -> bool:
    """Tell whether the actor keeps the rules of a whole district, which hold for all its offices."""
    return any(area.level == "district" for area in kept(by))


def keeps_community(community: UUID, by: Actor) -> bool:
    """Tell whether the actor keeps when a community's office is open."""
    return keeps_district(by) or any(area.place == community for area in kept(by))
