"""The disk fills up under writers and readers, and is emptied again: nothing is half-kept, reading goes on.

What is answered with success is stored. A write without room is refused with 503 or 507, a Chinese
sentence and `Retry-After`, and never with a fault of ours. `/readyz` tells. Once there is room again,
writing goes on by itself.
"""

import hashlib
import os
import random
import re
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from faults.client import Client, NoAnswer, new_key
from faults.disk import place_of
from faults.drill import Findings, main, stored
from lianxin.site.browsing import Browser
from lianxin.site.calling import Answer, upload
from lianxin.site.running import COMMUNITY, Product

MEGABYTES = 192
REFUSED = (503, 507)
READS, BACK_WITHIN = 0.99, 5.0
PASSWORD = "chun-he-yuan-lou-dao-deng"
CHINESE = re.compile("[一-鿿]{6}")


def run(product: Product, *, fills: int, seconds: int, seed: int) -> Findings:
    """Fill the disk `fills` times for some seconds each, and compare what was answered with what is kept."""
    chance, stop = random.Random(seed), threading.Event()
    ended = product.python("faults.enter", "desk", PASSWORD)
    assert ended.returncode == 0, ended.stderr
    product.start()
    writer, reader = Writer(product, chance), Reader(product)
    acts = (writer.write, writer.hand_in, reader.list, reader.open_page)
    threads = [threading.Thread(target=_again_and_again, args=(act, stop)) for act in acts]
    for thread in threads:
        thread.start()
    try:
        time.sleep(1)
        back = max(_filled(product, writer, reader, seconds) for _ in range(fills))
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    product.stop()
    findings = _compared(product, writer, reader)
    if back > BACK_WITHIN:
        findings.faults.append(f"腾出地方以后 {back:.1f} 秒才写得进去")
    findings.figures |= {"fills": fills, "seed": seed, "back_seconds": round(back, 2)}
    return findings


def _again_and_again(act: Callable[[], None], stop: threading.Event) -> None:
    while not stop.is_set():
        act()
        time.sleep(0.02)


def _filled(product: Product, writer: "Writer", reader: "Reader", seconds: int) -> float:
    """Leave no room for some seconds; return how long after that the first writes went through."""
    with _no_room(product):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            reader.full = True
            reader.look_whether_ready()
            reader.try_to_sign_in()
            time.sleep(0.5)
        reader.full = False
    began = time.monotonic()
    while min(writer.entered_at, writer.handed_in_at) < began and time.monotonic() - began < 30:
        time.sleep(0.02)
    return time.monotonic() - began


@contextmanager
def _no_room(product: Product) -> Iterator[None]:
    """Fill the disk to the last byte for the length of a block."""
    if not product.database_url.startswith("sqlite"):
        # PostgreSQL stops altogether where its log has no room: that wants a disk of its own, or, as
        # here, a part of 16 MB that was begun just before.
        with psycopg.connect(product.database_url, autocommit=True) as server:
            server.execute("SELECT pg_switch_wal()")
            server.execute("CHECKPOINT")
    ballast, stop = place_of(product.home) / "ballast", threading.Event()
    filled = threading.Event()
    filling = threading.Thread(target=_fill_up, args=(ballast, filled, stop))
    filling.start()
    filled.wait()
    try:
        yield
    finally:
        stop.set()
        filling.join()
        ballast.unlink()


def _fill_up(ballast: Path, filled: threading.Event, stop: threading.Event) -> None:
    """Take every block, and every one that is given back meanwhile."""
    with ballast.open("wb", buffering=0) as file:
        _take_all(file.fileno(), 1024 * 1024)
        while not stop.is_set():
            _take_all(file.fileno(), 4096)
            filled.set()
            stop.wait(0.05)


def _take_all(handle: int, size: int) -> None:
    try:
        while os.write(handle, b"\1" * size):
            pass
    except OSError:
        return


