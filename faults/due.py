"""Timers that are due, and a worker at them, in the product's own environment: `due fill N POISONED`,
`due ring`, `due again`, `due told`.
"""

import json
import os
import sys
from collections import Counter, defaultdict
from datetime import timedelta

import django


def fill(timers: int, poisoned: int) -> None:
    """Record matters and make one clock of each due for all its three looks; some have a name no kind knows."""
    from lianxin.access.queries import actor_for, login_named  # noqa: PLC0415
    from lianxin.base import clock  # noqa: PLC0415
    from lianxin.diary.actions import add_entry  # noqa: PLC0415
    from lianxin.matters.models import Clock  # noqa: PLC0415
    from lianxin.notices.models import Notice  # noqa: PLC0415
    from lianxin.territory.queries import community_coded  # noqa: PLC0415

    by, community = actor_for(login_named("desk")), community_coded("heping")
    for _n in range(timers):
        add_entry("春和园1号楼1单元楼道灯不亮。", community, by=by)
    Notice.objects.all().delete()
    Clock.objects.update(next_at=None)
    now, day = clock.now(), timedelta(days=1)
    Clock.objects.filter(name="finish").update(
        started_at=now - 9 * day, due_at=now - 2 * day, next_at=now - 3 * day
    )
    some = Clock.objects.filter(name="finish").order_by("pk").values_list("pk", flat=True)
    Clock.objects.filter(pk__in=list(some[:poisoned])).update(name="poisoned")


def ring() -> None:
    """Do what the worker does until nothing is due; a file named by the process says that it has begun."""
    from lianxin.base import clock, crypto  # noqa: PLC0415
    from lianxin.matters import tasks  # noqa: PLC0415
    from lianxin.matters.models import Clock  # noqa: PLC0415
    from lianxin.matters.trying import ready  # noqa: PLC0415

    _deadly()
    (crypto.home() / f"ringing-{os.getpid()}").touch()
    while ready(Clock.objects.filter(next_at__lte=clock.now())).exists():
        tasks.ring()


def again() -> None:
    """Let the time pass that a failed clock waits for its next try, more often than it is tried."""
    from lianxin.matters import tasks, trying  # noqa: PLC0415
    from lianxin.matters.models import Clock  # noqa: PLC0415

    _deadly()
    for _ in range(2 * trying.TRIES):
        Clock.objects.filter(faults__gt=0).update(retry_at=None)
        tasks.ring()


def _deadly() -> None:
    """Let the first poisoned clock end the process that looks at it, as a fault of the machine would."""
    from lianxin.matters import tasks  # noqa: PLC0415
    from lianxin.matters.models import Clock  # noqa: PLC0415

    first = (
        Clock.objects.filter(name="poisoned").order_by("pk").values_list("pk", flat=True).first()
    )
    rung = tasks._rung
    tasks._rung = lambda key: os._exit(9) if key == first else rung(key)
    tasks._rung.__name__ = rung.__name__


def told() -> dict:
    """Return for each matter how often each message reached each person, and how its clock stands."""
    from lianxin.matters.models import Clock  # noqa: PLC0415
    from lianxin.notices.models import Notice  # noqa: PLC0415

    rows = Notice.objects.values_list("number", "to", "sentence")
    heard: dict[str, Counter] = defaultdict(Counter)
    for number, to, words in rows:
        heard[number][f"{to} {words.split('：')[0]}"] += 1
    clocks = Clock.objects.filter(name__in=("finish", "poisoned")).select_related("matter")
    return {
        "heard": {row.matter.number: heard[row.matter.number] for row in clocks},
        "poisoned": [
            [row.matter.number, row.faults, row.fault] for row in clocks if row.name == "poisoned"
        ],
    }


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["fill", timers, poisoned]:
            fill(int(timers), int(poisoned))
        case ["ring"]:
            ring()
        case ["again"]:
            again()
        case ["told"]:
            json.dump(told(), sys.stdout, ensure_ascii=False)
