"""吹哨: whoever cannot do it alone calls those who can; each has an answer of its own (`response`)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.access.roles import Permission as P
from lianxin.kinds.whistle import forms
from lianxin.kinds.whistle.rules import (
    lead_refused,
    may_whistle,
    not_a_responder,
    whistler_or,
    whistler_or_lead,
)
from lianxin.kinds.whistle.terms import WHISTLE_CLOCKS, WHISTLE_LIMITS
from lianxin.matters.actions import open_child
from lianxin.matters.flow import Flow, Step, Turn
from lianxin.matters.models import AtLevel, Matter, Outcome, State, Urgency
from lianxin.matters.rules import no_open_children
from lianxin.people.models import Post, Role

OWN = ("whistle", "response")
GOING = (State.DISPATCHED, State.IN_HAND)
# At which level somebody of this role answers; of any other, the community. Above it is told of delays.
LEVEL_OF = {
    Role.STREET_OFFICER: AtLevel.STREET,
    Role.DEPARTMENT_OFFICER: AtLevel.DISTRICT,
}


def call(turn: Turn) -> None:
    """Open the whistle, and under it one answer for each who is called; the first of them leads."""
    matter, posts = turn.matter, turn.clean.pop("posts")
    emergency = turn.clean["trigger"] == forms.Trigger.EMERGENCY
    differs = {
        "words": turn.clean["words"],
        "urgency": Urgency.EMERGENCY if emergency else matter.urgency,
    }
    title = _("吹哨：%(title)s") % {"title": matter.title}
    whistle = open_child(
        matter, "whistle", by=turn.by, title=title[:120], **_held_by(posts[0]), **differs
    )
    title = _("请报到：%(title)s") % {"title": matter.title}
    for post in posts:
        open_child(whistle, "response", by=turn.by, title=title[:120], **_held_by(post), **differs)
    turn.facts["opened"] = whistle.number


def _held_by(post: Post) -> dict:
    return {
        "holder": post.person,
        "holder_organisation": post.organisation,
        "level": LEVEL_OF.get(post.role, AtLevel.COMMUNITY),
    }


def note_lead(turn: Turn) -> None:
    response = Matter.objects.get(
        district=turn.matter.district_id, parent=turn.matter, number=turn.clean["response"]
    )
    for column in ("holder", "holder_organisation", "level"):
        setattr(turn.matter, column, getattr(response, column))
    turn.tell.append(
        (response.holder_id, _("改由您牵头：%(title)s") % {"title": turn.matter.title})
    )


def tell_planned(turn: Turn) -> None:
    """Tell whoever has something to do by the plan; the message leads to their own answer's page."""
    response = turn.matter.children.get(number=turn.clean["response"])
    sentence = _("联合方案里有您的一项，请看 %(number)s") % {"number": response.number}
    turn.tell.append((response.holder_id, sentence))


def note_closed(turn: Turn) -> None:
    turn.matter.outcome = turn.clean["outcome"]
    turn.matter.finished_at = turn.matter.closed_at = turn.at


def note_withdrawn(turn: Turn) -> None:
    turn.matter.outcome, turn.matter.closed_at = Outcome.WITHDRAWN, turn.at


# Lent to every other kind: from any of its matters that somebody works at.
CALL = Step(
    "whistle",
    (State.RECORDED, State.TAKEN_IN, State.DISPATCHED, State.IN_HAND, State.CARRIED),
    who=(may_whistle,),
    asks=forms.WhistleForm,
    then=call,
)

WHISTLE = Flow(
    kind="whistle",
    prefix="CS",
    first=State.DISPATCHED,
    clocks=WHISTLE_CLOCKS,
    limits=WHISTLE_LIMITS,
    doing=frozenset({"plan", "note"}),
    opening=frozenset(),
    turn_of={
        State.DISPATCHED: gettext_lazy("被叫的各单位报到，牵头单位定联合方案"),
        State.IN_HAND: gettext_lazy("各单位按联合方案办理，都办完后由吹哨的人结"),
    },
    steps=(
        Step(
            "plan",
            GOING,
            (State.IN_HAND,),
            who=(whistler_or_lead,),
            asks=forms.PlanForm,
            then=tell_planned,
        ),
        Step("minute", GOING, who=(whistler_or_lead,), asks=forms.MinuteForm),
        Step("note", GOING, who=(whistler_or_lead,), asks=forms.WordsForm),
        Step(
            "lead",
            GOING,
            who=(whistler_or(P.DISPATCH), lead_refused),
            asks=forms.LeadForm,
            then=note_lead,
        ),
        Step(
            "close",
            GOING,
            (State.CLOSED,),
            who=(whistler_or(P.CLOSE), not_a_responder, no_open_children),
            asks=forms.CloseForm,
            then=note_closed,
        ),
        Step(
            "withdraw",
            GOING,
            (State.CLOSED,),
            who=(whistler_or(P.DISPATCH), no_open_children),
            asks=forms.ReasonForm,
            then=note_withdrawn,
        ),
    ),
)
