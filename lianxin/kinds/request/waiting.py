"""A request whose time stands still, is longer, or is carried on to a day of review."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base.refused import Refused
from lianxin.calendar.limits import Limit
from lianxin.calendar.queries import calendar_of
from lianxin.calendar.terms import due
from lianxin.kinds.request.terms import PAUSES
from lianxin.matters.flow import Turn, says
from lianxin.matters.models import (
    ClockExtension,
    ClockPause,
)


@says(gettext_lazy("不是承办人"))
def not_the_holder(turn: Turn) -> None:
    """Nobody approves more time for themselves."""
    if turn.matter.holder_id == turn.by.person:
        raise Refused("not_allowed", _("这件事派给了您，暂停和延期要由别人批准。请找同事或街道。"))


@says(gettext_lazy("期限没有暂停"))
def not_paused(turn: Turn) -> None:
    if turn.matter.is_paused:
        raise Refused("wrong_state", _("期限已经暂停了，先恢复计算再办。"), state=turn.matter.state)


@says(gettext_lazy("期限暂停着"))
def paused(turn: Turn) -> None:
    if not turn.matter.is_paused:
        raise Refused("wrong_state", _("期限没有暂停。"), state=turn.matter.state)


def stand(turn: Turn) -> None:
    """Stop the finish clock for as long as the reason may take at most."""
    matter, reason = turn.matter, turn.clean["reason"]
    calendar = calendar_of(matter.district_id, matter.community_id)
    matter.paused_until = due(turn.at, Limit.parse(PAUSES[reason]), calendar).at
    turn.rows.append(
        ClockPause(
            district_id=matter.district_id,
            matter=matter,
            since=turn.at,
            at_most=matter.paused_until,
            reason=reason,
            approved_by=turn.by.person,
        )
    )
    turn.recounts = True
    tell_holder(turn, _("期限已暂停：%(title)s"))


def go_on(turn: Turn) -> None:
    matter = turn.matter
    pause = ClockPause.objects.get(district=matter.district_id, matter=matter, until=None)
    pause.until = turn.at
    matter.paused_until = None
    turn.rows.append(pause)
    turn.recounts = True
    tell_holder(turn, _("期限继续计算：%(title)s"))


def give_more_time(turn: Turn) -> None:
    matter = turn.matter
    turn.rows.append(
        ClockExtension(
            district_id=matter.district_id,
            matter=matter,
            at=turn.at,
            opened_at=matter.opened_at,
            limit=turn.clean["limit"],
            approved_by=turn.by.person,
        )
    )
    turn.recounts = True
    tell_holder(turn, _("期限已延长：%(title)s"))


def tell_holder(turn: Turn, sentence: str) -> None:
    if turn.matter.holder_id:
        turn.tell.append((turn.matter.holder_id, sentence % {"title": turn.matter.title}))


def where_it_left(_clean: dict, left: str | None) -> str:
    assert left is not None, "a carried matter was carried from somewhere"
    return left


def note_review(turn: Turn) -> None:
    """Carry a matter on; the superior who is named as having agreed is told so."""
    turn.matter.review_on = turn.clean["review_on"]
    sentence = _("按您的同意挂账：%(title)s") % {"title": turn.matter.title}
    turn.tell.append((turn.clean["consented"], sentence))


def note_resumed(turn: Turn) -> None:
    turn.matter.review_on = None
