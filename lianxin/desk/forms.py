"""The clean input of the desk's own pages: the draft of an entry, filters of lists."""

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from lianxin.base import clock
from lianxin.base.forms import Line, Words
from lianxin.diary.drafts import MatterDraft
from lianxin.matters.models import Channel, State, Urgency
from lianxin.territory.models import Place
from lianxin.territory.queries import place_named
from lianxin.understanding.categories import CATEGORIES

CATEGORY_CHOICES = [(code, entry.zh) for code, entry in CATEGORIES.items()]


class Day(forms.DateField):
    """A day, typed or picked."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("日期请写成 2026-12-01 的样子。")}


class EntryForm(forms.Form):
    """An entry: what was said, verbatim, and what was understood of it as a whole."""

    text = Words(label=_("居民说的话"))
    community = forms.ModelChoiceField(
        Place.objects.none(), label=_("社区"), to_field_name="code", empty_label=None,
        error_messages={"required": _("请选择社区。"), "invalid_choice": _("没有这个社区，请重新选择。")},
    )  # fmt: skip
    said_on = Day(label=_("反映日期"), error_messages={"required": _("请写明反映日期。")})
    channel = forms.ChoiceField(label=_("来源"), choices=Channel.choices)
    reporter_name = Line(label=_("姓名"), required=False, max_length=80)
    reporter_title = Line(label=_("称呼"), required=False, max_length=40)
    reporter_phone = Line(label=_("电话"), required=False, max_length=30)
    subject_name = Line(label=_("替谁反映"), required=False, max_length=80)

    def clean_said_on(self) -> object:
        day = self.cleaned_data["said_on"]
        if day > clock.today():
            raise forms.ValidationError(_("反映日期不能晚于今天，请改正。"))
        return day


class MatterForm(forms.Form):
    """One matter of a draft. Its place is named part by part, as the register knows it."""

    keep = forms.BooleanField(label=_("立项"), required=False)
    category = forms.ChoiceField(label=_("类别"), choices=CATEGORY_CHOICES)
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=Urgency.choices, widget=forms.RadioSelect)
    compound = Line(label=_("小区"), required=False)
    building = Line(label=_("楼栋"), required=False)
    stairwell = Line(label=_("单元"), required=False)
    home = Line(label=_("户"), required=False)
    spot = Line(label=_("具体位置"), required=False)

    PLACE = ("compound", "building", "stairwell", "home")

    def __init__(self, *args: object, community: Place | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.community = community

    def clean(self) -> dict:
        clean = super().clean()
        if clean.get("keep") and not self.errors and self.community:
            clean["place"] = self._place(clean)
        return clean

    def _place(self, clean: dict) -> Place:
        place = place_named(self.community, *(clean[level] for level in self.PLACE))
        path = {**place.path(), "home_id": place.pk if place.level == "home" else None}
        for level in self.PLACE:
            if clean[level] and path[f"{level}_id"] is None:
                self.add_error(level, _("登记簿里没有“%(name)s”，请核对，或写在“具体位置”里。") % {"name": clean[level]})
                break
        return place

    def accepted(self) -> MatterDraft:
        clean = self.cleaned_data
        return MatterDraft(clean["category"], clean["urgency"], clean["place"], clean["spot"])


MatterForms = formset_factory(MatterForm, extra=0, max_num=10, absolute_max=10)


class FilterForm(forms.Form):
    """How a list of matters is narrowed. Anything unreadable is simply not asked for."""

    q = Line(label=_("找事项"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部状态")), *State.choices])
    category = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部类别")), *CATEGORY_CHOICES])
    area = forms.ModelChoiceField(Place.objects.none(), label=_("范围"), required=False, empty_label=_("全部范围"))
    holder = forms.ChoiceField(label=_("承办人"), required=False)
    late = forms.BooleanField(label=_("只看超时的"), required=False)
