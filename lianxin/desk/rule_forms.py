"""The clean input of the pages of rules: the calendar, office hours, limits."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.base import clock
from lianxin.base.forms import Line, Words
from lianxin.base.refused import Refused
from lianxin.calendar.actions import Arranged
from lianxin.calendar.limits import Limit
from lianxin.calendar.written import parse_days
from lianxin.desk.forms import Day
from lianxin.matters.categories import CategoryWords
from lianxin.matters.duties import DutyRule
from lianxin.matters.flow import flows
from lianxin.matters.limits import LimitRule
from lianxin.matters.models import (
    AtLevel,
    DistrictCategory,
    DistrictDuty,
    DistrictLimit,
    Duty,
    Urgency,
)
from lianxin.matters.words import CLOCKS, KINDS
from lianxin.understanding.categories import CATEGORIES

FIRST_YEAR, LAST_YEAR = 2004, 2100
_CITED = {"required": _("请写文件的名称或文号，以后才查得到。")}


class YearForm(forms.Form):
    """Which year is looked at; what is none is this one."""

    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR)

    @classmethod
    def asked(cls, data: dict) -> int:
        form = cls(data)
        return form.cleaned_data["year"] if form.is_valid() else clock.today().year


class NoticeForm(forms.Form):
    """A notice that arranges days of a year."""

    year = forms.IntegerField(
        label=_("年份"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={
            "required": _("请写是哪一年的安排。"),
            "invalid": _("年份请写成 2027 的样子。"),
            "min_value": _("最早到%(limit_value)d年。"),
            "max_value": _("最晚到%(limit_value)d年。"),
        },
    )
    citation = Line(label=_("依据"), max_length=120, error_messages=_CITED)
    days = Words(
        label=_("放假和上班的日子"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("一行一段：2027-01-01..2027-01-03 放假 元旦；补班写 2027-01-04 上班。"),
    )
    publishes = forms.BooleanField(
        label=_("这就是全年的安排，公布了这一年"),
        required=False,
        help_text=_("勾上以后，这一年的期限不再暂定。只改几天的地方通知不要勾。"),
    )

    def clean_days(self) -> list[Arranged]:
        try:
            return parse_days(self.cleaned_data["days"])
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from None


class HoursForm(forms.Form):
    """When the office of a community is open, from a day on."""

    community = forms.ChoiceField(label=_("社区"), error_messages={"required": _("请选择社区。")})
    since = Day(label=_("从哪天起"), error_messages={"required": _("请写从哪天起。")})
    spans = Line(
        label=_("办公时间"),
        max_length=60,
        help_text=_("写成 09:00-12:00 13:30-17:30 的样子。"),
    )

    def __init__(self, *args: object, communities: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].choices = communities


def _column(name: str, of: type[DistrictLimit | DistrictDuty] = DistrictLimit) -> int:
    return of._meta.get_field(name).max_length


class _DatedForm(forms.Form):
    """A rule that holds from a day on, to the day before another; `categories` are those of the district."""

    since = Day(
        label=_("从哪天起"), initial=clock.today, error_messages={"required": _("请写从哪天起。")}
    )
    until = Day(
        label=_("到哪天为止"), required=False, help_text=_("那天起不再算。一直有效的不填。")
    )

    def __init__(self, *args: object, categories: Mapping[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("不论类别")), *categories.items()]

    def clean(self) -> dict:
        clean = super().clean()
        since, until = clean.get("since"), clean.get("until")
        if since and until and until <= since:
            self.add_error("until", _("要晚于起的那天。"))
        return clean


class LimitForm(_DatedForm):
    """A district's own rule. `what` names a kind of matter and one of its clocks."""

    what = forms.ChoiceField(label=_("什么事项的哪个时钟"))
    category = forms.ChoiceField(label=_("类别"), required=False)
    urgency = forms.ChoiceField(
        label=_("紧急程度"), required=False, choices=[("", _("不论轻重")), *Urgency.choices]
    )
    level = forms.ChoiceField(
        label=_("在哪一级"), required=False, choices=[("", _("不论哪一级")), *AtLevel.choices]
    )
    promise = Line(
        label=_("承诺多久"),
        max_length=_column("promise"),
        help_text=_("如 3个工作日、8个工作小时、24小时、7天、1个月。"),
    )
    legal = Line(
        label=_("法定多久"),
        required=False,
        max_length=_column("legal"),
        help_text=_("法律、法规另有期限的才填。"),
    )
    citation = Line(label=_("依据"), max_length=_column("citation"), error_messages=_CITED)

    field_order = (
        "what", "category", "urgency", "level", "promise", "legal", "citation", "since", "until"
    )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [
            (f"{flow.kind} {row.name}", f"{KINDS[flow.kind]}：{CLOCKS[row.name]}")
            for flow in flows()
            for row in flow.clocks
        ]

    def clean_promise(self) -> str:
        return _limit(self.cleaned_data["promise"])

    def clean_legal(self) -> str:
        return _limit(self.cleaned_data["legal"]) if self.cleaned_data["legal"] else ""

    def rule(self) -> tuple[str, LimitRule]:
        """Return the kind and the rule that were written."""
        clean = dict(self.cleaned_data)
        kind, clock_name = clean.pop("what").split()
        return kind, LimitRule(clock=clock_name, own=True, **clean)


