"""Many people act on one matter at once, and yet one after another.

Eight clients make steps of one matter and read it, some hanging up before the answer; every history
must be explained by the plain table below, written down here a second time on purpose. Then pairs of
colleagues correct the same matter from the same version: the second is told, nothing is overwritten.
"""

import random
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from faults.client import Client, NoAnswer, new_key
from faults.drill import Findings, main
from faults.linear import Operation, explained
from lianxin.site.calling import Answer
from lianxin.site.running import COMMUNITY, Product

CLIENTS = ("desk", "desk2", "secretary", "grid", "grid2", "desk", "grid", "desk2")
OFFICE = ("desk", "desk2", "secretary")
OPERATIONS = 5
HANGS_UP = 0.1

ACTIVE = ("taken_in", "dispatched", "in_hand")
# Step → the states it leaves, the state it reaches (None: it stays), and who may make it.
TABLE: dict[str, tuple[tuple[str, ...], str | None, str]] = {
    "take_in": (("recorded",), "taken_in", "office"),
    "dispatch": (("taken_in",), "dispatched", "office"),
    "reassign": (("dispatched", "in_hand"), "dispatched", "office"),
    "accept": (("dispatched",), "in_hand", "holder"),
    "give_back": (("dispatched", "in_hand"), "taken_in", "holder"),
    "carry": (ACTIVE, "carried", "office"),
    "resume": (("carried",), "left", "office"),
    "note": ((*ACTIVE, "carried"), None, "anybody"),
}
DATA = {
    "dispatch": {"holder": "grid"},
    "reassign": {"holder": "grid2", "reason": "换一位"},
    "give_back": {"reason": "不在我的网格", "proposed": "别的网格"},
    "carry": {"reason": "等维修资金", "consent": "street"},
    "note": {"kind": "progress", "words": "问过物业了"},
}


class State(NamedTuple):
    """What the plain table knows of a matter; `left` is the state that it was carried from, `returned` how
    often it was given back: from the second time on the street dispatches it."""

    version: int
    state: str
    holder: str | None
    left: str | None = None
    returned: int = 0


class Asked(NamedTuple):
    """One operation: a step by somebody who saw a version (or says none), or a reading."""

    step: str
    who: str
    seen: int | None


def one_at_a_time(now: State, asked: Asked) -> tuple[State, tuple]:
    """Return what a matter does when one person asks one thing of it."""
    if asked.step == "read":
        return now, ("read", now.version, now.state, now.holder)
    leaves, reaches, who = TABLE[asked.step]
    if asked.seen not in (None, now.version):
        return now, ("conflict", now.version)
    if now.state not in leaves:
        return now, ("wrong_state", now.version)
    if (who == "office" and asked.who not in OFFICE) or (
        who == "holder" and asked.who != now.holder
    ):
        return now, ("not_allowed", None)
    if asked.step in ("dispatch", "reassign") and now.returned >= 2:
        return now, ("not_allowed", None)
    after = State(
        version=now.version + 1,
        state={None: now.state, "left": now.left}.get(reaches, reaches),
        holder=_holder_after(now, asked.step),
        left=now.state if asked.step == "carry" else now.left,
        returned=now.returned + (asked.step == "give_back"),
    )
    return after, ("ok", after.version)


def _holder_after(now: State, step: str) -> str | None:
    if step == "give_back":
        return None
    return DATA[step]["holder"] if step in ("dispatch", "reassign") else now.holder


def run(product: Product, *, histories: int, pairs: int, seed: int) -> Findings:
    """Take histories of concurrent steps and pairs of corrections, and judge each."""
    chance = random.Random(seed)
    product.start(workers=3)
    clients = [Client(product, login) for login in CLIENTS]
    findings = Findings()
    told = [_judged(clients, chance, findings) for _ in range(histories)]
    overwritten = sum(_pair(clients[0], clients[1], findings) for _ in range(pairs))
    findings.figures = {
        "histories": histories,
        "explained": sum(told),
        "pairs": pairs,
        "silent_overwrites": overwritten,
        "seed": seed,
    }
    return findings


def _open(client: Client) -> str:
    words = "春和园小区大门外的树枝挡了路灯。"
    answer = client.until_answered("/diary", {"community": COMMUNITY, "text": words}, key=new_key())
    return answer.body["matters"][0]["number"]


def _judged(clients: list[Client], chance: random.Random, findings: Findings) -> bool:
    number = _open(clients[0])
    seeds = [chance.random() for _ in clients]
    with ThreadPoolExecutor(len(clients)) as pool:
        parts = pool.map(lambda client, seed: _act(client, number, seed), clients, seeds)
        history = [operation for part in parts for operation in part]
    history.append(_read(clients[0], number)[0])
    good = explained(history, one_at_a_time, State(1, "recorded", None))
    if not good:
        findings.faults.append(f"{number} 的经过没有一种先后能解释：{history}")
    return good


def _act(client: Client, number: str, seed: float) -> list[Operation]:
    """Make some operations one after another, as one client."""
    chance, seen, made = random.Random(seed), 1, []
    for _ in range(OPERATIONS):
        if chance.random() < 0.25:
            operation, seen = _read(client, number)
        else:
            step = chance.choice(list(TABLE))
            asked = Asked(step, client.login, seen if chance.random() < 0.5 else None)
            operation = _step(client, number, asked, deaf=chance.random() < HANGS_UP)
        made.append(operation)
    # Whoever was told to come back later changed nothing.
    return [operation for operation in made if operation.outcome != ("busy", None)]


def _read(client: Client, number: str) -> tuple[Operation, int]:
    began = time.monotonic()
    body = client.get(f"/matters/{number}").body
    outcome = ("read", body["version"], body["state"], body["holder"])
    asked = Asked("read", client.login, None)
    return Operation(asked, began, time.monotonic(), outcome), body["version"]


def _step(client: Client, number: str, asked: Asked, *, deaf: bool) -> Operation:
    data = dict(DATA.get(asked.step, {}))
    if asked.step == "carry":
        data["review_on"] = time.strftime("%Y-%m-%d", time.localtime(time.time() + 30 * 86400))
    began = time.monotonic()
    try:
        answer = client.step(number, asked.step, data, version=asked.seen, key=new_key(), deaf=deaf)
    except NoAnswer:
        return Operation(asked, began)
    return Operation(asked, began, time.monotonic(), _outcome(answer))


def _outcome(answer: Answer) -> tuple:
    if answer.done:
        return "ok", answer.body["version"]
    return answer.code, answer.body.get("refused", {}).get("version")


def _pair(first: Client, second: Client, findings: Findings) -> bool:
    """Let two people correct one matter from one version; return whether one was overwritten."""
    number, ready = _open(first), threading.Barrier(2)

    def correct(client: Client) -> Answer:
        data = {"summary": f"{client.login} 的摘要"}
        ready.wait()
        return client.step(number, "amend", data, version=1, key=new_key())

    with ThreadPoolExecutor(2) as both:
        answers = dict(zip((first, second), both.map(correct, (first, second)), strict=True))
    winners = [client for client, answer in answers.items() if answer.done]
    refused = [_outcome(answer) for answer in answers.values() if not answer.done]
    summary = first.get(f"/matters/{number}").body["summary"]
    kept = len(winners) == 1 and summary == f"{winners[0].login} 的摘要"
    if kept and refused == [("conflict", 2)]:
        return False
    findings.faults.append(f"{number}：{len(winners)} 人改成了，另得 {refused}，留下“{summary}”")
    return not kept


if __name__ == "__main__":
    sys.exit(main("steps", __doc__, run, {"histories": 200, "pairs": 500, "seed": 20260522})())
