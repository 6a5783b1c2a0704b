"""How a kind's table of turns is written, checked and found.

A row says: this step leads from these states to those; `goes` picks one where there are several;
`who` are the rules that must not refuse; `asks` is the form of its input; `then` notes its effect
on the matter. Which clocks run is read from the matter after the step (`clocks`).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from django import forms
from django.db.models import Model

from lianxin.base.actor import Actor
from lianxin.files.models import File
from lianxin.matters.clocks import ClockRow
from lianxin.matters.limits import LimitRule
from lianxin.matters.models import OPEN, Matter, State


class StepForm(forms.Form):
    """The input of one step. It knows the matter and who acts, for its choices and first values."""

    def __init__(
        self, data: dict | None = None, *, matter: Matter, by: Actor, **kwargs: object
    ) -> None:
        self.matter, self.by = matter, by
        super().__init__(data, **kwargs)


@dataclass
class Turn:
    """One step being made: what the rules look at, and what `then` writes to.

    `rows` are saved with the step; `recounts` says that the finish clock has to be counted anew,
    `reworded` that the matter is found by other words than before. `tell` holds whom to tell what,
    `tell_of` the same of another matter. `beside` is what the step does to other matters.
    """

    matter: Matter
    by: Actor
    at: datetime
    clean: dict = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    facts: dict = field(default_factory=dict)
    words: dict = field(default_factory=dict)
    tell: list = field(default_factory=list)
    tell_of: list = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    rows: list[Model] = field(default_factory=list)
    beside: list["Beside"] = field(default_factory=list)
    recounts: bool = False
    reworded: bool = False


@dataclass(frozen=True)
class Beside:
    """What a step of one matter does to another, in the same transaction: an event there, and its effect."""

    name: str
    before: str
    turn: Turn


Rule = Callable[[Turn], None]


def says(sentence: object) -> Callable[[Rule], Rule]:
    """Give a rule the sentence by which the drawn pages tell whom it lets through."""

    def with_sentence(rule: Rule) -> Rule:
        rule.says = sentence
        return rule

    return with_sentence


@dataclass(frozen=True)
class Step:
    """A row of a flow. No `to` means that the state stays. `goes(clean, left)` gets the clean input and,
    for a step that goes back, the state stored in the event that left it."""

    name: str
    frm: tuple[str, ...]
    to: tuple[str, ...] = ()
    goes: Callable[[dict, str | None], str] | None = None
    who: tuple[Rule, ...] = ()
    asks: type[StepForm] = StepForm
    then: Callable[[Turn], None] | None = None


@dataclass(frozen=True)
class Flow:
    """The table of one kind. Its matters begin in the state `first`. `doing` are the steps whose doer may
    not verify, `opening` those after which doers are counted afresh, `turn_of` says of every open state
    whose turn it is, `clocks` which terms run when, `limits` how long they are where a district has no
    rule of its own."""

    kind: str
    prefix: str
    steps: tuple[Step, ...]
    clocks: tuple[ClockRow, ...]
    limits: tuple[LimitRule, ...]
    doing: frozenset[str]
    opening: frozenset[str]
    turn_of: dict[str, object]
    first: str = State.RECORDED

    def __post_init__(self) -> None:
        for fault in faults(self):
            raise AssertionError(f"{self.kind}: {fault}")

    def row(self, name: str, state: str) -> Step | None:
        return next((step for step in self.steps if step.name == name and state in step.frm), None)

    def rows_from(self, state: str) -> list[Step]:
        return [step for step in self.steps if state in step.frm]

    def knows(self, name: str) -> bool:
        return any(step.name == name for step in self.steps)

    def states(self) -> set[str]:
        """Return the states that its matters can be in."""
        return {self.first, *(state for step in self.steps for state in step.frm + step.to)}


def faults(flow: Flow) -> list[str]:
    """Return what is wrong with a table: unreachable, endless or ownerless states, rows in two minds."""
    return [*_row_faults(flow), *_state_faults(flow), *_clock_faults(flow)]


def _clock_faults(flow: Flow) -> list[str]:
    """A clock that reminds needs a limit that holds whatever the category, urgency, level and day."""
    general = {
        rule.clock
        for rule in flow.limits
        if not (rule.category or rule.urgency or rule.level or rule.until)
    }
    return [
        f"{row.name}: a clock without a limit for all"
        for row in flow.clocks
        if not row.makes and row.name not in general
    ]


def _row_faults(flow: Flow) -> list[str]:
    found = []
    seen: set[tuple[str, str]] = set()
    for step in flow.steps:
        unknown = set(step.frm + step.to) - set(State.values)
        if unknown:
            found.append(f"{step.name}: unknown states {sorted(unknown)}")
        if len(step.to) > 1 and step.goes is None:
            found.append(f"{step.name}: several states and nothing that picks one")
        if len(step.to) <= 1 and step.goes is not None:
            found.append(f"{step.name}: picks, but has no choice")
        for state in step.frm:
            if (step.name, state) in seen:
                found.append(f"{step.name}: two rows from {state}")
            seen.add((step.name, state))
    names = {step.name for step in flow.steps}
    found += [f"{name}: no such step" for name in sorted((flow.doing | flow.opening) - names)]
    return found


def _state_faults(flow: Flow) -> list[str]:
    used = flow.states()
    reached, frontier = {flow.first}, [flow.first]
    while frontier:
        for step in flow.rows_from(frontier.pop()):
            fresh = set(step.to) - reached
            reached |= fresh
            frontier += fresh
    found = [f"{state}: never reached" for state in sorted(used - reached)]
    for state in sorted(used & set(OPEN)):
        if not any(set(step.to) - {state} for step in flow.rows_from(state)):
            found.append(f"{state}: open and without an exit")
        if state not in flow.turn_of:
            found.append(f"{state}: nobody's turn")
    return found


_flows: dict[str, Flow] = {}
_lent: list[tuple[Step, Collection[str]]] = []


def register(flow: Flow) -> None:
    """Make a kind known to the spine; a kind's app does this when it is ready."""
    for step, own in _lent:
        flow = _with(flow, step, own)
    _flows[flow.kind] = flow


def lend(step: Step, *, own: Collection[str]) -> None:
    """Add a step to the tables of all kinds but the lender's own: one that opens a matter of another kind.

    So no kind has to know another. The step leaves from those of its states that a kind has.
    """
    _lent.append((step, own))
    _flows.update({kind: _with(flow, step, own) for kind, flow in _flows.items()})


def _with(flow: Flow, step: Step, own: Collection[str]) -> Flow:
    if flow.kind in own:
        return flow
    frm = tuple(state for state in step.frm if state in flow.states())
    return replace(flow, steps=(*flow.steps, replace(step, frm=frm)))


def flow_of(kind: str) -> Flow:
    return _flows[kind]


def flows() -> list[Flow]:
    return list(_flows.values())
