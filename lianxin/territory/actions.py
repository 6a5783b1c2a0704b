"""Keeping the register of places."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.territory.models import PARENTS, Level, Place
from lianxin.territory.ranges import names_in


def check_keeps(place: Place, *, by: Actor) -> None:
    """Refuse unless the actor keeps the register of an area that the place lies in."""
    path = set(place.path().values())
    if not by.may("keep_register") or not any(area.place in path for area in by.keeps):
        raise Refused("not_allowed", _("“%(name)s”不在您维护的范围内。") % {"name": place.name})


def add_place(parent: Place, level: str, name: str, *, by: Actor, code: str = "") -> Place:
    """Enter a place below another."""
    check_keeps(parent, by=by)
    if parent.level not in PARENTS.get(level, ()):
        sentence = _("%(parent)s下面不能建%(level)s。") % {
            "parent": parent.get_level_display(),
            "level": Level(level).label,
        }
        raise Refused("bad_input", sentence, fields={"level": [sentence]})
    above = {**parent.path(), "district_id": by.district}
    place = Place(level=level, name=name, code=code, parent=parent, **above)
    _save(place)
    return place


def add_places(
    parent: Place, level: str, written: str, *, by: Actor, code: str = ""
) -> list[Place]:
    """Enter several places below one, all or none, from a list such as `1号楼、2号楼` or `101-104`."""
    names = names_in(written)
    if not names:
        sentence = _("请写名称，几个之间用顿号隔开。")
        raise Refused("bad_input", sentence, fields={"names": [sentence]})
    with transaction.atomic():
        only = code if len(names) == 1 else ""
        return [add_place(parent, level, name, by=by, code=only) for name in names]


def change_place(
    place: Place,
    *,
    by: Actor,
    name: str,
    aliases: list[str],
    code: str = "",
    bankrupt_employer: str = "",
) -> Place:
    """Correct a place's name, other names and code, and of a compound whose housing it was."""
    check_keeps(place, by=by)
    if bankrupt_employer and place.level != Level.COMPOUND:
        sentence = _("只有小区才填原属的破产企业。")
        raise Refused("bad_input", sentence, fields={"bankrupt_employer": [sentence]})
    place.name, place.aliases, place.code = name, aliases, code
    place.bankrupt_employer = bankrupt_employer
    _save(place)
    return place


def set_grid(stairwell: Place, grid: Place, *, by: Actor) -> Place:
    """Put a stairwell and its homes into a grid of the same community."""
    check_keeps(stairwell, by=by)
    if grid.level != Level.GRID or grid.community_id != stairwell.community_id:
        sentence = _("请选本社区的网格。")
        raise Refused("bad_input", sentence, fields={"grid": [sentence]})
    with transaction.atomic():
        stairwell.grid = grid
        stairwell.save(update_fields=["grid"])
        Place.objects.filter(district=stairwell.district_id, stairwell=stairwell).update(grid=grid)
    return stairwell


def _save(place: Place) -> None:
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError:
        sentence = _("同一级里已经有“%(name)s”，或编码已被使用。") % {"name": place.name}
        raise Refused("bad_input", sentence, fields={"name": [sentence]}) from None
