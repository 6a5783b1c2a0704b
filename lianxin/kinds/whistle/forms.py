"""What each step of a whistle, and of an answer to it, asks for."""

from datetime import date, datetime, timedelta

from django import forms
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.access.queries import holder_choices, post_of_holder
from lianxin.base import clock
from lianxin.base.forms import Line, Words, YesNo
from lianxin.base.refused import Refused
from lianxin.matters.flow import StepForm
from lianxin.matters.models import OPEN, Outcome
from lianxin.people.models import Post

MOST = 12  # so many are called at once at most
REASON_NEEDED = {"required": _("请写明原因。")}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DAY_ERRORS = {
    "required": _("请写明哪天以前。"),
    "invalid": _("日期请写成 2026-12-01 的样子。"),
}


class Trigger(models.TextChoices):
    """For what may be whistled, and for nothing else."""

    OUTSTANDING = "outstanding", _("街道社区自己解决不了的突出问题")
    ENFORCEMENT = "enforcement", _("要执法，而街道社区没有这项权力")
    EMERGENCY = "emergency", _("应急处置")


class Rating(models.TextChoices):
    """A word and no figure: there is nothing to be summed."""

    GOOD = "good", _("好")
    FAIR = "fair", _("一般")
    POOR = "poor", _("差")


class RespondersField(forms.MultipleChoiceField):
    """The logins of those who are called; looked up when cleaned, listed only where a page shows it."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        return True


class LeadField(forms.ChoiceField):
    """The login of one of them."""

    def valid_value(self, value: str) -> bool:
        return True


class WhistleForm(StepForm):
    trigger = forms.ChoiceField(
        label=_("为什么吹哨"),
        choices=Trigger.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择吹哨的情形；不属于这三种的，请照常派单。")},
    )
    words = Words(
        label=_("请各家做什么"), error_messages={"required": _("请写明请各家做什么、为什么。")}
    )
    responders = RespondersField(
        label=_("叫哪些单位"),
        error_messages={"required": _("请至少选一家。")},
    )
    lead = LeadField(label=_("哪一家牵头"), required=False, help_text=_("不选就是最前面的一家。"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responders"].choices = self._callable
        self.fields["lead"].choices = lambda: [("", gettext("最前面的一家")), *self._callable()]
        self.posts: list[Post] = []  # of those who are called, once they are cleaned

    def _callable(self) -> list[tuple[str, str]]:
        """Return who can be called, each login once whatever posts it stands for, and not oneself."""
        found: dict[str, str] = {}
        for login, label in holder_choices(self.matter.community):
            found.setdefault(login, label)
        found.pop(self.by.login, None)
        return list(found.items())

    def clean_responders(self) -> list[str]:
        names = list(dict.fromkeys(self.cleaned_data["responders"]))
        if len(names) > MOST:
            raise forms.ValidationError(gettext("一次最多叫%(n)d家。") % {"n": MOST})
        self.posts = [self._post(name) for name in names]
        people = {post.person_id for post in self.posts}
        if len(people) < len(self.posts) or self.by.person in people:
            raise forms.ValidationError(_("不能叫自己，同一个人也不能叫两次。"))
        return names

    def _post(self, name: str) -> Post:
        try:
            return post_of_holder(name, self.matter.community)
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from None

    def clean_lead(self) -> str:
        lead, names = self.cleaned_data["lead"], self.cleaned_data.get("responders", [])
        if lead and names and lead not in names:
            raise forms.ValidationError(_("牵头的要在叫的单位里。"))
        return lead

    def clean(self) -> dict:
        clean = self.cleaned_data
        first = clean.get("lead") or next(iter(clean.get("responders", [])), "")
        named = zip(clean.get("responders", []), self.posts, strict=False)
        posts = [post for _name, post in sorted(named, key=lambda one: one[0] != first)]
        return {**clean, "posts": posts}


class RespondForm(StepForm):
    coming = YesNo(label=_("来不来"), yes=_("来"), no=_("不来"))
    arrives_at = forms.DateTimeField(
        label=_("什么时候到场"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("时间请写成 2026-12-01 09:30 的样子。")},
    )
    reason = Words(
        label=_("不来的原因"), required=False, help_text=_("不来的，会报告区县，由区县督办。")
    )

    def clean(self) -> dict:
        clean = super().clean()
        if clean.get("coming") is True and not clean.get("arrives_at") and not self.errors:
            self.add_error("arrives_at", _("请写明什么时候到场。"))
        if clean.get("coming") is False and not clean.get("reason"):
            self.add_error("reason", REASON_NEEDED["required"])
        return clean

    def clean_arrives_at(self) -> datetime | None:
        at = self.cleaned_data["arrives_at"]
        now = clock.now()
        if at is not None and not now - timedelta(hours=1) <= at <= now + timedelta(days=90):
            raise forms.ValidationError(_("到场的时间要在现在以后、三个月以内。"))
        return at


class WordsForm(StepForm):
    words = Words(label=_("内容"))


class ArriveForm(StepForm):
    words = Words(label=_("来了谁、看到什么"), required=False)


class FinishForm(StepForm):
    outcome = forms.ChoiceField(
        label=_("结果"),
        choices=[(o.value, o.label) for o in (Outcome.SOLVED, Outcome.PARTLY, Outcome.FAILED)],
        widget=forms.RadioSelect,
        help_text=_("只办成自己那一部分的，选“部分解决”。"),
    )
    words = Words(label=_("做了什么"))


class VerifyForm(StepForm):
    passed = YesNo(label=_("核查结果"), yes=_("属实，通过"), no=_("不通过，请接着办"))
    words = Words(label=_("核查情况"), required=False)

    def clean(self) -> dict:
        clean = super().clean()
        if clean.get("passed") is False and not clean.get("words"):
            self.add_error("words", _("不通过时请写明哪里还没办好。"))
        return clean


class ReasonForm(StepForm):
    reason = Words(label=_("原因"), error_messages=REASON_NEEDED)


class SuperviseForm(StepForm):
    words = Words(label=_("督办意见"), error_messages={"required": _("请写明要怎么办、为什么。")})


class RateForm(StepForm):
    rating = forms.ChoiceField(
        label=_("对方这一次怎么样"), choices=Rating.choices, widget=forms.RadioSelect
    )
    words = Words(label=_("为什么"), required=False)

    def clean(self) -> dict:
        clean = super().clean()
        if clean.get("rating") == Rating.POOR and not clean.get("words"):
            self.add_error("words", _("评为“差”时请写明为什么。"))
        return clean


class _ResponseForm(StepForm):
    """A form that names one of the answers to the whistle by its number."""

    response = forms.ChoiceField(
        label=_("哪一家"),
        error_messages={"invalid_choice": _("没有这一家，或它没有答应来。")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["response"].choices = lambda: [
            (one.number, f"{one.holder_organisation.name} {one.holder.name}")
            for one in self.matter.children.filter(state__in=OPEN)
            .select_related("holder", "holder_organisation")
            .order_by("number")
        ]


class LeadForm(_ResponseForm):
    reason = Words(label=_("原因"), required=False)


class PlanForm(_ResponseForm):
    words = Words(label=_("做什么"), error_messages={"required": _("请写明做什么。")})
    until = forms.DateField(label=_("哪天以前"), widget=DAY, error_messages=DAY_ERRORS)

    def clean_until(self) -> date:
        day = self.cleaned_data["until"]
        if day < clock.today():
            raise forms.ValidationError(_("日子要从今天起。"))
        return day


class MinuteForm(StepForm):
    """The minutes of a council: opinions and who does what, as advice and never as a vote."""

    held_on = forms.DateField(label=_("哪天开的"), widget=DAY, error_messages=DAY_ERRORS)
    topic = Line(label=_("议什么"), max_length=120)
    attended = Words(label=_("谁、以什么身份参加"), help_text=_("一行一位，写成：张某，业委会主任"))
    words = Words(label=_("各方意见"))
    decisions = Words(
        label=_("议定的事"),
        required=False,
        help_text=_("一行一件，写成：做什么，谁负责，2026-12-01"),
    )

    def clean_held_on(self) -> date:
        day = self.cleaned_data["held_on"]
        if day > clock.today():
            raise forms.ValidationError(_("会还没有开，开过以后再记。"))
        return day

    def clean_attended(self) -> str:
        return _parts(self.cleaned_data["attended"], 2, _("每一行要有姓名和身份，用逗号隔开"))

    def clean_decisions(self) -> str:
        written = _parts(
            self.cleaned_data["decisions"], 3, _("每一行要有做什么、谁负责、哪天以前，用逗号隔开")
        )
        for line in written.splitlines():
            try:
                date.fromisoformat(line.rpartition("，")[2])
            except ValueError:
                raise forms.ValidationError(
                    gettext("“%(line)s”的日期请写成 2026-12-01 的样子。") % {"line": line[:40]}
                ) from None
        return written


def _parts(written: str, wanted: int, sentence: object) -> str:
    """Return lines of several parts each, the parts set apart by one kind of comma; or say which is short."""
    lines = [line for line in written.replace(",", "，").splitlines() if line.strip()]
    parted = [[part.strip() for part in line.rsplit("，", wanted - 1)] for line in lines]
    for parts in parted:
        if len(parts) < wanted or not all(parts):
            said = {"line": "，".join(parts)[:40], "sentence": sentence}
            raise forms.ValidationError(gettext("“%(line)s”：%(sentence)s。") % said)
    return "\n".join("，".join(parts) for parts in parted)


class CloseForm(StepForm):
    outcome = forms.ChoiceField(
        label=_("这件事解决了吗"),
        choices=[(o.value, o.label) for o in (Outcome.SOLVED, Outcome.PARTLY, Outcome.FAILED)],
        widget=forms.RadioSelect,
    )
    words = Words(label=_("总的结果"))
