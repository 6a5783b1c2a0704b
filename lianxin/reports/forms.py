"""What a ledger is asked for with, on the page, in JSON and on the command line alike."""

import re
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.base import clock
from lianxin.base.forms import Line
from lianxin.matters.standing import QUIET_DAYS

# Before it there is no notebook to read, and the calendar's zones are whole hours only since.
EARLIEST = 1950
MOST_QUIET = 366


class _DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "required": _("请写明日期。"),
        "invalid": _("日期请写成 2026-01-31 的样子。"),
    }


class LedgerForm(forms.Form):
    """A period of Beijing days, both included, and an area: a community's code or a place's id."""

    since = _DayField(label=_("起期"))
    until = _DayField(label=_("止期"))
    area = Line(label=_("范围"), required=False, max_length=40)

    def clean(self) -> dict:
        clean = super().clean()
        since, until = clean.get("since"), clean.get("until")
        if since and until:
            self._check_order(since, until)
        return clean

    def _check_order(self, since: object, until: object) -> None:
        today = clock.today()
        if since.year < EARLIEST:
            self.add_error("since", _("最早从%(year)d年查起。") % {"year": EARLIEST})
        elif since > until:
            self.add_error("until", _("早于起期，请把两个日期对调。"))
        elif until > today:
            sentence = _("不能晚于今天（%(today)s），还没到的日子没有台账。")
            self.add_error("until", sentence % {"today": today.isoformat()})


class TableForm(LedgerForm):
    """The same with the figure that the rows are narrowed to, where a ledger can be."""

    figure = forms.ChoiceField(
        label=_("数字"),
        required=False,
        error_messages={"invalid_choice": _("这本台账没有这个数，请从台账页里点开。")},
    )

    def __init__(self, given: Mapping[str, str], *, counted: Mapping[str, object]) -> None:
        super().__init__(given)
        self.fields["figure"].choices = [(name, name) for name in counted]


class FigureForm(TableForm):
    """The same with what else a figure's address carries; without a figure it is none."""

    month = forms.RegexField(
        re.compile(r"^\d{4}-(0[1-9]|1[0-2])\Z", re.ASCII),
        label=_("月份"),
        required=False,
        error_messages={"invalid": _("月份请写成 2026-01 的样子。")},
    )
    category = Line(label=_("类别"), required=False, max_length=20)

    def __init__(self, given: Mapping[str, str], *, counted: Mapping[str, object]) -> None:
        super().__init__(given, counted=counted)
        self.fields["figure"].required = True


class SupervisionForm(forms.Form):
    """After how many days without an event a matter is stuck, and within which area."""

    quiet = forms.IntegerField(
        label=_("几天没有动静算停住"),
        required=False,
        min_value=1,
        max_value=MOST_QUIET,
        error_messages={
            "invalid": _("请写天数，如 7。"),
            "min_value": _("至少1天。"),
            "max_value": _("最多%(limit_value)d天。"),
        },
    )
    area = Line(label=_("范围"), required=False, max_length=40)

    def clean_quiet(self) -> int:
        return self.cleaned_data["quiet"] or QUIET_DAYS
