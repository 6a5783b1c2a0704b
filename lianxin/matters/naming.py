"""Steps that touch another matter: naming it in a form, and holding both while the step is made."""

from uuid import UUID

from django import forms
from django.db.models import Q

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.base.text import clean
from lianxin.matters.flow import StepForm
from lianxin.matters.models import Matter
from lianxin.matters.queries import find, known_to

# Step → the field of its input that names the other matter.
_BY_INPUT = {"merge": "into", "link": "number", "unlink": "number"}
# Step → how the other matter knows this one.
_BY_ROW = {"unmerge": "merged", "reopen": "children", "confirm": "children"}


class NumberField(forms.CharField):
    """The number of another matter. The event keeps the key of its row: only who sees it is told the number."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(max_length=40, **kwargs)


class OtherForm(StepForm):
    """A form that names another matter, which must lie in the actor's scope, too."""

    other: Matter | None = None

    def named(self, field: str) -> Matter:
        try:
            self.other = find(self.cleaned_data[field], self.by)
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from None
        return self.other

    def clean(self) -> dict:
        return {**super().clean(), "other": self.other}


def hold_in_order(number: str, name: str, data: dict, by: Actor) -> None:
    """Lock all matters that a step will change in the order of their keys, so that no two wait for each other."""
    others = _touched(number, name, data, by)
    if others:
        named = known_to(by).filter(number=clean(number).strip()).values_list("pk", flat=True)
        rows = Matter.objects.select_for_update(of=("self",)).order_by("pk")
        list(rows.filter(district=by.district, pk__in={*others, *named}).values_list("pk"))


def _touched(number: str, name: str, data: dict, by: Actor) -> list[UUID]:
    if name in _BY_INPUT:
        asked = data.get(_BY_INPUT[name])
        if not isinstance(asked, str):
            return []
        found = known_to(by).filter(number=clean(asked).strip())
    elif name in _BY_ROW:
        number = clean(number).strip()
        found = Matter.objects.filter(
            Q(**{f"{_BY_ROW[name]}__number": number}), district=by.district
        )
    else:
        return []
    return list(found.values_list("pk", flat=True))
