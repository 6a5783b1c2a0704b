"""How the list of all matters is narrowed: what can be chosen, what was chosen, and how that is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from markupsafe import Markup

from lianxin.base.actor import Actor
from lianxin.base.kept import kept
from lianxin.base.scope import Scope
from lianxin.base.text import clean
from lianxin.desk.forms import FilterForm, area_choices
from lianxin.desk.jinja import draw
from lianxin.matters import queries
from lianxin.matters.categories import category_names
from lianxin.matters.models import Matter
from lianxin.matters.search import search
from lianxin.matters.standing import QUIET_DAYS, stands_as

SOUGHT = "q"
LONGEST = 100
Chosen = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Choices:
    """What was chosen, cleaned, and the form that shows it among what can be chosen."""

    cleaned: Mapping[str, object]
    drawn: Markup


@dataclass(frozen=True)
class Narrowing:
    """What somebody asks of the list: words, and what they chose. Two that ask the same are equal."""

    actor: Actor
    sought: str
    chosen: Chosen
    choices: Choices = field(compare=False)

    def __call__(self, found: QuerySet[Matter]) -> QuerySet[Matter]:
        """Narrow matters to what is asked, in the order of the list."""
        asked = self.choices.cleaned
        for name in ("kind", "state", "category", "holder"):
            if asked.get(name):
                found = found.filter(**{name: asked[name]})
        if asked.get("organisation"):
            found = queries.held_by(found, asked["organisation"])
        if asked.get("area"):
            found = queries.lying_in(found, asked["area"])
        if self.by_deadline:
            found = found.filter(stands_as(asked["due"], asked.get("quiet") or QUIET_DAYS))
        order = ("due_at", "pk") if self.by_deadline else ("-recorded_at", "-pk")
        return search(found.order_by(*order), self.sought, self.actor)

    @property
    def by_deadline(self) -> bool:
        return bool(self.choices.cleaned.get("due"))

    @property
    def asked(self) -> Chosen:
        """What of an address asks for this list."""
        return ((SOUGHT, self.sought), *self.chosen) if self.sought else self.chosen


def narrowing_of(data: Mapping[str, str], actor: Actor) -> Narrowing:
    """Return what an address asks of the list; what cannot be read is left out."""
    sought = clean(data.get(SOUGHT, "")).strip()
    chosen = tuple((name, data[name]) for name in FilterForm.base_fields if data.get(name))
    return Narrowing(
        actor=actor,
        sought=sought if len(sought) <= LONGEST else "",
        chosen=chosen,
        choices=_choices(actor.scope, chosen),
    )


@kept
def _choices(scope: Scope, chosen: Chosen) -> Choices:
    """Return the choices of a scope; of somebody who holds their first matter it may learn some seconds late."""
    form = FilterForm(dict(chosen))
    form.offer(
        area_choices(scope, near=dict(chosen).get("area", "")), category_names(scope.district)
    )
    form.fields["organisation"].choices = [
        ("", _("全部承办单位")),
        (queries.UNHELD, _("还没有派")),
        *queries.organisations(scope),
    ]
    form.fields["holder"].choices = [("", _("全部承办人")), *queries.holders(scope)]
    form.is_valid()
    return Choices(form.cleaned_data, draw("desk/_choices.jinja", "choices", form))
