"""Two workers at once, dying at any moment, tell everybody of every timer exactly once.

Both ring the same due clocks, three looks at each, and are killed and begun again while they do. One
clock in a hundred is poisoned: it fails whenever it is looked at, and the first of them takes the
worker's process down with it. They must keep no other waiting, must tell nobody, and are left alone
after five tries, with the reason beside them.
"""

import json
import random
import subprocess
import sys
import time
from collections import Counter

from faults.drill import Findings, main
from lianxin.site.running import Product

WORKERS = 2
LONGEST = 600  # seconds for all that is due
TRIES = 5
# How many people hear each sentence about a matter that nobody has taken in: the office, then who is above it.
OFFICE = 3
HEARD = {"办结快到期了": OFFICE, "办结已到期": OFFICE}
SUPERIORS = "办结超时还没有办，请过问"


def run(product: Product, *, timers: int, kills: int, seed: int) -> Findings:
    """Ring timers with two workers and so many kills among them, and count who heard what."""
    chance = random.Random(seed)
    _do(product, "fill", str(timers), str(max(1, timers // 100)))
    for _ in range(kills // WORKERS):
        _killed(_begun(product), chance)
    among = _judged(_told(product)).figures["effects"]
    _rung_to_the_end(product)
    findings = _judged(_told(product))
    findings.figures |= {
        "timers": timers,
        "kills": kills,
        "effects_among_kills": among,
        "seed": seed,
    }
    return findings


def _rung_to_the_end(product: Product) -> None:
    """Begin workers until one ends by itself: the deadly clock kills one at each of its tries."""
    for worker in _begun(product):
        worker.wait(LONGEST)
    for _ in range(TRIES + WORKERS):
        if product.python("faults.due", "again").returncode == 0:
            return
    raise RuntimeError("no worker outlives the deadly clock")


def _begun(product: Product) -> list[subprocess.Popen]:
    """Begin the workers and return once each is at work."""
    workers = [product.begin("faults.due", "ring") for _ in range(WORKERS)]
    for worker in workers:
        mark = product.home / f"ringing-{worker.pid}"
        while not mark.exists() and worker.poll() is None:
            time.sleep(0.005)
    return workers


def _killed(workers: list[subprocess.Popen], chance: random.Random) -> None:
    """Kill one worker after another, each somewhere in its work."""
    for worker in chance.sample(workers, len(workers)):
        time.sleep(chance.uniform(0, 0.3))
        worker.kill()
        worker.wait()


def _do(product: Product, *arguments: str) -> str:
    ended = product.python("faults.due", *arguments)
    if ended.returncode:
        raise RuntimeError(ended.stderr)
    return ended.stdout


def _told(product: Product) -> dict:
    return json.loads(_do(product, "told"))


def _judged(told: dict) -> Findings:
    """Every matter is heard of by everybody once; a poisoned one by nobody, after the last try."""
    poisoned = {number: (faults, reason) for number, faults, reason in told["poisoned"]}
    doubled = [
        number for number, heard in told["heard"].items() if max(heard.values(), default=0) > 1
    ]
    sound = {number: heard for number, heard in told["heard"].items() if number not in poisoned}
    lost = [number for number, heard in sound.items() if not _complete(heard)]
    spoke = [number for number in poisoned if told["heard"][number]]
    restless = [number for number, (faults, _reason) in poisoned.items() if faults != TRIES]
    reasons = Counter(reason for _faults, reason in poisoned.values())
    return Findings(
        figures={
            "effects": sum(sum(heard.values()) for heard in sound.values()),
            "lost": len(lost),
            "doubled": len(doubled),
            "poisoned": len(poisoned),
        },
        faults=[
            *(f"{number} 少了提醒：{told['heard'][number]}" for number in lost),
            *(f"{number} 提醒了不止一次：{told['heard'][number]}" for number in doubled),
            *(f"{number} 办不成，却提醒了" for number in spoke),
            *(f"{number} 试了 {poisoned[number][0]} 次，没有放下" for number in restless),
            *([] if reasons[""] == 1 else [f"原因不对：{dict(reasons)}"]),
        ],
    )


def _complete(heard: dict[str, int]) -> bool:
    """Tell whether the whole office heard both reminders, and somebody above it the third."""
    people = Counter(what.split()[1] for what in heard)
    return people.pop(SUPERIORS, 0) > 0 and people == HEARD


if __name__ == "__main__":
    sys.exit(main("timers", __doc__, run, {"timers": 1000, "kills": 40, "seed": 20260523})())
