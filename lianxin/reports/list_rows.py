"""The rows of the three lists: each matter with who answers for it, its parts, its deadline and what came of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.clock import local
from lianxin.history.models import Event
from lianxin.matters.categories import category_names
from lianxin.matters.models import AtLevel, Matter, Outcome, State
from lianxin.matters.queries import known_to
from lianxin.matters.words import STEPS
from lianxin.reports.lists import BANKRUPT, COORDINATION, NEEDS_OTHERS
from lianxin.reports.rows import where
from lianxin.reports.table import Cell
from lianxin.understanding.personal import mask

GATHERS = "whistle"  # a child that only gathers the answers below it
AT_ONCE = 500  # so many rows are in memory at once
_NAMED = ("community", "compound", "building", "stairwell", "home", "holder", "holder_organisation")


def list_rows(matters: QuerySet[Matter], name: str, by: Actor) -> Iterator[list[Cell]]:
    """Yield a row for each matter: what is open by its deadline, and then what was closed."""
    named = {f"{column}_name": F(f"{column}__name") for column in _NAMED}
    employer = F("compound__bankrupt_employer")
    ordered = matters.annotate(**named, employer=employer).order_by(
        F("closed_at").asc(nulls_first=True), "due_at", "pk"
    )
    rows = ordered.iterator(AT_ONCE)
    while chunk := list(islice(rows, AT_ONCE)):
        tasks, steps = _tasks(chunk, by), _steps(chunk, by) if name == COORDINATION else {}
        for matter in chunk:
            yield _row(matter, name, tasks[matter.pk], steps.get(matter.pk, ()))


def _tasks(matters: list[Matter], by: Actor) -> dict[UUID, list[Matter]]:
    """Return what each matter was parted into: its parts, and the answers of whom was whistled for."""
    whole = {matter.pk: matter.pk for matter in matters}
    below = _children(whole)
    below.update(_children(below))
    seen = known_to(by).filter(pk__in=below, merged_into=None).exclude(kind=GATHERS)
    named = {"holder_name": F("holder__name"), "organisation_name": F("holder_organisation__name")}
    tasks = defaultdict(list)
    for child in seen.annotate(**named).order_by("recorded_at", "number"):
        tasks[below[child.pk]].append(child)
    return tasks


def _children(parents: dict[UUID, UUID]) -> dict[UUID, UUID]:
    """Return the keys of the children of some matters, each with the one at the top that it belongs to."""
    keys = Matter.objects.filter(parent__in=parents).values_list("pk", "parent")
    return {child: parents[parent] for child, parent in keys}


def _steps(matters: list[Matter], by: Actor) -> dict[UUID, set[str]]:
    """Return which of the steps that need others each matter has seen."""
    events = Event.objects.filter(
        district=by.district, subject__in=[one.pk for one in matters], step__in=NEEDS_OTHERS
    )
    found = defaultdict(set)
    for subject, step in events.values_list("subject", "step").distinct():
        found[subject].add(step)
    return found


def _row(matter: Matter, name: str, tasks: list[Matter], steps: Iterable[str]) -> list[Cell]:
    more = {
        COORDINATION: ["、".join(str(STEPS[step]) for step in NEEDS_OTHERS if step in steps)],
        BANKRUPT: [matter.employer],
    }
    return [
        matter.number,
        matter.title,
        *more.get(name, []),
        matter.holder_organisation_name or _waits_at(matter),
        matter.holder_name or "",
        local(matter.due_at),
        _("超时") if matter.is_late(clock.now()) else "",
        str(State(matter.state).label),
        _rectified(matter),
        "；".join(_task_words(task) for task in tasks),
        matter.community_name or "",
        where(matter),
        mask(matter.summary),
    ]


def _waits_at(matter: Matter) -> str:
    return _("%(level)s（待派）") % {"level": AtLevel(matter.level).label} if matter.is_open else ""


def _task_words(task: Matter) -> str:
    who = " ".join(filter(None, (task.organisation_name, task.holder_name))) or _waits_at(task)
    names = category_names(task.district_id)
    return _("%(number)s %(title)s（%(who)s，%(state)s，%(due)s 前）") % {
        "number": task.number,
        "title": names[task.category] if task.kind == "request" else task.title,
        "who": who,
        "state": State(task.state).label,
        "due": f"{local(task.due_at):%m-%d}",
    }


def _rectified(matter: Matter) -> str:
    """Return what came of a matter in words: only what was solved and verified has been put right."""
    outcome = str(Outcome(matter.outcome).label) if matter.outcome else ""
    if matter.is_open:
        return outcome and _("%(outcome)s，还没有结案") % {"outcome": outcome}
    solved = matter.outcome == Outcome.SOLVED and matter.verified_at
    sentence = _("已整改 %(day)s") if solved else _("%(outcome)s %(day)s")
    return sentence % {"outcome": outcome, "day": f"{local(matter.closed_at):%Y-%m-%d}"}
