"""What opening a matter and making a step do to it in memory; the door saves it, with its history."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.forms import Words
from lianxin.matters.flow import Step, Turn, flow_of
from lianxin.matters.models import Matter
from lianxin.people.models import Person
from lianxin.territory.models import Place
from lianxin.territory.queries import grid_of


@dataclass(frozen=True)
class Said:
    """What a new matter is made of: the words, and what was understood and accepted of them."""

    words: str
    place: Place
    said_on: date
    channel: str
    category: str
    urgency: str
    title: str
    summary: str = ""
    spot: str = ""
    requester: Person | None = None
    requester_name: str = ""
    requester_title: str = ""
    requester_phone: str = ""
    subject_name: str = ""
    withhold: bool = False


def new_matter(
    kind: str,
    said: Said,
    levels: dict[str, UUID | None],
    *,
    number: str,
    by: Actor,
    parent: Matter | None = None,
) -> Matter:
    """Return a matter in its first state; `levels` are those of its place."""
    at = clock.now()
    fields = {name: value for name, value in vars(said).items() if name != "place"}
    return Matter(
        district_id=said.place.district_id,
        number=number,
        kind=kind,
        state=flow_of(kind).first,
        recorded_by=by.person,
        recorded_at=at,
        opened_at=at,
        parent=parent,
        **levels,
        **fields,
    )


# What a child has of its parent where nothing else is said: what it is about, and where that is.
_INHERITED = (
    "district_id", "category", "urgency", "channel", "spot", "street_id", "community_id", "grid_id",
    "compound_id", "building_id", "stairwell_id", "home_id",
)  # fmt: skip


def new_child(parent: Matter, kind: str, *, number: str, by: Actor, **differs: object) -> Matter:
    """Return a matter of a kind in its first state that came out of another."""
    at = clock.now()
    fields = {name: getattr(parent, name) for name in _INHERITED}
    own = {
        "number": number,
        "kind": kind,
        "state": flow_of(kind).first,
        "said_on": clock.today(),
        "recorded_by": by.person,
        "recorded_at": at,
        "opened_at": at,
        "parent": parent,
    }
    return Matter(**{**fields, **own, **differs})


def levels_of(place: Place) -> dict[str, UUID | None]:
    """Return a matter's level columns from the finest place that is known."""
    path = place.path()
    levels = ("street", "community", "compound", "building", "stairwell")
    return {
        **{f"{level}_id": path[f"{level}_id"] for level in levels},
        "home_id": place.pk if place.level == "home" else None,
        "grid_id": grid_of(place),
    }


def record_facts(matter: Matter) -> dict:
    """Return what the first event of a matter says besides the words."""
    return {name: getattr(matter, name) for name in ("number", "category", "urgency", "channel")}


def turn_over(row: Step, turn: Turn, left: Callable[[], str | None]) -> None:
    """Let a step that is allowed, with clean input, have its effect; `left` finds the state left last."""
    _sort_input(row, turn)
    turn.matter.state = _next_state(row, turn, left)
    if row.then:
        row.then(turn)


def _sort_input(row: Step, turn: Turn) -> None:
    """Free words are personal and go beside the event; all other input is plain fact."""
    for name, field in row.asks.base_fields.items():
        value = turn.clean.get(name)
        if value in (None, ""):
            continue
        if isinstance(field, Words):
            turn.words[name] = value
        else:
            turn.facts[name] = value if isinstance(value, bool | int | list) else str(value)


def _next_state(row: Step, turn: Turn, left: Callable[[], str | None]) -> str:
    if not row.to:
        return turn.matter.state
    if row.goes is None:
        return row.to[0]
    state = row.goes(turn.clean, left())
    assert state in row.to, f"{row.name} goes to {state}, which its row does not name"
    return state
