"""The one door: every step of every kind goes through here, from page, JSON, worker and demo alike."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.forms import Words, cleaned
from lianxin.base.refused import Refused
from lianxin.base.text import clean
from lianxin.history.actions import append, open_subject
from lianxin.history.models import Event
from lianxin.history.receipts import once
from lianxin.matters.flow import Step, StepForm, Turn, flow_of
from lianxin.matters.models import Matter, State
from lianxin.matters.numbers import next_number
from lianxin.matters.queries import find, in_scope, not_found
from lianxin.matters.words import STEPS
from lianxin.notices.actions import tell
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


def open_matter(kind: str, said: Said, *, by: Actor, parent: Matter | None = None) -> Matter:
    """Register a new matter of a kind. Runs inside the caller's transaction and receipt."""
    flow, at = flow_of(kind), clock.now()
    fields = {name: value for name, value in vars(said).items() if name != "place"}
    matter = Matter(
        district_id=said.place.district_id,
        kind=kind,
        state=State.RECORDED,
        recorded_by=by.person,
        recorded_at=at,
        parent=parent,
        **fields,
    )
    put_at(matter, said.place)
    due = flow.due(Turn(matter=matter, by=by, at=at))
    matter.due_at, matter.due_why = due.at, due.why
    matter.number = next_number(flow.prefix, at.date())
    open_subject(matter.district_id, matter.pk, kind, matter.number, by=by)
    facts = {
        "number": matter.number,
        "category": said.category,
        "urgency": said.urgency,
        "channel": said.channel,
    }
    append(
        matter,
        "record",
        by=by,
        before="",
        after=State.RECORDED,
        data=facts,
        words={"words": said.words},
    )
    matter.save(force_insert=True)
    return matter


def put_at(matter: Matter, place: Place) -> None:
    """Set a matter's level columns from the finest place that is known."""
    path = place.path()
    matter.street_id, matter.community_id = path["street_id"], path["community_id"]
    matter.compound_id, matter.building_id = path["compound_id"], path["building_id"]
    matter.stairwell_id = path["stairwell_id"]
    matter.home_id = place.pk if place.level == "home" else None
    matter.grid_id = grid_of(place)


def step(
    matter: Matter | str,
    name: str,
    *,
    by: Actor,
    data: dict | None = None,
    version: int | None = None,
    request_id: str | None = None,
) -> Matter:
    """Make one step of a matter, or raise Refused and change nothing.

    In order: found in the actor's scope, `conflict` where the version that the actor saw is stale
    (it explains best why a step is no longer there), allowed by the flow, allowed to the actor,
    clean input. Then state, event, effect and messages in one transaction.
    """
    number = matter if isinstance(matter, str) else matter.number
    data = data or {}
    return once(
        request_id,
        ["step", number, name, data, version],
        lambda: _made(number, name, data, version, by),
        lambda _subject: find(number, by),
        by=by,
    )


def _made(number: str, name: str, data: dict, version: int | None, by: Actor) -> tuple:
    matter = _locked(number, by)
    _check_version(matter, version)
    row = _row(matter, name)
    turn = Turn(matter=matter, by=by, at=clock.now())
    for rule in row.who:
        rule(turn)
    form = row.asks(data, matter=matter, by=by)
    turn.clean, turn.given = cleaned(form), frozenset(form.fields) & frozenset(data)
    _take(row, turn, form)
    return matter.pk, matter


def _locked(number: str, by: Actor) -> Matter:
    # SQLite begins every transaction as a writer, so there the lock is already held.
    matter = (
        Matter.objects.select_for_update(of=("self",))
        .filter(in_scope(by.scope), number=clean(number).strip())
        .first()
    )
    if matter is None:
        raise not_found(number)
    return matter


def _check_version(matter: Matter, version: int | None) -> None:
    if version is None or version == matter.version:
        return
    last = (
        Event.objects.filter(district=matter.district_id, subject=matter.pk)
        .order_by("-seq")
        .first()
    )
    sentence = _(
        "您打开之后，%(who)s 已做了“%(step)s”，现在是“%(state)s”。请看过新的情况再办。"
    ) % {
        "who": last.login,
        "step": STEPS[last.step],
        "state": matter.get_state_display(),
    }
    raise Refused("conflict", sentence, version=matter.version, state=matter.state)


def _row(matter: Matter, name: str) -> Step:
    flow = flow_of(matter.kind)
    if not flow.knows(name):
        raise Refused(
            "bad_input",
            _("没有“%(name)s”这个步骤。") % {"name": name[:40]},
            fields={"step": [name[:40]]},
        )
    row = flow.row(name, matter.state)
    if row is None:
        sentence = _("事项现在是“%(state)s”，不能做“%(step)s”。") % {
            "state": matter.get_state_display(),
            "step": STEPS[name],
        }
        raise Refused("wrong_state", sentence, state=matter.state, version=matter.version)
    return row


def _take(row: Step, turn: Turn, form: StepForm) -> None:
    matter, before = turn.matter, turn.matter.state
    _sort_input(turn, form)
    matter.state = _next_state(row, turn)
    if row.then:
        row.then(turn)
    due = row.due(turn) if row.due else None
    if due:
        matter.due_at, matter.due_why = due.at, due.why
    append(
        matter,
        row.name,
        by=turn.by,
        before=before,
        after=matter.state,
        data=turn.facts,
        words=turn.words,
    )
    matter.save(force_update=True)
    for person, sentence in turn.tell:
        tell(person, sentence, subject=matter.pk, number=matter.number, by=turn.by)


def _next_state(row: Step, turn: Turn) -> str:
    if not row.to:
        return turn.matter.state
    if row.goes is None:
        return row.to[0]
    state = row.goes(turn.clean, _left(turn.matter))
    assert state in row.to, f"{row.name} goes to {state}, which its row does not name"
    return state


def _left(matter: Matter) -> str | None:
    """Return the state stored in the event that last left for the present one."""
    came = Event.objects.filter(district=matter.district_id, subject=matter.pk, after=matter.state)
    event = came.exclude(before=matter.state).order_by("-seq").first()
    return event.before if event else None


def _sort_input(turn: Turn, form: StepForm) -> None:
    """Free words are personal and go beside the event; all other input is plain fact."""
    for name, field in form.fields.items():
        value = turn.clean.get(name)
        if value in (None, ""):
            continue
        if isinstance(field, Words):
            turn.words[name] = value
        else:
            turn.facts[name] = value if isinstance(value, bool | int) else str(value)
