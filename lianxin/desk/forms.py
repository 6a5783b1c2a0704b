"""The clean input of the desk's own pages: the draft of an entry, filters of lists."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.db.models import Q
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from lianxin.base import clock
from lianxin.base.forms import Words
from lianxin.base.scope import Scope
from lianxin.desk.words import word_of
from lianxin.diary.forms import AcceptedForm, AcceptedMatterForm, AccuracyForm
from lianxin.matters.models import State
from lianxin.matters.standing import Standing
from lianxin.matters.words import KINDS
from lianxin.reports.forms import MOST_QUIET, LedgerForm, SupervisionForm
from lianxin.reports.ledgers import LEDGERS, REQUESTS
from lianxin.territory.models import Level, Place
from lianxin.territory.queries import addresses_of, communities_in, places_in

# The levels that a list of matters or a ledger can be narrowed to.
WIDE = (Level.STREET, Level.COMMUNITY)
NARROWING = (*WIDE, Level.GRID, Level.COMPOUND)
FINE = (Level.BUILDING, Level.STAIRWELL, Level.HOME)


class Day(forms.DateField):
    """A day, typed or picked."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("日期请写成 2026-12-01 的样子。")}


class EntryForm(AcceptedForm):
    """An entry: what was said, verbatim, and what was understood of it as a whole."""

    text = Words(label=_("居民说的话"))
    community = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("社区"),
        to_field_name="code",
        empty_label=None,
        error_messages={
            "required": _("请选择社区。"),
            "invalid_choice": _("没有这个社区，请重新选择。"),
        },
    )


class MatterForm(AcceptedMatterForm):
    """One matter of a draft, and whether it is to be opened."""

    keep = forms.BooleanField(label=_("立项"), required=False)

    def wanted(self, clean: dict) -> bool:
        return bool(clean.get("keep"))


MatterForms = formset_factory(MatterForm, extra=0, max_num=10, absolute_max=10)


class FilterForm(forms.Form):
    """How a list of matters is narrowed. Anything unreadable is simply not asked for."""

    kind = forms.ChoiceField(
        label=_("种类"), required=False, choices=[("", _("全部种类")), *KINDS.items()]
    )
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部状态")), *State.choices]
    )
    category = forms.ChoiceField(label=_("类别"), required=False)
    area = forms.ModelChoiceField(
        Place.objects.none(), label=_("范围"), required=False, empty_label=_("全部范围")
    )
    organisation = forms.ChoiceField(label=_("承办单位"), required=False)
    holder = forms.ChoiceField(label=_("承办人"), required=False)
    due = forms.ChoiceField(
        label=_("时限"), required=False, choices=[("", _("不论时限")), *Standing.choices]
    )
    quiet = forms.IntegerField(
        required=False, min_value=1, max_value=MOST_QUIET, widget=forms.HiddenInput
    )

    def offer(self, areas: list[tuple[str, str]], categories: Mapping[str, str]) -> None:
        """Offer these places, by id and name, and categories, by code and name; no other can be asked for."""
        self.fields["category"].choices = [("", _("全部类别")), *categories.items()]
        self.fields["area"].queryset = Place.objects.filter(pk__in=[pk for pk, _words in areas])
        self.fields["area"].choices = [("", _("全部范围")), *areas]


class _OfAnArea(forms.Form):
    """A form with the areas to choose from."""

    area = forms.ChoiceField(label=_("范围"), required=False)

    def __init__(self, *args: object, areas: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("我能看到的全部")), *areas]


class LedgersForm(_OfAnArea, LedgerForm):
    """Which ledger, from when to when, of what."""

    ledger = forms.ChoiceField(
        label=_("台账"),
        choices=[(name, ledger.title) for name, ledger in LEDGERS.items()],
        widget=forms.RadioSelect,
    )

    @staticmethod
    def of_this_month(ledger: str = REQUESTS) -> dict[str, str]:
        today = clock.today()
        since = today.replace(day=1)
        return {"ledger": ledger, "since": since.isoformat(), "until": today.isoformat()}


class SupervisionPageForm(_OfAnArea, SupervisionForm):
    """What a supervisor looks at, with the areas to choose from."""


class UnderstandingForm(AccuracyForm):
    """By what span of time, with the communities to choose from."""

    community = forms.ChoiceField(label=_("社区"), required=False)

    def __init__(self, *args: object, communities: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].choices = [("", _("我能看到的全部")), *communities]


def area_choices(scope: Scope, *, near: str = "") -> list[tuple[str, str]]:
    """Return the places that a list can be narrowed to, by id and name, the wider ones first.

    Whoever sees several communities is offered the grids and compounds of one of them once that one,
    or something in it, is chosen (`near`): a district has hundreds, thirty of them a 第一网格. Of buildings
    and homes only the chosen one is offered.
    """
    seen, chosen = places_in(scope.areas), _place_of(near)
    places = seen.filter(level__in=NARROWING)
    if communities_in(scope.areas, scope.district)[:2].count() > 1:
        community = chosen.path()["community_id"] if chosen else None
        near_it = Q(community=community) if community else Q(pk__in=[])
        places = places.filter(Q(level__in=WIDE) | near_it)
    rank = {level: position for position, level in enumerate(NARROWING)}
    found = sorted(
        places.values_list("level", "name", "pk"), key=lambda row: (rank[row[0]], row[1])
    )
    choices = [(str(pk), f"{word_of(Level, level)} {name}") for level, name, pk in found]
    if chosen and chosen.level in FINE and seen.filter(pk=chosen.pk).exists():
        choices.append((str(chosen.pk), addresses_of([chosen.pk])[chosen.pk]))
    return choices


def _place_of(near: str) -> Place | None:
    try:
        return Place.objects.filter(pk=UUID(near)).first()
    except ValueError:
        return None
