"""The same request sent twice has its effect once, and both answers name the same thing.

Pairs of an entry and pairs of a step are sent by two devices of one person with one request id,
0 to 200 ms apart or at the same moment; then the request id is used again with another body.
"""

import random
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from faults.client import Client, new_key
from faults.drill import Findings, main, stored
from lianxin.site.calling import Answer
from lianxin.site.running import COMMUNITY, Product

LATEST = 0.2


def run(product: Product, *, pairs: int, seed: int) -> Findings:
    """Send every request twice, half of them entries and half of them steps."""
    chance = random.Random(seed)
    product.start()
    devices = [Client(product, "desk"), Client(product, "desk")]
    findings = Findings()
    entries = [f"春和园2号楼1单元下水道堵了，记号第{n}双。" for n in range(pairs // 2)]
    numbers = []
    for words in entries:
        body = {"community": COMMUNITY, "text": words}
        answers = _pair(devices, "/diary", body, chance, findings, said=lambda b: b["entry"]["id"])
        numbers += [matter["number"] for matter in answers[0].body.get("matters", [])[:1]]
    for number in numbers:
        body = {"data": {"kind": "call", "words": "打过电话了"}}
        devices[0].step(number, "take_in", {}, key=new_key())
        path = f"/matters/{number}/steps/note"
        _pair(devices, path, body, chance, findings, said=lambda b: (b["number"], b["version"]))
    product.stop()
    return _compared(product, entries, numbers, findings)


def _pair(
    devices: list[Client],
    path: str,
    body: dict,
    chance: random.Random,
    findings: Findings,
    *,
    said: Callable[[dict], object],
) -> list[Answer]:
    """Send one request from both devices, and a third time with other words; note what is wrong."""
    key, ready = new_key(), threading.Barrier(2)
    late = chance.choice((0.0, chance.uniform(0, LATEST)))

    def send(device: Client, wait: float) -> Answer:
        ready.wait()
        time.sleep(wait)
        return device.until_answered(path, body, key=key)

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(send, devices, (0.0, late)))
    if not all(answer.done for answer in answers):
        findings.faults.append(f"{path}：{[(a.status, a.code) for a in answers]}")
    elif said(answers[0].body) != said(answers[1].body):
        findings.faults.append(f"{path}：两次的回答不是同一件事")
    changed = {**body, "text": "另一段话"} if "text" in body else {"data": {"words": "另一段话"}}
    reused = devices[0].until_answered(path, changed, key=key)
    if reused.code != "key_reused":
        findings.faults.append(
            f"{path}：换了内容再用同一编号，回答是 {reused.status} {reused.code}"
        )
    return answers


def _compared(
    product: Product, entries: list[str], numbers: list[str], findings: Findings
) -> Findings:
    rows = stored(product)
    many = {words: rows["entries"].get(words, 0) for words in entries}
    notes = {number: rows["steps"][number].count("note") for number in numbers}
    findings.faults += [f"“{words}”存了 {n} 次" for words, n in many.items() if n != 1]
    findings.faults += [f"{number} 的“记进展”有 {n} 条" for number, n in notes.items() if n != 1]
    findings.figures = {
        "pairs": len(many) + len(notes),
        "rows": sum(many.values()) + sum(notes.values()),
        "receipts_without_effect": rows["receipts_without_effect"],
    }
    return findings


if __name__ == "__main__":
    sys.exit(main("twice", __doc__, run, {"pairs": 100, "seed": 20260521})())
