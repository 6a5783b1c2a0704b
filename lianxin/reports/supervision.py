"""The supervisor's view of what is open: how many matters stand how, by organisation and by category.

Organisations and categories stand by their names, whatever their figures: it is no ranking, and persons
are not counted at all. Of few matters no rate is made.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from lianxin.access.roles import Permission
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.forms import cleaned
from lianxin.base.refused import Refused
from lianxin.matters.categories import category_names
from lianxin.matters.lists import Line, first_of
from lianxin.matters.models import Matter
from lianxin.matters.queries import IS_OPEN, UNHELD, lying_in, matters_for
from lianxin.matters.standing import Standing, stands_as
from lianxin.people.models import Organisation
from lianxin.reports.forms import SupervisionForm
from lianxin.reports.queries import place_of
from lianxin.territory.models import Place

FEWEST = 5  # of fewer matters a rate says nothing
GLANCE = 10


@dataclass(frozen=True)
class Standings:
    """How many matters of one organisation, one category, or all of them stand how."""

    name: str
    narrows: dict[str, str]
    counts: dict[str, int]

    @property
    def late_percent(self) -> int | None:
        """Return how many of a hundred in hand are late, where there are enough to say so."""
        in_hand = self.counts[Standing.OPEN]
        if in_hand < FEWEST:
            return None
        return round(100 * self.counts[Standing.LATE] / in_hand)

    def query(self, standing: str) -> str:
        """Return the query of an address that lists exactly what a figure counts."""
        quiet = {} if standing == Standing.STUCK else {"quiet": ""}
        asked = {"due": standing, **self.narrows, **quiet}
        return urlencode({name: value for name, value in asked.items() if value})

    def as_json(self) -> dict:
        return {
            "name": self.name,
            "late_percent": self.late_percent,
            "figures": [
                {
                    "name": standing.value,
                    "label": str(standing.label),
                    "count": self.counts[standing],
                    "query": self.query(standing),
                }
                for standing in Standing
            ],
        }


@dataclass(frozen=True)
class Supervision:
    """What a supervisor looks at: all of it, then by organisation and by category, each by name."""

    quiet: int
    area: str
    total: Standings
    organisations: list[Standings]
    categories: list[Standings]
    carried: list[Line]  # the first of them by their day of review

    @property
    def quiet_since(self) -> date:
        return clock.today() - timedelta(days=self.quiet)

    def as_json(self) -> dict:
        return {
            "quiet": self.quiet,
            "area": self.area,
            "total": self.total.as_json(),
            "organisations": [one.as_json() for one in self.organisations],
            "categories": [one.as_json() for one in self.categories],
        }


def supervision_for(actor: Actor, *, quiet: str = "", area: str = "") -> Supervision:
    """Return how what is open within the actor's scope stands now, in a fixed number of queries."""
    check_may_supervise(actor)
    asked = cleaned(SupervisionForm({"quiet": quiet, "area": area}))
    place = place_of(asked["area"], actor)
    matters = matters_for(actor).filter(IS_OPEN)
    if place is not None:
        matters = lying_in(matters, place)
    shared = {"quiet": str(asked["quiet"]), "area": str(place.pk) if place else ""}
    groups = _groups(matters, asked["quiet"])
    organisations = _summed(groups, lambda group: group["holder_organisation"])
    categories = _summed(groups, lambda group: group["category"])
    names = dict(Organisation.objects.filter(pk__in=organisations).values_list("pk", "name"))
    return Supervision(
        quiet=asked["quiet"],
        area=place.name if place else "",
        total=Standings(_("全部"), shared, sum(categories.values(), Counter())),
        organisations=_by_name(organisations, "organisation", names.get, shared),
        categories=_by_name(categories, "category", category_names(actor.district).get, shared),
        carried=_carried(place, actor),
    )


def _carried(place: Place | None, actor: Actor) -> list[Line]:
    def carried(matters: QuerySet[Matter]) -> QuerySet[Matter]:
        found = matters.filter(IS_OPEN, stands_as(Standing.CARRIED)).order_by("review_on", "pk")
        return lying_in(found, place) if place else found

    return first_of(actor, carried, stop=GLANCE)


def may_supervise(actor: Actor) -> bool:
    """Tell whether the actor looks at how all that is open stands."""
    return actor.may(Permission.SUPERVISE) or actor.may(Permission.DISPATCH)


def check_may_supervise(actor: Actor) -> None:
    if not may_supervise(actor):
        raise Refused("not_allowed", _("您的岗位不看督办台。您自己的事项在“我的事项”里。"))


def _groups(matters: QuerySet[Matter], quiet: int) -> list[dict]:
    """Count the matters of each organisation and category at once: they are walked through one time."""
    counts = {name.value: Count("pk", filter=stands_as(name, quiet)) for name in Standing}
    return list(matters.order_by().values("holder_organisation", "category").annotate(**counts))


def _summed(
    groups: list[dict], key_of: Callable[[dict], UUID | str | None]
) -> dict[UUID | str | None, Counter[str]]:
    sums: dict[UUID | str | None, Counter[str]] = {}
    for group in groups:
        counted = sums.setdefault(key_of(group), Counter())
        counted.update({name.value: group[name.value] for name in Standing})
    return sums


def _by_name(
    groups: dict, parameter: str, name_of: Callable[[object], str], shared: dict[str, str]
) -> list[Standings]:
    """Return the groups by their names, and after them what nobody holds."""
    named = [
        Standings(name_of(key), {parameter: str(key), **shared}, counts)
        for key, counts in groups.items()
        if key is not None
    ]
    return [*sorted(named, key=lambda one: one.name), *_unheld(groups, parameter, shared)]


def _unheld(groups: dict, parameter: str, shared: dict[str, str]) -> Iterable[Standings]:
    if None in groups:
        yield Standings(_("还没有派"), {parameter: UNHELD, **shared}, groups[None])
