"""A community's persons as a list for a stated purpose: masked by default, and each list leaves a trace."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.access.actions import note_list
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.present import mask_phone
from lianxin.people.models import Occupancy, Person
from lianxin.reports.columns import Column, Ledger
from lianxin.reports.table import Cell, Table
from lianxin.territory.models import Place
from lianxin.territory.queries import path_names
from lianxin.understanding.personal import mask_identity

ENDING = "xlsx"  # the only one that can bear who took the list out, and what for
_BATCH = 500
# Titles that the import knows again.
_COLUMNS = (
    Column("name", gettext_lazy("姓名"), 14),
    Column("title", gettext_lazy("称呼"), 10),
    Column("identity", gettext_lazy("身份证号"), 22),
    Column("sex", gettext_lazy("性别"), 6),
    Column("birth", gettext_lazy("出生日期"), 14),
    Column("phone", gettext_lazy("电话"), 16),
    Column("community", gettext_lazy("社区"), 16),
    Column("compound", gettext_lazy("小区"), 18),
    Column("building", gettext_lazy("楼栋"), 10),
    Column("stairwell", gettext_lazy("单元"), 10),
    Column("home", gettext_lazy("户"), 10),
    Column("relation", gettext_lazy("与户主关系"), 12),
    Column("capacity", gettext_lazy("居住方式"), 12),
)
_MASKED = Ledger(
    gettext_lazy("人员名单"), gettext_lazy("号码已遮住"), "", gettext_lazy("人"), _COLUMNS
)
_FULL = Ledger(
    gettext_lazy("人员名单"), gettext_lazy("号码完整，请妥善保管"), "", gettext_lazy("人"), _COLUMNS
)


def check_ending(file: Path) -> None:
    """Refuse a file that cannot bear the mark of whoever takes the list out."""
    if file.suffix.lower() != f".{ENDING}":
        sentence = _("人员名单只导出成 .xlsx：只有它能印上谁导出、做什么用。")
        raise Refused("bad_input", sentence, fields={"file": [sentence]})


def people_list(community: Place, purpose: str, *, by: Actor, full: bool = False) -> Table:
    """Return the persons of a community to be written as a file; that it was taken out is noted first.

    The rows are read as they are written, so many at a time.
    """
    note_list(community, purpose, by=by, full=full)
    today = clock.today()
    return Table(
        ledger=_FULL if full else _MASKED,
        area=community.name,
        since=today,
        until=today,
        made_at=clock.local(clock.now()),
        made_by=by.name,
        rows=_rows(community, full=full),
        figures=[],
        purpose=purpose.strip(),
    )


def _rows(community: Place, *, full: bool) -> Iterator[list[Cell]]:
    people = Person.objects.filter(district=community.district_id, community=community)
    found = people.order_by("name", "pk").iterator(chunk_size=_BATCH)
    while batch := list(islice(found, _BATCH)):
        homes = Place.objects.filter(pk__in={one.home_id for one in batch} - {None})
        paths = path_names(list(homes))
        living = {
            one.person_id: one
            for one in Occupancy.objects.filter(
                district=community.district_id, until=None, person__in=batch
            )
        }
        for person in batch:
            yield _row(
                person, community, paths.get(person.home_id), living.get(person.pk), full=full
            )


def _row(
    person: Person,
    community: Place,
    path: dict[str, str] | None,
    living: Occupancy | None,
    *,
    full: bool,
) -> list[Cell]:
    year = str(person.birth_year) if person.birth_year else ""
    levels = ("compound", "building", "stairwell", "home")
    return [
        person.name,
        person.title,
        person.identity if full else mask_identity(person.identity),
        person.get_sex_display(),
        person.birth_date if full else year,
        person.phone if full else mask_phone(person.phone),
        community.name,
        *((path or {}).get(level, "") for level in levels),
        living.relation if living else "",
        living.get_capacity_display() if living else "",
    ]
