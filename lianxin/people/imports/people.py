"""A list of persons taken into the register: all of it, or nothing and what stands in the way."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.ids import new_id
from lianxin.base.refused import Refused
from lianxin.base.sheets import Row, Table, Wrong, refuse_wrong, sheets_of, table_in, too_long
from lianxin.history.actions import append, open_subject
from lianxin.people.imports.columns import MOST, PEOPLE, TOTALS, told
from lianxin.people.imports.homes import Homes
from lianxin.people.imports.matching import Known, Line
from lianxin.people.models import ColumnMemory, Import, Occupancy, Person
from lianxin.territory.models import Place

NEW, SAME = "new", "same"
REQUIRED = ("姓名",)
# What a row may tell anew of somebody; an empty cell says nothing.
_TOLD = ("title", "identity", "sex", "birth_date", "phone")
_BATCH = 500


@dataclass(frozen=True)
class Doubt:
    """A row of which nobody can tell by itself whether somebody of the register is meant."""

    row: int
    name: str
    candidates: list[Person]

    def as_json(self) -> dict:
        return {
            "row": self.row,
            "name": self.name,
            "candidates": [str(one.pk) for one in self.candidates],
        }


@dataclass
class Plan:
    """What a file would do to the register; `remember` is true where the office corrected what titles mean."""

    name: str
    table: Table
    remember: bool = False
    new: list[tuple[Person, Line]] = field(default_factory=list)
    changed: dict[UUID, tuple[Person, Line]] = field(default_factory=dict)
    same: int = 0
    doubtful: list[Doubt] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def is_clear(self) -> bool:
        return not (self.wrong or self.doubtful)

    def as_json(self) -> dict:
        return {
            "sheet": self.table.sheet,
            "header_row": self.table.header_row,
            "mapping": self.table.mapping,
            "rows": len(self.table.rows),
            "new": len(self.new),
            "changed": len(self.changed),
            "same": self.same,
            "doubtful": [doubt.as_json() for doubt in self.doubtful],
            "errors": [one.as_json() for one in sorted(self.wrong, key=lambda one: one.row)],
        }


def import_people(content: bytes, *, by: Actor, dry_run: bool = False, **told: object) -> Plan:
    """Take a list of persons, or refuse it with every reason; the same file twice changes nothing."""
    with transaction.atomic():
        plan = plan_of(content, by=by, **told)
        if not dry_run:
            take(plan, by=by)
    return plan


def plan_of(
    content: bytes,
    *,
    by: Actor,
    name: str = "",
    community: Place | None = None,
    chosen: Mapping[str, str] | None = None,
    decided: Mapping[int, str] | None = None,
    otherwise: str = "",
) -> Plan:
    """Read a file, and tell of each row what it would do; nothing is written.

    `name` is the file's, `community` that of rows which name none. `chosen` says what titles mean, where the
    office corrected it; `decided` says of doubtful rows, by number, whose id is meant, `NEW`, or `SAME` for
    the only one that may be meant, and `otherwise` says it of all the others. Only persons of the communities
    whose register the actor keeps are known: of others nothing is told, and nothing is changed.
    """
    plan = Plan(name, read(content, by, chosen), remember=bool(chosen))
    homes = Homes(by, community)
    lines = _lines(plan, homes)
    known = Known.of(by.district, homes.communities.values(), lines)
    here: dict[tuple, Line] = {}
    for line in lines:
        before = next((here[key] for key in line.keys if key in here), None)
        if before is not None:
            _same_as_before(plan, line, before)
            continue
        here.update(dict.fromkeys(line.keys, line))
        _place(plan, line, known, (decided or {}).get(line.told.row, otherwise))
    return plan


def take(plan: Plan, *, by: Actor) -> None:
    """Write what a plan would do, all of it, in the caller's transaction; refuse what is wrong or doubtful."""
    refuse_wrong(plan.wrong)
    _refuse_doubts(plan.doubtful)
    _write(plan, by)
    if plan.remember:
        _remember(plan.table, by)


def read(content: bytes, by: Actor, chosen: Mapping[str, str] | None = None) -> Table:
    """Read a file by what was chosen, or by what the office chose before for a file of this head; or refuse it."""
    sheets = sheets_of(content)
    table = table_in(sheets, PEOPLE, REQUIRED, chosen=chosen)
    if chosen:
        return table
    memory = ColumnMemory.objects.filter(
        district=by.district, area=by.keeps[0].place, what="people", header=table.header
    ).first()
    return table_in(sheets, PEOPLE, REQUIRED, chosen=memory.columns) if memory else table


def _remember(table: Table, by: Actor) -> None:
    ColumnMemory.objects.update_or_create(
        district_id=by.district,
        area_id=by.keeps[0].place,
        what="people",
        header=table.header,
        defaults={"columns": table.mapping},
    )


def _lines(plan: Plan, homes: Homes) -> list[Line]:
    lines = []
    for row in plan.table.rows:
        if row["姓名"] in TOTALS:
            continue
        said = told(row)
        wrong = [*said.wrong, *too_long(row, MOST)]
        community = homes.community(row, wrong)
        home = homes.home(row, community, wrong) if community else None
        if wrong:
            plan.wrong += wrong
        else:
            lines.append(Line.of(said, community.pk, home))
    return lines