class Writer:
    """Somebody who writes entries and hands in files, and keeps what was answered."""

    def __init__(self, product: Product, chance: random.Random) -> None:
        self._desk, self._grid = Client(product, "desk"), Client(product, "grid")
        self._chance, self._said = chance, 0
        self.entries: list[str] = []
        self.files: dict[str, str] = {}
        self.entered_at = self.handed_in_at = 0.0
        self.refused = 0
        self.faults: list[str] = []

    def write(self) -> None:
        self._said += 1
        words = f"春和园2号楼1单元电梯停了，第{self._said}次说。" + "很急。" * 800
        if self._sent(self._desk, "/diary", {"community": COMMUNITY, "text": words}):
            self.entries.append(words)
            self.entered_at = time.monotonic()

    def hand_in(self) -> None:
        content = b"0123456789abcdef" * self._chance.randrange(1, 4000)
        answer = self._sent(self._grid, "/files", upload("a.txt", content))
        if answer:
            self.files[answer.body["id"]] = hashlib.sha256(content).hexdigest()
            self.handed_in_at = time.monotonic()

    def _sent(self, client: Client, path: str, body: dict | bytes) -> Answer | None:
        try:
            answer = client.post(path, body, key=new_key())
        except NoAnswer as error:
            self.faults.append(f"{path} 没有回答：{error.__cause__!r}")
            return None
        if answer.done:
            return answer
        self.refused += 1
        sentence = answer.body.get("refused", {}).get("sentence", "")
        if answer.status not in REFUSED or not CHINESE.search(sentence) or not answer.retry_after:
            self.faults.append(f"{path} 答了 {answer.status} {answer.retry_after} {answer.body}")
        return None


@dataclass
class Reader:
    """Somebody who only reads, by token and in the browser; it counts while the disk is full."""

    product: Product
    full: bool = False
    reads: Counter = field(default_factory=Counter)
    ready: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._client = Client(self.product, "desk2")
        self._browser = Browser(self.product, "desk", PASSWORD)

    def list(self) -> None:
        try:
            status: object = self._client.get("/matters").status
        except NoAnswer as error:
            status = repr(error.__cause__)
        self._count(status)

    def open_page(self) -> None:
        try:
            self._browser.page("/desk/matters")
        except RuntimeError as error:
            self._count(str(error))
        else:
            self._count(200)

    def look_whether_ready(self) -> None:
        address = f"http://127.0.0.1:{self.product.port}/readyz"
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                self.ready[answer.status] += 1
        except urllib.error.HTTPError as error:
            self.ready[error.code] += 1

    def try_to_sign_in(self) -> None:
        """A sign-in needs a row: it goes through, or is refused as any other write."""
        try:
            Browser(self.product, "desk", PASSWORD)
        except RuntimeError as error:
            if not any(str(status) in str(error) for status in REFUSED):
                self.faults.append(str(error))

    def _count(self, status: object) -> None:
        if self.full:
            self.reads[status] += 1


def _compared(product: Product, writer: Writer, reader: Reader) -> Findings:
    rows = stored(product)
    lost = [words[:30] for words in writer.entries if words not in rows["entries"]]
    lost += [pk for pk in writer.files if pk not in rows["files"]]
    cut_short = [
        pk
        for pk, (stated, found) in rows["files"].items()
        if stated != found or writer.files.get(pk, stated) != stated
    ]
    reads = sum(reader.reads.values())
    share = reader.reads[200] / reads if reads else 0
    findings = Findings(
        figures={
            "acknowledged": len(writer.entries) + len(writer.files),
            "refused": writer.refused,
            "lost": len(lost),
            "cut_short": len(cut_short),
            "reads_while_full": reads,
            "reads_answered": round(share, 4),
            "not_ready_while_full": reader.ready[503],
        },
        faults=[*writer.faults, *reader.faults],
    )
    findings.faults += [f"答应了却没有存下：{what}" for what in lost]
    findings.faults += [f"文件 {pk} 没有存全" for pk in cut_short]
    if share < READS:
        findings.faults.append(f"磁盘满时只有 {share:.0%} 读得到：{dict(reader.reads)}")
    if not writer.refused:
        findings.faults.append("磁盘没有满过，什么也没有试到")
    if set(reader.ready) != {503}:
        findings.faults.append(f"磁盘满时 /readyz 答了 {dict(reader.ready)}")
    audit = product.python("lianxin", "audit", "verify")
    if audit.returncode:
        findings.faults.append(f"audit verify：{audit.stdout}{audit.stderr}")
    return findings


if __name__ == "__main__":
    sizes = {"fills": 5, "seconds": 8, "seed": 20260524}
    sys.exit(main("full", __doc__, run, sizes, megabytes=MEGABYTES)())
