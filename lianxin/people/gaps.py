"""What the register still lacks: places for which nobody answers."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.people.models import Organisation, OrganisationKind, Post, Role
from lianxin.people.queries import held
from lianxin.territory.models import Level, Place
from lianxin.territory.queries import places_in

_ITSELF = Q(area=OuterRef("pk"))


@dataclass(frozen=True)
class Gap:
    """One thing that is lacking, and the places that lack it."""

    title: str | Promise
    says: str | Promise
    places: QuerySet[Place]


def gaps(by: Actor) -> list[Gap]:
    """Return what is lacking within the registers that the actor keeps, for which places, by name."""
    kept = places_in(by.keeps).filter(district=by.district)
    kept = kept.order_by("community__name", "compound__name", "building__name", "name", "pk")

    def without(level: str, role: str, answers: Q) -> QuerySet[Place]:
        posts = Post.objects.filter(held(clock.today()), answers, district=by.district, role=role)
        return kept.filter(~Exists(posts), level=level)

    companies = Organisation.objects.filter(
        district=by.district, kind=OrganisationKind.PROPERTY_COMPANY
    )
    of_part = _ITSELF | Q(area__building=OuterRef("pk"))
    of_whole = Q(area=OuterRef("compound")) | Q(area=OuterRef("community"))
    return [
        Gap(
            _("没有网格员的网格"),
            _("网格里的事没有人第一个到。"),
            without(Level.GRID, Role.GRID_WORKER, _ITSELF),
        ),
        Gap(
            _("没有划进网格的单元"),
            _("那里的事派不到网格员。在“地点”里打开这个单元，选网格。"),
            kept.filter(level=Level.STAIRWELL, grid=None),
        ),
        Gap(
            _("没有楼栋长的楼"),
            _("楼栋长管整栋或其中一个单元的，都算有。"),
            without(Level.BUILDING, Role.BUILDING_CAPTAIN, of_part),
        ),
        Gap(
            _("没有居民代表的楼"),
            _("代表整个小区、整个社区的，也算有。"),
            without(Level.BUILDING, Role.RESIDENT_REP, of_part | of_whole),
        ),
        Gap(
            _("没有物业的小区"),
            _("登记簿里没有哪家物业公司服务这里。有的话，在“单位”里登记。"),
            kept.filter(~Exists(companies.filter(_ITSELF)), level=Level.COMPOUND),
        ),
    ]
