"""What a writer accepts or corrects of a draft, on the page and in JSON alike."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.base import clock
from lianxin.base.forms import Line, cleaned
from lianxin.base.refused import Refused
from lianxin.diary.drafts import Accepted, MatterDraft
from lianxin.matters.categories import category_choices
from lianxin.matters.models import Channel, Urgency
from lianxin.territory.forms import PlaceNames
from lianxin.territory.models import Place


class AcceptedForm(forms.Form):
    """What was understood of an entry as a whole."""

    said_on = forms.DateField(
        label=_("反映日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("请写明反映日期。"),
            "invalid": _("日期请写成 2026-12-01 的样子。"),
        },
    )
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


class AcceptedMatterForm(PlaceNames):
    """One matter of a draft. Its place is named part by part, as the register knows it."""

    category = forms.ChoiceField(label=_("类别"))
    urgency = forms.ChoiceField(
        label=_("紧急程度"), choices=Urgency.choices, widget=forms.RadioSelect
    )
    join = Line(label=_("并入哪一件"), required=False, max_length=20)
    field_order = ("category", "urgency")

    def __init__(self, *args: object, community: Place | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.community = community
        if community:
            chosen = self["category"].value() or ""
            choices = category_choices(community.district_id, chosen)
            self.fields["category"].choices = choices

    def clean(self) -> dict:
        clean = super().clean()
        if self.wanted(clean) and not self.errors and self.community:
            names = {level: clean[level] for level in self.PLACE}
            clean["place"] = self.registered(self.community, names)
        return clean

    def wanted(self, clean: dict) -> bool:
        """Tell whether a matter is to be opened from this, so that its place must be known."""
        return True

    def accepted(self) -> MatterDraft:
        clean = self.cleaned_data
        return MatterDraft(
            clean["category"], clean["urgency"], clean["place"], clean["spot"], clean["join"]
        )


class AccuracyForm(forms.Form):
    """By what span of time it is shown how well entries were understood, and of which community."""

    by = forms.ChoiceField(
        label=_("时间"), required=False, choices=[("month", _("按月")), ("week", _("按周"))]
    )
    community = Line(label=_("社区"), required=False, max_length=40)

    def clean_by(self) -> str:
        return self.cleaned_data["by"] or "month"


def accepted_of(entry: dict, matters: Sequence[dict], community: Place) -> Accepted:
    """Return what was accepted, cleaned, or refuse with its wrong field (`matters.0.building`)."""
    whole = cleaned(AcceptedForm(entry))
    return Accepted(
        **whole, matters=tuple(_matter(n, given, community) for n, given in enumerate(matters))
    )


def _matter(number: int, given: dict, community: Place) -> MatterDraft:
    form = AcceptedMatterForm(given, community=community)
    try:
        cleaned(form)
    except Refused as refused:
        fields = {
            f"matters.{number}.{name}": sentences
            for name, sentences in refused.extra["fields"].items()
        }
        raise Refused("bad_input", refused.sentence, fields=fields) from None
    return form.accepted()
