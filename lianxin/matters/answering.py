"""Who is to be told of a matter: who has to act on it now, and who stands above them."""

from uuid import UUID

from lianxin.matters.models import AtLevel, Matter
from lianxin.people.models import Role
from lianxin.people.queries import holders_of

_OFFICE = (Role.SECRETARY, Role.OFFICE_WORKER)
# Level at which a matter is held → the roles above it, and for which of its places.
_ABOVE = {
    AtLevel.GRID: ((Role.SECRETARY,), "community"),
    AtLevel.COMMUNITY: ((Role.STREET_OFFICER,), "street"),
    AtLevel.STREET: ((Role.DISTRICT_OFFICER,), "district"),
    AtLevel.DISTRICT: ((Role.DISTRICT_OFFICER,), "district"),
}


def whose_turn(matter: Matter) -> list[UUID]:
    """Return who has to act: the holder, or while nobody holds it the office of its level."""
    if matter.holder_id:
        return [matter.holder_id]
    if matter.level == AtLevel.STREET:
        return holders_of((Role.STREET_OFFICER,), matter.street_id)
    if matter.level == AtLevel.DISTRICT:
        return holders_of((Role.DISTRICT_OFFICER,), matter.district_id)
    return holders_of(_OFFICE, matter.community_id)


def superiors(matter: Matter) -> list[UUID]:
    """Return who stands above the level that holds a matter."""
    roles, place = _ABOVE[AtLevel(matter.level)]
    return holders_of(roles, getattr(matter, f"{place}_id"))