class DutyForm(_DatedForm):
    """A district's own line of the duty list."""

    duty = forms.ChoiceField(
        label=_("社区和这类事"),
        choices=Duty.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择是应做、协助，还是不得交给。")},
    )
    category = forms.ChoiceField(label=_("类别"), required=False)
    words = Line(
        label=_("说到哪些词"),
        required=False,
        max_length=_column("words", DistrictDuty),
        help_text=_("几个之间用顿号隔开，说到一个就算；要同时说到的，中间空一格。"),
    )
    lead = Line(
        label=_("由谁办、谁牵头"),
        required=False,
        max_length=_column("lead", DistrictDuty),
        help_text=_("“应做”的不用填。"),
    )
    citation = Line(
        label=_("依据"),
        max_length=_column("citation", DistrictDuty),
        error_messages=_CITED,
        help_text=_("写到哪一条，派错时会念给派单的人。"),
    )

    field_order = ("duty", "category", "words", "lead", "citation", "since", "until")

    def rule(self) -> DutyRule:
        """Return the line that was written."""
        return DutyRule(own=True, **self.cleaned_data)


def _said(name: str) -> int:
    return _column(name, DistrictCategory)


class CategoryForm(forms.Form):
    """What a category is called, how it is explained, and where it stands in the lists of a district."""

    code = forms.ChoiceField(
        choices=[(code, code) for code in CATEGORIES], widget=forms.HiddenInput
    )
    name = Line(label=_("叫什么"), max_length=_said("name"))
    definition = Words(
        label=_("收哪些事"),
        max_length=_said("definition"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    examples = Words(
        label=_("例子"),
        required=False,
        max_length=_said("examples"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一行一个。不写真名和电话。"),
    )
    position = forms.IntegerField(
        label=_("排在第几"),
        min_value=1,
        max_value=len(CATEGORIES),
        error_messages={
            "required": _("请写排在第几。"),
            "invalid": _("请写数字，如 3。"),
            "min_value": _("最前是第1。"),
            "max_value": _("最后是第%(limit_value)d。"),
        },
    )
    hidden = forms.BooleanField(
        label=_("藏起来，记事时不再列出"),
        required=False,
        help_text=_("已经是这一类的事不变，还能查到。"),
    )

    def words(self) -> CategoryWords:
        """Return the category as it was written."""
        return CategoryWords(**self.cleaned_data, own=True)


def _limit(written: str) -> str:
    try:
        return str(Limit.parse(written))
    except Refused as refused:
        raise forms.ValidationError(refused.sentence) from None
