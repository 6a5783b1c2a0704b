"""Who may whistle, answer, and end what was whistled for."""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.access.roles import Permission as P
from lianxin.base.refused import Refused
from lianxin.history.models import Event
from lianxin.matters.flow import Rule, Turn, says
from lianxin.matters.models import State
from lianxin.matters.rules import holds, may


@says(gettext_lazy("有许可 whistle 的人（网格能不能吹哨由区县定）"))
def may_whistle(turn: Turn) -> None:
    """The community and the street whistle; the grid where its district lets it (网格吹哨)."""
    may(P.WHISTLE)(turn)
    if not turn.by.may(P.DISPATCH) and not settings.GRID_WHISTLE:
        raise Refused("not_allowed", _("本区县由社区和街道吹哨。请把情况告诉社区办公室。"))


def whistler_or(permission: P) -> Rule:
    """Return the rule that the actor whistled, or works from within the community and is permitted."""
    permitted = may(permission)

    @says(format_lazy(gettext_lazy("吹哨的人，或有许可 {name} 的人"), name=permission.value))
    def rule(turn: Turn) -> None:
        if not _whistled(turn):
            permitted(turn)

    return rule


def _whistled(turn: Turn) -> bool:
    return turn.matter.recorded_by == turn.by.person


@says(gettext_lazy("吹哨的人或牵头单位"))
def whistler_or_lead(turn: Turn) -> None:
    if not (_whistled(turn) or holds(turn)):
        raise Refused("not_allowed", _("这一步由吹哨的人或牵头单位来做。"))


@says(gettext_lazy("吹哨的人和响应的单位，各一次"))
def rates_the_other(turn: Turn) -> None:
    """Each side rates the other, once."""
    if not (_whistled(turn) or holds(turn)):
        raise Refused("not_allowed", _("互评只在吹哨的人和响应的单位之间。"))
    rated = Event.objects.filter(
        district=turn.matter.district_id,
        subject=turn.matter.pk,
        step="rate",
        data__of=rated_by(turn),
    )
    if rated.exists():
        raise Refused("wrong_state", _("您这一方已经评过了。"), state=turn.matter.state)


def rated_by(turn: Turn) -> str:
    """Return what the actor rates: whoever whistled rates the answer, whoever answered the whistle."""
    return "response" if _whistled(turn) else "whistle"


@says(gettext_lazy("自己没有响应这次吹哨"))
def not_a_responder(turn: Turn) -> None:
    """Whoever answered the whistle does not end it."""
    if turn.matter.children.filter(holder=turn.by.person).exists():
        raise Refused(
            "doer_cannot_verify", _("您是响应单位的人，这次吹哨要由吹哨的人或没有响应的人来结。")
        )


@says(gettext_lazy("不是响应的人"))
def not_for_oneself(turn: Turn) -> None:
    """Nobody checks or takes back the answer that is asked of themselves."""
    if holds(turn):
        raise Refused(
            "doer_cannot_verify", _("这是请您这一方响应的，要由吹哨的人或别的同事来核查、撤回。")
        )


@says(gettext_lazy("牵头单位拒绝了"))
def lead_refused(turn: Turn) -> None:
    """Who was named first leads, and may not pass it on; only a lead who refused is replaced."""
    led = turn.matter.children.filter(holder=turn.matter.holder_id)
    if not led.filter(state=State.REDIRECTED).exists():
        raise Refused(
            "wrong_state",
            _("首接单位牵头，不能推给别家；只有它拒绝了才能换。"),
            state=turn.matter.state,
        )


@says(gettext_lazy("区县"))
def from_the_district(turn: Turn) -> None:
    """A refusal is reported to the district, and the district decides of it."""
    if not any(area.level == "district" for area in turn.by.scope.areas):
        raise Refused("not_allowed", _("拒绝响应的，由区县督办。"))
