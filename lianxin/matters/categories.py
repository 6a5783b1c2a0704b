"""What categories are called in a district: the table that is shipped, as the district names, hides and orders it.

The codes stay, and so do matters that bear the code of a hidden category; only nobody is offered it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.kept import forget, kept
from lianxin.base.refused import Refused
from lianxin.matters.dated import check_keeps
from lianxin.matters.models import DistrictCategory
from lianxin.understanding.categories import CATEGORIES

LAST_RESORT = "OTHER"  # what is understood of nothing else; it is always offered


@dataclass(frozen=True)
class CategoryWords:
    """A category as people of a district see it; `own` where the district said so."""

    code: str
    name: str
    definition: str
    examples: str
    position: int
    hidden: bool = False
    own: bool = False


@kept
def category_names(district: UUID) -> Mapping[str, str]:
    """Return what each category is called on every screen and list of a district, in its order."""
    return {one.code: one.name for one in categories_of(district)}


def category_choices(district: UUID, chosen: str = "") -> list[tuple[str, str]]:
    """Return the categories that are offered for a matter, with the one that it bears already."""
    found = categories_of(district)
    return [(one.code, one.name) for one in found if not one.hidden or one.code == chosen]


def offered(code: str, district: UUID) -> str:
    """Return the category, or the last resort where the district hides it."""
    hidden = {one.code for one in categories_of(district) if one.hidden}
    return LAST_RESORT if code in hidden else code


@kept
def categories_of(district: UUID) -> tuple[CategoryWords, ...]:
    """Return all categories as the district sees them, in its order."""
    columns = ("code", "name", "definition", "examples", "position", "hidden")
    rows = DistrictCategory.objects.filter(district=district).order_by("set_at", "pk")
    own = {row["code"]: CategoryWords(**row, own=True) for row in rows.values(*columns)}
    return tuple(sorted((own.get(one.code, one) for one in shipped()), key=_rank))


def _rank(one: CategoryWords) -> tuple[int, bool]:
    """At one place the category that was put there stands before the one that stood there."""
    return one.position, not one.own


def shipped() -> list[CategoryWords]:
    return [
        CategoryWords(code, one.zh, one.definition, "\n".join(one.examples), position)
        for position, (code, one) in enumerate(CATEGORIES.items(), start=1)
    ]


def set_category(words: CategoryWords, *, by: Actor) -> None:
    """Let a category be called, explained, hidden and placed so in the actor's district, from now on."""
    check_keeps(by)
    if words.hidden and words.code == LAST_RESORT:
        sentence = _("“其他”不能藏起来：听不出类别的要放在这里。")
        raise Refused("bad_input", sentence, fields={"hidden": [sentence]})
    named = category_names(by.district)
    if words.name in [name for code, name in named.items() if code != words.code]:
        sentence = _("已经有一类叫这个名字，请换一个。")
        raise Refused("bad_input", sentence, fields={"name": [sentence]})
    DistrictCategory.objects.create(
        district_id=by.district,
        code=words.code,
        name=words.name,
        definition=words.definition,
        examples=words.examples,
        position=words.position,
        hidden=words.hidden,
        set_by=by.person,
        set_at=clock.now(),
    )
    forget()
