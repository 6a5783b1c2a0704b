"""The clean input of the desk's own pages: the draft of an entry, filters of lists."""

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from lianxin.base.forms import Line, Words
from lianxin.diary.forms import AcceptedForm, AcceptedMatterForm
from lianxin.matters.models import State
from lianxin.territory.models import Place
from lianxin.understanding.categories import CATEGORIES

CATEGORY_CHOICES = [(code, entry.zh) for code, entry in CATEGORIES.items()]


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

    q = Line(label=_("找事项"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部状态")), *State.choices]
    )
    category = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部类别")), *CATEGORY_CHOICES]
    )
    area = forms.ModelChoiceField(
        Place.objects.none(), label=_("范围"), required=False, empty_label=_("全部范围")
    )
    holder = forms.ChoiceField(label=_("承办人"), required=False)
    late = forms.BooleanField(label=_("只看超时的"), required=False)
