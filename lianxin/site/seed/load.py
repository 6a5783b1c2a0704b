"""Filling an empty data folder with the twins and their matters, batch by batch."""

import gc
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import monotonic

from django.db import connection, connections, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.refused import Refused
from lianxin.history.models import Event, EventWords, Opening
from lianxin.matters.models import Clock, Matter, MatterText, NumberDay
from lianxin.site.demo.load import password_in
from lianxin.site.seed.bulk import write
from lianxin.site.seed.stories import SPAN, stories
from lianxin.site.seed.tellers import Teller
from lianxin.site.seed.twins import TWINS, Twin, found
from lianxin.territory.models import Place

BATCH = 5_000
_MODELS: tuple[type[Model], ...] = (Matter, MatterText, Clock, Opening, Event, EventWords)
# From so many matters on, a process for each twin pays.
WORTH_PROCESSES = 20_000
Progress = Callable[[Twin, int, int, float], None]


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
    """Write the twins beside each other: telling costs more than writing, and they share no row."""
    jobs = [(place, wanted, until, progress) for place in range(len(TWINS))]
    if wanted.size < WORTH_PROCESSES:
        days = [_write_twin(job) for job in jobs]
    else:
        _let_go()
        with ProcessPoolExecutor(len(jobs), get_context("fork")) as pool:
            days = list(pool.map(_write_twin, jobs))
    last = {day: max(one[day] for one in days) for one in days for day in one}
    NumberDay.objects.bulk_create(NumberDay(day=day, last=last[day]) for day in last)


def _let_go() -> None:
    """Close what must not be shared with a child: each opens a connection of its own."""
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()


def _write_twin(job: tuple[int, Seeded, datetime, Progress]) -> Counter[date]:
    """Write one twin's matters; return the last number given out on each day."""
    place, wanted, until, progress = job
    teller = Teller(TWINS[place], until)
    pairs = -(-wanted.size // len(TWINS))
    mine = (wanted.size + len(TWINS) - 1 - place) // len(TWINS)
    told = (list(teller.tell(story)) for story in islice(stories(pairs, wanted.seed, until), mine))
    began, done = monotonic(), 0
    gc.disable()  # it would walk the rows of a batch again and again
    while batch := list(islice(told, BATCH)):
        _write(batch, teller)
        done += len(batch)
        progress(teller.twin, done, mine, done / (monotonic() - began))
        gc.collect()
    gc.enable()
    return teller.last


def _write(batch: Iterable[list[Model]], teller: Teller) -> None:
    """Write some matters whole, with the end of the chain that they lengthened."""
    rows: dict[type[Model], list[Model]] = defaultdict(list)
    for told in batch:
        for row in told:
            rows[type(row)].append(row)
    with transaction.atomic():
        for model in _MODELS:
            write(model, rows[model])
        teller.head.save()


def _analyze() -> None:
    """Let the database count what it holds now: its plans are made for an empty one."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
