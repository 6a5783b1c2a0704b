"""Counting all running clocks of a district anew after a rule changed, beside the bare update of the same rows.

It runs in a process of its own that is set to the seeded data, and is taken back: the data stay as they are.
The floor updates the clocks and matters that moved in one statement each, and writes no events.
"""

import json
import time
from collections.abc import Callable
from dataclasses import asdict

from lianxin.site.bench import cpu
from lianxin.site.bench.cost import Cost, Result, median
from lianxin.site.bench.pages import COMMUNITY, TURNS, measured, measured_by, seeded

_FLOOR = (
    "UPDATE matters_clock SET due_at = due_at, next_at = next_at WHERE matter_id IN ({moved})",
    "UPDATE matters_matter SET due_at = due_at, version = version, head = head WHERE id IN ({moved})",
)
_MOVED = (
    "SELECT id FROM matters_matter WHERE urgency = 'normal' AND id IN "
    "(SELECT matter_id FROM matters_clock WHERE name = 'finish' AND stopped_at IS NULL "
    "AND district_id = (SELECT district_id FROM territory_place WHERE code = '{community}'))"
)


def run(*, size: int) -> Result:
    """Measure over the seeded data folder that is set, or over one made with `size` matters."""
    with seeded(size) as (home, url):
        told = measured_by("recounting", home, url)
    product, floor = (Cost(**told[side]) for side in ("product", "floor"))
    return Result(
        name="clocks",
        label=f"规定改了以后重算一个区县的期限：在走的钟 {told['running']} 个，变了 {told['moved']} 个",
        clients=1,
        requests=told["running"],
        product=product,
        floor=floor,
        ratio=round(product.cpu_seconds / floor.cpu_seconds, 2),
        rows={"matters_clock": told["moved"]},
    )


def _measure() -> dict:
    """Return the costs for 1,000 running clocks, and how many run and moved."""
    import django  # noqa: PLC0415 -- the command that starts this runs without a database

    django.setup()
    from lianxin.access.queries import actor_for, login_named  # noqa: PLC0415 -- after set-up
    from lianxin.matters.models import Clock  # noqa: PLC0415

    by = actor_for(login_named(f"admin-{COMMUNITY}"), via="cli")
    running = Clock.objects.filter(district=by.district, stopped_at=None).count()
    moved: list[int] = []
    turns = [
        [_cost(work, running) for work in (lambda: moved.append(_recounted(by)), _updated)]
        for _turn in range(TURNS)
    ]
    product, floor = (asdict(median([turn[side] for turn in turns])) for side in (0, 1))
    return {"product": product, "floor": floor, "running": running, "moved": moved[0]}


def _cost(work: Callable[[], None], running: int) -> Cost:
    from django.db import connection, transaction  # noqa: PLC0415 -- after set-up

    postmaster = 0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            postmaster = cpu.parent(cursor.fetchone()[0])
    with transaction.atomic():
        cost = measured(work, time.process_time, postmaster, running)
        transaction.set_rollback(True)
    return cost


def _recounted(by: object) -> int:
    """Change the rule for all that is of normal urgency, count anew, and return how many clocks moved."""
    from lianxin.base.kept import forget  # noqa: PLC0415 -- after set-up
    from lianxin.matters.keeping import recount, set_limit  # noqa: PLC0415 -- after set-up
    from lianxin.matters.limits import LimitRule  # noqa: PLC0415

    set_limit("request", LimitRule("finish", "9 days", "测速", urgency="normal"), by=by)
    try:
        return sum(1 for _moved in recount(by=by, dry_run=False))
    finally:
        forget()  # the rule is taken back with the transaction


def _updated() -> None:
    from django.db import connection  # noqa: PLC0415 -- after set-up

    moved = _MOVED.format(community=COMMUNITY)
    with connection.cursor() as cursor:
        for statement in _FLOOR:
            cursor.execute(statement.format(moved=moved))


if __name__ == "__main__":
    print(json.dumps(_measure()))
