"""Processes die at any moment: what was acknowledged stays, nothing happens twice, the chain holds.

Eight writers take matters from the telephone call to the close while the whole process group of
web and worker is killed again and again. A writer whose answer does not arrive asks again with the
same request id until one does; now and then it hangs up by itself before the answer.
"""

import hashlib
import random
import sqlite3
import sys
import threading
import time
from dataclasses import dataclass, field

from faults.client import Client, NoAnswer, new_key
from faults.drill import Findings, main, stored
from lianxin.site.calling import Answer, upload
from lianxin.site.running import COMMUNITY, Product

WRITERS = "甲乙丙丁戊己庚辛"
HANGS_UP = 0.1

# Each life of a matter, in order: who, which step, with what.
LIFE: tuple[tuple[str, str, dict], ...] = (
    ("desk", "take_in", {}),
    ("desk", "dispatch", {"holder": "grid", "words": "请去看看"}),
    ("grid", "accept", {}),
    ("grid", "contact", {"channel": "phone", "reached": True, "words": "约了下午"}),
    ("grid", "note", {"kind": "visit", "words": "到了现场"}),
    ("desk", "amend", {"summary": "楼道灯不亮，已约下午"}),
    ("grid", "finish", {"outcome": "solved", "words": "换了灯泡"}),
    ("desk", "verify", {"passed": True}),
    ("desk", "confirm", {"answer": "satisfied", "channel": "phone"}),
    ("desk", "close", {}),
)
# Steps that leave a message for somebody.
TELLS = ("dispatch", "finish")
# Steps that come with a file.
HANDED_IN = ("note",)


@dataclass
class Writer:
    """One writer, and everything that was acknowledged to it."""

    people: dict[str, Client]
    chance: random.Random
    tag: str
    stop: threading.Event
    entries: list[str] = field(default_factory=list)
    steps: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                self._live(f"{self.tag}{len(self.entries)}")
        except NoAnswer:
            self.faults.append(f"{self.tag}：一分钟没有等到回答")

    def _live(self, mark: str) -> None:
        words = f"春和园1号楼1单元楼道灯不亮，记号{mark}。"
        answer = self._say("desk", "/diary", {"community": COMMUNITY, "text": words})
        if answer is None:
            return
        self.entries.append(words)
        numbers = [matter["number"] for matter in answer.body["matters"]]
        self.steps.update({number: ["record"] for number in numbers})
        for who, step, data in LIFE:
            if self.stop.is_set():
                return
            path = f"/matters/{numbers[0]}/steps/{step}"
            files = self._hand_in(mark) if step in HANDED_IN else []
            if self._say(who, path, {"data": data, "files": files}) is None:
                return
            self.steps[numbers[0]].append(step)

    def _hand_in(self, mark: str) -> list[str]:
        """Upload a page of text; return its id, or nothing where it was refused."""
        content = f"记号{mark}。".encode() * 1000
        answer = self._say("grid", "/files", upload("现场.txt", content))
        if answer is None:
            return []
        self.files[answer.body["id"]] = hashlib.sha256(content).hexdigest()
        return [answer.body["id"]]

    def _say(self, who: str, path: str, body: dict | bytes) -> Answer | None:
        deaf = self.chance.random() < HANGS_UP
        answer = self.people[who].until_answered(path, body, key=new_key(), deaf_first=deaf)
        if answer.done:
            return answer
        self.faults.append(f"{path} 被拒绝：{answer.status} {answer.code}")
        return None


def run(product: Product, *, kills: int, seed: int) -> Findings:
    """Kill the product `kills` times under its writers, and compare what they know with the rows."""
    chance = random.Random(seed)
    stop = threading.Event()
    writers = [
        Writer(
            people={"desk": Client(product, "desk"), "grid": Client(product, "grid")},
            chance=random.Random(chance.random()),
            tag=tag,
            stop=stop,
        )
        for tag in WRITERS
    ]
    first_start = product.start()
    threads = [threading.Thread(target=writer.run) for writer in writers]
    for thread in threads:
        thread.start()
    try:
        restarts = [_kill_and_start(product, chance) for _ in range(kills)]
        time.sleep(1)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    product.stop()
    findings = _compared(product, writers)
    restarts.sort()
    findings.figures |= {
        "kills": kills,
        "seed": seed,
        "first_start_seconds": round(first_start, 2),
        "restart_seconds_p95": round(restarts[int(0.95 * (len(restarts) - 1))], 2),
    }
    return findings


def _kill_and_start(product: Product, chance: random.Random) -> float:
    time.sleep(chance.uniform(0.1, 1.5))
    product.kill()
    return product.start()


def _compared(product: Product, writers: list[Writer]) -> Findings:
    rows = stored(product)
    known = [words for writer in writers for words in writer.entries]
    steps = {number: made for writer in writers for number, made in writer.steps.items()}
    lost = [words for words in known if words not in rows["entries"]]
    twice = [words for words, count in rows["entries"].items() if count > 1]
    differing = [number for number in steps if rows["steps"].get(number) != steps[number]]
    unknown = set(rows["steps"]) - set(steps)
    handed_in = {pk: sent for writer in writers for pk, sent in writer.files.items()}
    unfiled = [pk for pk, sent in handed_in.items() if rows["files"].get(pk) != [sent, sent]]
    unreadable = [pk for pk, (stated, found) in rows["files"].items() if stated != found]
    untold = [
        number
        for number, made in steps.items()
        if rows["notices"].get(number, 0) != sum(step in TELLS for step in made)
    ]
    findings = Findings(
        figures={
            "acknowledged": len(known)
            + sum(len(made) - 1 for made in steps.values())
            + len(handed_in),
            "lost": len(lost) + len(differing) + len(unfiled),
            "duplicated": len(twice)
            + len(unknown)
            + len(rows["files"])
            - len({*rows["files"]} & {*handed_in}),
            "unreadable_files": len(unreadable),
            "without_message": len(untold),
            "receipts_without_effect": rows["receipts_without_effect"],
        },
        faults=[fault for writer in writers for fault in writer.faults],
    )
    findings.faults += [f"没有存下：{words}" for words in lost]
    findings.faults += [f"存了两次：{words}" for words in twice]
    findings.faults += [
        f"{number} 的步骤不符：应是 {steps[number]}，存的是 {rows['steps'].get(number)}"
        for number in differing
    ]
    findings.faults += [f"文件 {pk} 没有存好" for pk in {*unfiled, *unreadable}]
    findings.faults += [f"文件 {pk} 没有人知道" for pk in rows["files"] if pk not in handed_in]
    findings.faults += [f"{number} 没有人知道" for number in sorted(unknown)]
    findings.faults += [f"{number} 的消息条数不符" for number in untold]
    if rows["receipts_without_effect"]:
        findings.faults.append(f"{rows['receipts_without_effect']} 个请求编号没有下文")
    return _proven(product, findings)


def _proven(product: Product, findings: Findings) -> Findings:
    audit = product.python("lianxin", "audit", "verify")
    if audit.returncode:
        findings.faults.append(f"audit verify：{audit.stdout}{audit.stderr}")
    file = product.home / "lianxin.sqlite3"
    if file.exists():
        said = sqlite3.connect(file).execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            findings.faults.append(f"integrity_check：{said}")
    return findings


if __name__ == "__main__":
    sys.exit(main("kill", __doc__, run, {"kills": 50, "seed": 20260520})())
