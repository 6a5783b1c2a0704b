"""报到: what one who was called does about it. Its parent is the whistle."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.access.roles import Permission as P
from lianxin.base.clock import local
from lianxin.kinds.whistle import forms
from lianxin.kinds.whistle.rules import (
    from_the_district,
    not_for_oneself,
    rated_by,
    rates_the_other,
    whistler_or,
)
from lianxin.kinds.whistle.terms import RESPONSE_CLOCKS, RESPONSE_LIMITS
from lianxin.matters.flow import Flow, Step, Turn
from lianxin.matters.models import Outcome, State
from lianxin.matters.rules import (
    is_holder,
    keep_parent_open,
    may,
    not_a_doer,
    parent_is_open,
)
from lianxin.people.models import Role
from lianxin.people.queries import holders_of

UNFINISHED = (State.DISPATCHED, State.TAKEN_IN, State.IN_HAND)


def by_coming(clean: dict, _left: str | None) -> str:
    return State.TAKEN_IN if clean["coming"] else State.REDIRECTED


def by_check(clean: dict, _left: str | None) -> str:
    return State.CLOSED if clean["passed"] else State.IN_HAND


def note_response(turn: Turn) -> None:
    """Note who comes when; who refuses is reported to the district (北京市街道办事处条例第四十四条)."""
    matter = turn.matter
    who = {"who": matter.holder_organisation.name, "title": matter.title}
    if turn.clean["coming"]:
        turn.facts["arrives_at"] = f"{local(turn.clean['arrives_at']):%Y-%m-%d %H:%M}"
        turn.tell.append((matter.recorded_by, _("%(who)s会来：%(title)s") % who))
        return
    turn.tell.append((matter.recorded_by, _("%(who)s拒绝报到：%(title)s") % who))
    for person in holders_of((Role.DISTRICT_OFFICER,), matter.district_id):
        turn.tell.append((person, _("%(who)s拒绝报到，请督办：%(title)s") % who))


def tell_arrived(turn: Turn) -> None:
    who = {"who": turn.matter.holder_organisation.name, "title": turn.matter.title}
    turn.tell.append((turn.matter.recorded_by, _("%(who)s已到场：%(title)s") % who))


def note_outcome(turn: Turn) -> None:
    matter = turn.matter
    matter.outcome, matter.finished_at = turn.clean["outcome"], turn.at
    turn.tell.append((matter.recorded_by, _("已办完，待核查：%(title)s") % {"title": matter.title}))


def note_check(turn: Turn) -> None:
    matter = turn.matter
    if turn.clean["passed"]:
        matter.verified_at = matter.closed_at = turn.at
        return
    matter.finished_at, matter.outcome = None, ""
    turn.tell.append(
        (matter.holder_id, _("核查没有通过，请再办：%(title)s") % {"title": matter.title})
    )


def call_again(turn: Turn) -> None:
    """Let the district oblige whoever refused: the time to answer starts afresh."""
    keep_parent_open(turn)
    matter = turn.matter
    matter.opened_at = turn.at
    turn.tell.append((matter.holder_id, _("区县督办，请报到：%(title)s") % {"title": matter.title}))


def note_withdrawn(turn: Turn) -> None:
    matter = turn.matter
    matter.outcome, matter.closed_at = Outcome.WITHDRAWN, turn.at
    turn.tell.append((matter.holder_id, _("不用来了：%(title)s") % {"title": matter.title}))


def note_rating(turn: Turn) -> None:
    turn.facts["of"] = rated_by(turn)


RESPONSE = Flow(
    kind="response",
    prefix="BD",
    first=State.DISPATCHED,
    clocks=RESPONSE_CLOCKS,
    limits=RESPONSE_LIMITS,
    doing=frozenset({"respond", "arrive", "note", "finish"}),
    opening=frozenset(),
    turn_of={
        State.DISPATCHED: gettext_lazy("被叫的单位答应或拒绝"),
        State.TAKEN_IN: gettext_lazy("被叫的单位到场"),
        State.IN_HAND: gettext_lazy("被叫的单位办理"),
        State.TO_VERIFY: gettext_lazy("吹哨的人核查"),
    },
    steps=(
        Step(
            "respond",
            (State.DISPATCHED,),
            (State.TAKEN_IN, State.REDIRECTED),
            goes=by_coming,
            who=(is_holder,),
            asks=forms.RespondForm,
            then=note_response,
        ),
        Step(
            "arrive",
            (State.TAKEN_IN,),
            (State.IN_HAND,),
            who=(is_holder,),
            asks=forms.ArriveForm,
            then=tell_arrived,
        ),
        Step("note", (State.TAKEN_IN, State.IN_HAND), who=(is_holder,), asks=forms.WordsForm),
        Step(
            "finish",
            (State.IN_HAND,),
            (State.TO_VERIFY,),
            who=(is_holder,),
            asks=forms.FinishForm,
            then=note_outcome,
        ),
        Step(
            "verify",
            (State.TO_VERIFY,),
            (State.CLOSED, State.IN_HAND),
            goes=by_check,
            who=(not_for_oneself, not_a_doer, whistler_or(P.VERIFY)),
            asks=forms.VerifyForm,
            then=note_check,
        ),
        Step(
            "supervise",
            (State.REDIRECTED,),
            (State.DISPATCHED,),
            who=(may(P.SUPERVISE), from_the_district, parent_is_open),
            asks=forms.SuperviseForm,
            then=call_again,
        ),
        Step(
            "withdraw",
            (*UNFINISHED, State.TO_VERIFY),
            (State.CLOSED,),
            who=(not_for_oneself, not_a_doer, whistler_or(P.DISPATCH)),
            asks=forms.ReasonForm,
            then=note_withdrawn,
        ),
        Step(
            "rate",
            (State.TO_VERIFY, State.CLOSED, State.REDIRECTED),
            who=(rates_the_other,),
            asks=forms.RateForm,
            then=note_rating,
        ),
    ),
)
