"""A whistle as a whole, for the page of the whistle and of each answer to it.

Whoever answers sees only their own answer as a matter; here they see what was agreed with the others.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from lianxin.base.actor import Actor
from lianxin.history.models import Event
from lianxin.kinds.whistle.flow import OWN
from lianxin.kinds.whistle.forms import Rating
from lianxin.matters.models import Matter
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
    arrives_at: str = ""
    reason: str = ""
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
        plan=[_task(said, responses) for step, said in told[whistle.pk] if step == "plan"],
        minutes=[_minutes(said) for step, said in told[whistle.pk] if step == "minute"],
    )


def _told(matters: list[Matter], actor: Actor) -> dict[UUID, list[tuple[str, dict]]]:
    """Return what was told at each step of these matters, facts and masked words together."""
    of = {matter.pk: matter for matter in matters}
    events = Event.objects.filter(
        district=matters[0].district_id,
        subject__in=of,
        step__in=("respond", "rate", "plan", "minute"),
    )
    told = defaultdict(list)
    for event in events.select_related("words").order_by("seq"):
        said = {**event.data, **event_words(event, of[event.subject], actor)}
        told[event.subject].append((event.step, said))
    return told


def _response(child: Matter, whistle: Matter, told: list[tuple[str, dict]], seen: bool) -> Response:
    answer = next((said for step, said in reversed(told) if step == "respond"), {})
    return Response(
        number=child.number,
        seen=seen,
        who=f"{child.holder_organisation.name} {child.holder.name}",
        leads=child.holder_id == whistle.holder_id,
        state=child.state,
        state_word=str(child.get_state_display()),
        outcome=str(child.get_outcome_display()),
        arrives_at=answer.get("arrives_at", ""),
        reason=answer.get("reason", ""),
        # A rating is between the two sides; the others who were called do not read it.
        ratings={
            said["of"]: str(Rating(said["rating"]).label) for step, said in told if step == "rate"
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