def _same_as_before(plan: Plan, line: Line, before: Line) -> None:
    """Count a row that repeats another of the file; one that says something else of the same person is wrong."""
    for name in ("name", *_TOLD):
        old, new = getattr(before.told, name), getattr(line.told, name)
        if old and new and old != new:
            why = _("和第%(n)d行是同一个人，写的却不一样，请改成一样或删去一行。") % {
                "n": before.told.row
            }
            plan.wrong.append(Wrong(line.told.row, "姓名", line.told.name, why))
            return
    plan.same += 1


def _place(plan: Plan, line: Line, known: Known, decision: str) -> None:
    person = known.surely(line)
    if person is not None and person.name != line.told.name:
        why = _("这个身份证号登记的是“%(name)s”，请核对。") % {"name": person.name}
        plan.wrong.append(Wrong(line.told.row, "姓名", line.told.name, why))
        return
    if person is None and decision != NEW:
        candidates = known.perhaps(line)
        meant = {str(one.pk): one for one in candidates}
        if len(candidates) == 1:
            meant[SAME] = candidates[0]
        person = meant.get(decision)
        if person is None and candidates:
            plan.doubtful.append(Doubt(line.told.row, line.told.name, candidates))
            return
    if person is None:
        plan.new.append((_made(line), line))
    elif _change(person, line):
        plan.changed[person.pk] = (person, line)
    else:
        plan.same += 1


def _made(line: Line) -> Person:
    person = Person(
        id=new_id(), name=line.told.name, community_id=line.community, home_id=line.home,
        **{name: getattr(line.told, name) for name in _TOLD},
    )  # fmt: skip
    person.derive()
    return person


def _change(person: Person, line: Line) -> bool:
    """Give somebody what a row says otherwise; tell whether that was anything."""
    values = {name: getattr(line.told, name) for name in _TOLD}
    values |= {"home_id": line.home, "community_id": line.community}
    changed = {
        name: value for name, value in values.items() if value and value != getattr(person, name)
    }
    for name, value in changed.items():
        setattr(person, name, value)
    person.derive()
    return bool(changed)


def _refuse_doubts(doubtful: Collection[Doubt]) -> None:
    if doubtful:
        rows = "、".join(str(doubt.row) for doubt in doubtful[:10])
        sentence = _(
            "有%(n)d行拿不准是不是登记过的人（第%(rows)s行），没有导入任何内容。请先逐行说明。"
        )
        raise Refused(
            "bad_input",
            sentence % {"n": len(doubtful), "rows": rows},
            fields={"file": []},
            doubtful=[doubt.as_json() for doubt in doubtful],
        )


def _write(plan: Plan, by: Actor) -> None:
    today = clock.today()
    for person, _line in plan.new:
        person.district_id = by.district
    changed = [person for person, _line in plan.changed.values()]
    Person.objects.bulk_create([person for person, _line in plan.new], batch_size=_BATCH)
    columns = [*_TOLD, "home", "community", "phone_key", "identity_key", "birth_year"]
    Person.objects.bulk_update(changed, columns, batch_size=_BATCH)
    living = [*plan.new, *plan.changed.values()]
    _move([(person, line) for person, line in living if line.home], by.district, today)
    _note(plan, by)


def _move(living: list[tuple[Person, Line]], district: UUID, today: object) -> None:
    """Let somebody live where the file says: what they occupied elsewhere ends the day before."""
    people = {person.pk: line.home for person, line in living}
    open_ones = Occupancy.objects.filter(district=district, until=None, person__in=people)
    stays, ended = set(), []
    for occupancy in open_ones:
        if occupancy.home_id == people[occupancy.person_id]:
            stays.add(occupancy.person_id)
        else:
            occupancy.until = max(occupancy.since or today, today - timedelta(days=1))
            ended.append(occupancy)
    Occupancy.objects.bulk_update(ended, ["until"], batch_size=_BATCH)
    Occupancy.objects.bulk_create(
        [
            Occupancy(
                district_id=district, person=person, home_id=line.home,
                capacity=line.told.capacity, relation=line.told.relation,
            )
            for person, line in living if person.pk not in stays
        ],
        batch_size=_BATCH,
    )  # fmt: skip


def _note(plan: Plan, by: Actor) -> None:
    """Tell the history of the file, with a digest of each of its rows."""
    counts = {
        "rows": len(plan.table.rows),
        "new": len(plan.new),
        "changed": len(plan.changed),
        "same": plan.same,
    }
    made = Import(
        district_id=by.district,
        area_id=by.keeps[0].place,
        what="people",
        name=plan.name[:120],
        at=clock.now(),
        by=by.login,
        counts=counts,
    )
    open_subject(
        by.district, made.pk, "import", f"{made.at:%Y-%m-%d} 导入 {str(made.pk)[-6:]}", by=by
    )
    digests = {"rows": " ".join(_digest(row) for row in plan.table.rows)}
    append(made, "import", by=by, before="", after="taken", data=counts, words=digests)
    made.save(force_insert=True)


def _digest(row: Row) -> str:
    cells = "\0".join(f"{name}={row[name]}" for name in sorted(row.cells))
    return hashlib.sha256(cells.encode()).hexdigest()[:32]
