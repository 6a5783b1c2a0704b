"""A whistle as a whole, for the page of the whistle and of each answer to it.

Whoever answers sees only their own answer as a matter; here they see what was agreed with the others.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from lianxin.base.actor import Actor
from lianxin.base.clock import BEIJING
from lianxin.history.models import Event
from lianxin.kinds.whistle.flow import OWN
from lianxin.kinds.whistle.forms import Rating
from lianxin.matters.models import Matter, State
from lianxin.matters.present import event_words
from lianxin.matters.queries import matters_for


@dataclass
class Response:
    """What one who was called says and did."""

    number: str
    seen: bool
    who: str
    leads: bool
    state: str
    state_word: str
    outcome: str
    arrives_at: datetime | None = None
    arrived_at: datetime | None = None
    reason: str = ""
    asked_again: bool = False
    ratings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """One line of the joint plan."""

    what: str
    who: str
    until: date


@dataclass(frozen=True)
class Minutes:
    """What was said and agreed at a council. Advice, whatever it says."""

    held_on: date
    topic: str
    attended: list[str]
    opinions: str
    decisions: list[str]


@dataclass(frozen=True)
class Gathering:
    whistle: Matter
    responses: list[Response]
    plan: list[Task]
    minutes: list[Minutes]


def gathering(matter: Matter, actor: Actor) -> Gathering | None:
    """Return the whistle that a matter is, or answers, with all answers, the joint plan and the minutes."""
    if matter.kind not in OWN:
        return None
    whistle = matter if matter.kind == "whistle" else matter.parent
    children = list(
        whistle.children.select_related("holder", "holder_organisation").order_by("number")
    )
    told = _told([whistle, *children], actor)
    seen = set(matters_for(actor).filter(parent=whistle).values_list("pk", flat=True))
    responses = {
        child.number: _response(child, whistle, told[child.pk], child.pk in seen)
        for child in children
    }
    return Gathering(
        whistle=whistle,
        responses=sorted(responses.values(), key=lambda one: not one.leads),
        plan=[_task(one.said, responses) for one in told[whistle.pk] if one.step == "plan"],
        minutes=[_minutes(one.said) for one in told[whistle.pk] if one.step == "minute"],
    )


@dataclass(frozen=True)
class _Told:
    """What was told at a step, and when."""

    step: str
    said: dict
    at: datetime


def _told(matters: list[Matter], actor: Actor) -> dict[UUID, list[_Told]]:
    """Return what was told at each step of these matters, facts and masked words together."""
    of = {matter.pk: matter for matter in matters}
    events = Event.objects.filter(
        district=matters[0].district_id,
        subject__in=of,
        step__in=("respond", "arrive", "supervise", "rate", "plan", "minute"),
    )
    told = defaultdict(list)
    for event in events.select_related("words").order_by("seq"):
        said = {**event.data, **event_words(event, of[event.subject], actor)}
        told[event.subject].append(_Told(event.step, said, event.at))
    return told


def _response(child: Matter, whistle: Matter, told: list[_Told], seen: bool) -> Response:
    last = {one.step: one for one in told}
    answered = last["respond"].said if "respond" in last else {}
    arrives = answered.get("arrives_at")
    return Response(
        number=child.number,
        seen=seen,
        who=f"{child.holder_organisation.name} {child.holder.name}",
        leads=child.holder_id == whistle.holder_id,
        state=child.state,
        state_word=str(child.get_state_display()),
        outcome=str(child.get_outcome_display()),
        arrives_at=datetime.fromisoformat(arrives).replace(tzinfo=BEIJING) if arrives else None,
        arrived_at=last["arrive"].at if "arrive" in last else None,
        reason=answered.get("reason", ""),
        asked_again="supervise" in last and child.state == State.DISPATCHED,
        # A rating is between the two sides; the others who were called do not read it.
        ratings={
            one.said["of"]: str(Rating(one.said["rating"]).label)
            for one in told
            if one.step == "rate"
        }
        if seen
        else {},
    )


def _task(said: dict, responses: dict[str, Response]) -> Task:
    return Task(
        what=said["words"],
        who=responses[said["response"]].who,
        until=date.fromisoformat(said["until"]),
    )


def _minutes(said: dict) -> Minutes:
    return Minutes(
        held_on=date.fromisoformat(said["held_on"]),
        topic=said["topic"],
        attended=said["attended"].splitlines(),
        opinions=said["words"],
        decisions=said.get("decisions", "").splitlines(),
    )
