"""What each step of a request asks for, on the page and in JSON alike."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.utils.functional import lazy
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from lianxin.access.queries import holder_choices, post_of_holder, superiors_of
from lianxin.base import clock
from lianxin.base.forms import Line, Words, YesNo
from lianxin.base.refused import Refused
from lianxin.calendar.limits import Limit
from lianxin.kinds.request.grounds import GROUNDS, OTHER
from lianxin.matters.categories import category_choices
from lianxin.matters.flow import StepForm
from lianxin.matters.giving import check_may_be_given, check_may_be_proposed, duty_words
from lianxin.matters.models import Answer, Channel, Matter, Outcome, PauseReason, Urgency
from lianxin.people.models import Post
from lianxin.territory.forms import PlaceNames
from lianxin.territory.models import Place

REASON_NEEDED = {"required": _("请写明原因。")}
THEIRS = {"yes": _("归他们"), "no": _("不归他们"), "open": _("还没有答复")}


class HolderField(forms.ChoiceField):
    """The login that is to hold the matter; looked up when cleaned, listed only where a page shows it."""

    def valid_value(self, value: str) -> bool:
        return True


def _duty_note(matter: Matter) -> str:
    """What the duty list says of a matter, asked for only where a page shows it; help is taken for markup."""
    return escape(duty_words(matter))


class _HolderForm(StepForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = lambda: [
            ("", _("请选择")),
            *holder_choices(self.matter.community),
        ]
        self.fields["holder"].help_text = lazy(_duty_note, str)(self.matter)
        self.post: Post | None = None  # the post of the holder, once it is cleaned

    def clean_holder(self) -> str:
        username = self.cleaned_data["holder"]
        try:
            self.post = post_of_holder(username, self.matter.community)
            check_may_be_given(self.matter, self.post.organisation)
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


class GiveBackForm(StepForm):
    reason = Words(label=_("为什么退回"), error_messages=REASON_NEEDED)
    proposed = Line(
        label=_("您认为应归谁"),
        max_length=80,
        error_messages={"required": _("请写明您认为应归哪个单位或岗位。")},
    )

    def clean_proposed(self) -> str:
        proposed = self.cleaned_data["proposed"]
        try:
            check_may_be_proposed(self.matter, proposed)
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from None
        return proposed


class EnquireForm(StepForm):
    """Who was asked whether it is theirs, what they answered, and what comes next."""

    body = Line(
        label=_("问了哪个单位"), max_length=80, error_messages={"required": _("请写明问了谁。")}
    )
    theirs = forms.ChoiceField(
        label=_("是不是归他们"),
        choices=list(THEIRS.items()),
        widget=forms.RadioSelect,
    )
    words = Words(label=_("他们怎么说"), required=False)
    next = Words(label=_("下一步"), error_messages={"required": _("请写明下一步找谁、做什么。")})


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
    consent = HolderField(
        label=_("哪位上级同意的"),
        required=False,
        help_text=_("由街道或区县的人挂账时不用填。"),
        error_messages={"required": _("请选择同意挂账的上级。")},
    )
    reason = Words(label=_("挂账原因"), error_messages=REASON_NEEDED)
    review_on = forms.DateField(
        label=_("哪天再看"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("请写明哪天再看。"),
            "invalid": _("日期请写成 2026-12-01 的样子。"),
        },
    )

    field_order = ("reason", "review_on", "consent")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].choices = lambda: [
            ("", _("请选择")),
            *(
                (username, f"{post.person.name}（{post.organisation.name}）")
                for username, post in superiors_of(self.matter.community)
            ),
        ]
        self.consented: UUID | None = None  # the person who did, once it is cleaned

    def clean_consent(self) -> str:
        username = self.cleaned_data["consent"]
        if not username and self.by.may("supervise"):
            self.consented = self.by.person
            return self.by.login
        post = dict(superiors_of(self.matter.community)).get(username)
        if post is None:
            raise forms.ValidationError(_("挂账要有上级（街道或区县）同意，请选择是哪位同意的。"))
        self.consented = post.person_id
        return username

    def clean(self) -> dict:
        return {**super().clean(), "consented": self.consented}

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
    ground = forms.ChoiceField(
        label=_("为什么不由社区办"),
        choices=[(code, ground.label) for code, ground in GROUNDS.items()],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("选了报警、急救或正在诉讼、信访、复议的，会给出要说的话。"),
    )
    to = Line(label=_("转给哪个单位"), required=False, max_length=80)
    reason = Words(label=_("原因"), required=False)

    def clean(self) -> dict:
        """Fill in where a known ground leads and what is said about it; for any other both are asked."""
        clean = super().clean()
        ground = GROUNDS[clean.get("ground") or OTHER]
        clean["to"] = clean.get("to") or str(ground.to)
        clean["reason"] = clean.get("reason") or str(ground.say)
        if not clean["to"]:
            self.add_error("to", _("请写明转给哪个单位。"))
        if not clean["reason"]:
            self.add_error("reason", REASON_NEEDED["required"])
        return clean


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
        self.fields["category"].choices = category_choices(
            self.matter.district_id, self.matter.category
        )
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
