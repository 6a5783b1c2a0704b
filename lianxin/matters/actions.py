"""The one door: every step of every kind goes through here, from page, JSON, worker and demo alike."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.clock import local
from lianxin.base.forms import cleaned
from lianxin.base.refused import Refused
from lianxin.base.text import clean
from lianxin.files.actions import claim, hang
from lianxin.files.models import File
from lianxin.history.actions import append, open_subject
from lianxin.history.models import Event
from lianxin.history.receipts import once
from lianxin.matters import clocks
from lianxin.matters.clocks import Wound
from lianxin.matters.flow import Step, Turn, flow_of
from lianxin.matters.models import Matter
from lianxin.matters.naming import hold_in_order
from lianxin.matters.numbers import next_number
from lianxin.matters.queries import check, find, in_scope, not_found
from lianxin.matters.search import text_of
from lianxin.matters.turning import (
    Said,
    levels_of,
    new_child,
    new_matter,
    record_facts,
    turn_over,
)
from lianxin.matters.words import STEPS
from lianxin.notices.actions import tell
from lianxin.territory.models import Place


def open_matter(
    kind: str,
    said: Said,
    *,
    by: Actor,
    parent: Matter | None = None,
    files: Sequence[File] = (),
) -> Matter:
    """Register a new matter of a kind. Runs inside the caller's transaction and receipt.

    `files` were claimed by the caller; what was said in them hangs on the matter too.
    """
    number = next_number(flow_of(kind).prefix, clock.today())
    matter = new_matter(kind, said, levels_of(said.place), number=number, by=by, parent=parent)
    return enter(matter, by=by, files=files)


def open_child(parent: Matter, kind: str, *, by: Actor, **differs: object) -> Matter:
    """Open a matter of another kind out of a step of this one, in its transaction.

    It lies where its parent lies and knows nothing of who asked; `differs` are its own columns, `words`
    and `title` among them. Whoever is to hold it is told.
    """
    number = next_number(flow_of(kind).prefix, clock.today())
    child = new_child(parent, kind, number=number, by=by, **differs)
    enter(child, by=by)
    if child.holder_id:
        sentence = _("派给您：%(title)s") % {"title": child.title}
        tell(child.holder_id, sentence, subject=child.pk, number=child.number, by=by)
    return child


def enter(matter: Matter, *, by: Actor, files: Sequence[File] = ()) -> Matter:
    """Write a new matter down: clocks, opening, first event, row and what it is found by."""
    wound = _wound(matter, clock.now())
    open_subject(matter.district_id, matter.pk, matter.kind, matter.number, by=by)
    append(
        matter,
        "record",
        by=by,
        before="",
        after=matter.state,
        data={**record_facts(matter), **hang(files, matter, "record", by=by)},
        words={"words": matter.words},
    )
    matter.save(force_insert=True)
    text_of(matter).save(force_insert=True)
    clocks.save(wound)
    return matter


def put_at(matter: Matter, place: Place) -> None:
    """Set a matter's level columns from the finest place that is known."""
    for column, level in levels_of(place).items():
        setattr(matter, column, level)


def step(
    matter: Matter | str,
    name: str,
    *,
    by: Actor,
    data: dict | None = None,
    version: int | None = None,
    request_id: str | None = None,
    files: Sequence[UUID | str] = (),
) -> Matter:
    """Make one step of a matter, or raise Refused and change nothing.

    `files` are ids of files that the actor took in before; they are attached by this step.

    In order: found in the actor's scope, `conflict` where the version that the actor saw is stale
    (it explains best why a step is no longer there), allowed by the flow, allowed to the actor,
    clean input. Then state, event, effect and messages in one transaction.
    """
    number = matter if isinstance(matter, str) else matter.number
    data = data or {}
    body = ["step", number, name, data, version]
    return once(
        request_id,
        [*body, [str(one) for one in files]] if files else body,
        lambda: _made(number, name, data, version, files, by),
        lambda _subject: find(number, by),
        by=by,
    )


def _made(
    number: str,
    name: str,
    data: dict,
    version: int | None,
    files: Sequence[UUID | str],
    by: Actor,
) -> tuple:
    hold_in_order(number, name, data, by)
    matter = _locked(number, by)
    _check_version(matter, version)
    row = _row(matter, name)
    turn = Turn(matter=matter, by=by, at=clock.now())
    check(row, turn)
    form = row.asks(data, matter=matter, by=by)
    turn.clean, turn.given = cleaned(form), frozenset(form.fields) & frozenset(data)
    turn.files = claim(files, by=by)
    _take(row, turn)
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


def _take(row: Step, turn: Turn) -> None:
    before = turn.matter.state
    turn_over(row, turn, lambda: _left(turn.matter))
    _write(turn, row.name, before)


def _write(turn: Turn, name: str, before: str) -> None:
    """Save what became of a matter, with its event and messages, and of whatever the step did beside."""
    matter = turn.matter
    for made in turn.rows:
        made.save()
    wound = _wound(matter, turn.at)
    if turn.recounts:
        clocks.recount(matter)
        turn.facts["due_at"] = local(matter.due_at).isoformat(timespec="seconds")
    append(
        matter,
        name,
        by=turn.by,
        before=before,
        after=matter.state,
        data={**turn.facts, **hang(turn.files, matter, name, by=turn.by)},
        words=turn.words,
    )
    matter.save(force_update=True)
    if turn.reworded:
        text_of(matter).save(force_update=True)
    clocks.save(wound)
    told = [(matter, *message) for message in turn.tell] + turn.tell_of
    for about, person, sentence in told:
        tell(person, sentence, subject=about.pk, number=about.number, by=turn.by)
    for other in turn.beside:
        _write(other.turn, other.name, other.before)


def _wound(matter: Matter, at: datetime) -> Wound:
    flow = flow_of(matter.kind)
    return clocks.wind(matter, flow.clocks, flow.limits, at)


def _left(matter: Matter) -> str | None:
    """Return the state stored in the event that last left for the present one."""
    came = Event.objects.filter(district=matter.district_id, subject=matter.pk, after=matter.state)
    event = came.exclude(before=matter.state).order_by("-seq").first()
    return event.before if event else None
