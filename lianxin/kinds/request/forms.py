"""What each step of a request asks for, on the page and in JSON alike."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.access.queries import holder_choices, post_of_holder
from lianxin.base import clock
from lianxin.base.forms import Line, Words, YesNo
from lianxin.base.refused import Refused
from lianxin.calendar.limits import Limit
from lianxin.matters.flow import StepForm
from lianxin.matters.models import Answer, Channel, Outcome, PauseReason, Urgency
from lianxin.people.models import Post
from lianxin.territory.forms import PlaceNames
from lianxin.territory.models import Place
from lianxin.understanding.categories import CATEGORIES

REASON_NEEDED = {"required": _("请写明原因。")}


class HolderField(forms.ChoiceField):
    """The login that is to hold the matter; looked up when cleaned, listed only where a page shows it."""

    def valid_value(self, value: str) -> bool:
        return True


class _HolderForm(StepForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = lambda: [
            ("", _("请选择")),
            *holder_choices(self.matter.community),
        ]
        self.post: Post | None = None  # the post of the holder, once it is cleaned

    def clean_holder(self) -> str:
        username = self.cleaned_data["holder"]
        try:
            self.post = post_of_holder(username, self.matter.community)
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from None
        return username

    def clean(self) -> dict:
        return {**self.cleaned_data, "post": self.post}


class DispatchForm(_HolderForm):
    holder = HolderField(label=_("承办人"), error_messages={"required": _("请选择承办人。")})
    words = Words(label=_("交代"), required=False)


class ReassignForm(_HolderForm):
    holder = HolderField(label=_("新承办人"), error_messages={"required": _("请选择承办人。")})
    reason = Words(label=_("改派原因"), error_messages=REASON_NEEDED)


class ReasonForm(StepForm):
    reason = Words(label=_("原因"), error_messages=REASON_NEEDED)


class NoteForm(StepForm):
    kind = forms.ChoiceField(
        label=_("类型"),
        choices=[("progress", _("进展")), ("call", _("电话")), ("visit", _("上门"))],
        initial="progress",
    )
    words = Words(label=_("内容"))


class AttachForm(StepForm):
    words = Words(label=_("说明"), required=False)


class ContactForm(StepForm):
    channel = forms.ChoiceField(label=_("方式"), choices=Channel.choices, initial=Channel.PHONE)
    reached = YesNo(label=_("联系上了吗"), yes=_("联系上了"), no=_("没有联系上"))
    words = Words(label=_("说了什么"), required=False)


class FinishForm(StepForm):
    outcome = forms.ChoiceField(
        label=_("结果"),
        choices=[(o.value, o.label) for o in Outcome if o != Outcome.WITHDRAWN],
        widget=forms.RadioSelect,
    )
    words = Words(label=_("怎么办的"))
    next = Words(
        label=_("下一步找谁、用什么办法"),
        required=False,
        help_text=_("部分解决时必填，事项留在办理中。"),
    )

    def clean(self) -> dict:
        clean = super().clean()
        if clean.get("outcome") == Outcome.PARTLY and not clean.get("next"):
            self.add_error("next", _("只解决了一部分，请写明下一步找谁、用什么办法。"))
        return clean


class HandleNowForm(StepForm):
    outcome = forms.ChoiceField(
        label=_("结果"),
        choices=[(o.value, o.label) for o in (Outcome.SOLVED, Outcome.EXPLAINED, Outcome.NOT_OURS)],
        widget=forms.RadioSelect,
    )
    words = Words(label=_("怎么办的、怎么答复的"))


class VerifyForm(StepForm):
    passed = YesNo(label=_("核查结果"), yes=_("属实，通过"), no=_("不通过，退回再办"))
    words = Words(label=_("核查情况"), required=False)

    def clean(self) -> dict:
        clean = super().clean()
        if clean.get("passed") is False and not clean.get("words"):
            self.add_error("words", _("不通过时请写明哪里还没办好。"))
        return clean


class ConfirmForm(StepForm):
    answer = forms.ChoiceField(
        label=_("居民的答复"), choices=Answer.choices, widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(label=_("方式"), choices=Channel.choices, initial=Channel.PHONE)
    solved = YesNo(
        label=_("不满意时：问题解决了吗"),
        yes=_("解决了，但不满意"),
        no=_("没有解决，继续办"),
        required=False,
    )
    words = Words(label=_("居民的话"), required=False)


class CarryForm(StepForm):
    reason = Words(label=_("挂账原因"), error_messages=REASON_NEEDED)
    review_on = forms.DateField(
        label=_("哪天再看"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("请写明哪天再看。"),
            "invalid": _("日期请写成 2026-12-01 的样子。"),
        },
    )

    def clean_review_on(self) -> object:
        day = self.cleaned_data["review_on"]
        if day <= clock.today():
            raise forms.ValidationError(_("再看的日子要在今天之后。"))
        if day > clock.today() + timedelta(days=366):
            raise forms.ValidationError(_("再看的日子最多在一年之内。"))
        return day


class ReplyForm(StepForm):
    words = Words(label=_("答复"), error_messages={"required": _("请写明答复。")})


class SuperviseForm(StepForm):
    words = Words(label=_("督办意见"), error_messages={"required": _("请写明要怎么办、为什么。")})


class UrgeForm(StepForm):
    channel = forms.ChoiceField(label=_("方式"), choices=Channel.choices, initial=Channel.PHONE)
    words = Words(label=_("居民的话"), required=False)


class PauseForm(StepForm):
    reason = forms.ChoiceField(
        label=_("为什么暂停"),
        choices=PauseReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择暂停的原因。")},
    )
    words = Words(label=_("说明"), required=False)


class ExtendForm(StepForm):
    limit = forms.CharField(
        label=_("延长多久"),
        help_text=_("从原来的期限接着算，如 5个工作日、7天。"),
        error_messages={"required": _("请写明延长多久。")},
    )
    reason = Words(label=_("延期原因"), error_messages=REASON_NEEDED)
    channel = forms.ChoiceField(
        label=_("怎样告诉了居民"),
        choices=Channel.choices,
        initial=Channel.PHONE,
        help_text=_("延期要把原因告诉反映人。"),
    )

    def clean_limit(self) -> str:
        try:
            return str(Limit.parse(self.cleaned_data["limit"]))
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from None


class RedirectForm(StepForm):
    to = Line(label=_("转给哪个单位"), error_messages={"required": _("请写明转给哪个单位。")})
    reason = Words(label=_("原因"), error_messages=REASON_NEEDED)


class AmendForm(PlaceNames, StepForm):
    """Corrections. In JSON a field that is not given stays as it is; the page sends them all."""

    category = forms.ChoiceField(label=_("类别"), required=False)
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=Urgency.choices, required=False)
    summary = Words(label=_("摘要"), required=False)
    requester_name = Line(label=_("反映人姓名"), required=False, max_length=80)
    requester_title = Line(label=_("称呼"), required=False, max_length=40)
    requester_phone = Line(label=_("电话"), required=False, max_length=30)
    withhold = YesNo(
        label=_("是否向承办单位隐去反映人"), yes=_("隐去"), no=_("可以告诉承办单位"), required=False
    )
    reason = Words(label=_("更正原因"), required=False)

    PLAIN = (
        "category",
        "urgency",
        "summary",
        "spot",
        "requester_name",
        "requester_title",
        "requester_phone",
    )
    field_order = ("category", "urgency", "summary")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [(code, entry.zh) for code, entry in CATEGORIES.items()]
        self.initial = {name: getattr(self.matter, name) for name in (*self.PLAIN, "withhold")}
        self.initial.update({level: str(getattr(self.matter, level) or "") for level in self.PLACE})
        # A full telephone is shown only with a purpose; left empty here it stays as it is.
        self.initial["requester_phone"] = ""

    def clean(self) -> dict:
        clean = super().clean()
        if not self.errors:
            clean["place"] = self._place(clean)
        return clean

    def _place(self, clean: dict) -> Place | None:
        """Return the place that was named, if any part of it was given and differs."""
        names = {
            level: clean[level] if level in self.data else self.initial[level]
            for level in self.PLACE
        }
        if all(names[level] == self.initial[level] for level in self.PLACE):
            return None
        return self.registered(self.matter.community, names)
