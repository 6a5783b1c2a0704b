"""Filling an empty data folder with the twins and their matters, batch by batch."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from time import monotonic

from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.refused import Refused
from lianxin.history.models import Event, EventWords, Opening
from lianxin.matters.models import Matter, NumberDay
from lianxin.site.demo.load import password_in
from lianxin.site.seed.bulk import write
from lianxin.site.seed.stories import SPAN, stories
from lianxin.site.seed.tellers import Teller
from lianxin.site.seed.twins import TWINS, found
from lianxin.territory.models import Place

BATCH = 2_000
_MODELS: tuple[type[Model], ...] = (Matter, Opening, Event, EventWords)
Progress = Callable[[int, float], None]


@dataclass(frozen=True)
class Seeded:
    """What a data folder was seeded with; kept beside the database once all of it is there."""

    size: int
    seed: int

    @classmethod
    def of(cls, home: Path) -> "Seeded | None":
        file = home / "seed.json"
        return cls(**json.loads(file.read_text(encoding="utf8"))) if file.exists() else None

    def keep(self, home: Path) -> None:
        (home / "seed.json").write_text(json.dumps(asdict(self)), encoding="utf8")


def seed(wanted: Seeded, home: Path, progress: Progress) -> None:
    """Found the twins and write their matters; a folder that holds the same seed already stays as it is."""
    there = Seeded.of(home)
    if there == wanted:
        return
    if there or Place.objects.exists():
        sentence = _("这个数据文件夹里已有别的数据。请用 LIANXIN_HOME 另指一个空文件夹。")
        raise Refused("wrong_state", sentence)
    until = datetime.combine(clock.today(), time(), tzinfo=clock.BEIJING)
    with clock.at(until - SPAN - timedelta(days=1)), transaction.atomic():
        for twin in TWINS:
            found(twin, password_in(home))
    _write_all(wanted, until, progress)
    _analyze()
    wanted.keep(home)


def _write_all(wanted: Seeded, until: datetime, progress: Progress) -> None:
    numbers: Counter[date] = Counter()
    tellers = [Teller(twin, until, numbers) for twin in TWINS]
    told = _told(tellers, wanted, until)
    began, done = monotonic(), 0
    while batch := list(islice(told, BATCH)):
        _write(batch, tellers, numbers)
        done += len(batch)
        progress(done, done / (monotonic() - began))


def _told(tellers: list[Teller], wanted: Seeded, until: datetime) -> Iterator[list[Model]]:
    """Yield the rows of each matter; every story is told in both twins."""
    pairs = -(-wanted.size // len(tellers))
    every = (
        list(teller.tell(story))
        for story in stories(pairs, wanted.seed, until)
        for teller in tellers
    )
    return islice(every, wanted.size)


def _write(batch: Iterable[list[Model]], tellers: list[Teller], numbers: Counter[date]) -> None:
    """Write some matters whole, with the ends of the chains that they lengthened."""
    rows: dict[type[Model], list[Model]] = defaultdict(list)
    for told in batch:
        for row in told:
            rows[type(row)].append(row)
    with transaction.atomic():
        for model in _MODELS:
            write(model, rows[model])
        for teller in tellers:
            teller.head.save()
        days = {matter.said_on for matter in rows[Matter]}
        NumberDay.objects.bulk_create(
            [NumberDay(day=day, last=numbers[day]) for day in days],
            update_conflicts=True,
            unique_fields=["day"],
            update_fields=["last"],
        )


def _analyze() -> None:
    """Let the database count what it holds now: its plans are made for an empty one."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
