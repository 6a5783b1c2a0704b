"""The power fails at any moment: what was acknowledged is on the disk, whole, with its files.

Eight writers write, files included, to a product whose data lies on a disk of its own. At random
moments all its processes are stopped, the disk is copied as it is, and a second product starts on the
copy, after the recovery of the file system and of the database. It must hold all that anybody had
been told by then. The first one goes on meanwhile.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from faults.client import Client
from faults.disk import cut_off, flush, mounted, place_of
from faults.drill import Findings, main, stored
from faults.kill import WRITERS, Writer
from lianxin.site import throwaway
from lianxin.site.running import Product

MEGABYTES = 512


@dataclass
class Known:
    """What the writers had been told at one moment."""

    entries: list[str] = field(default_factory=list)
    steps: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, writers: list[Writer]) -> "Known":
        known = cls()
        for writer in writers:
            known.entries += list(writer.entries)
            known.steps |= {number: list(made) for number, made in dict(writer.steps).items()}
            known.files |= dict(writer.files)
        return known

    def __len__(self) -> int:
        steps = sum(len(made) - 1 for made in self.steps.values())
        return len(self.entries) + steps + len(self.files)


def run(product: Product, *, cuts: int, seed: int) -> Findings:
    """Cut the power `cuts` times under the writers of a product, and look at what is left each time."""
    chance, stop = random.Random(seed), threading.Event()
    writers = [
        Writer(
            people={"desk": Client(product, "desk"), "grid": Client(product, "grid")},
            chance=random.Random(chance.random()),
            tag=tag,
            stop=stop,
        )
        for tag in WRITERS
    ]
    product.start()
    flush(place_of(product.home))
    findings = Findings(figures={"cuts": cuts, "seed": seed, "lost": 0, "corrupt": 0})
    threads = [threading.Thread(target=writer.run) for writer in writers]
    for thread in threads:
        thread.start()
    try:
        for _ in range(cuts):
            told = len(Known.of(writers))
            time.sleep(chance.uniform(0.3, 2))
            # Where nobody was told anything new, there is nothing new to lose.
            while len(Known.of(writers)) == told and any(t.is_alive() for t in threads):
                time.sleep(0.05)
            with _standing_still(product):
                known, image = Known.of(writers), cut_off(place_of(product.home))
            _start_again(product, image, known, findings)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    product.stop()
    findings.figures["acknowledged"] = len(Known.of(writers))
    findings.faults += [fault for writer in writers for fault in writer.faults]
    return findings


@contextmanager
def _standing_still(product: Product) -> Iterator[None]:
    """Stop every process of the product and of its database for the length of a block."""
    roots = [product.pid]
    for file in place_of(product.home).glob("lianxin-pg-*/data/postmaster.pid"):
        roots.append(int(file.read_text().split()[0]))
    stopped = [pid for root in roots for pid in _with_children(root)]
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)


def _with_children(root: int) -> list[int]:
    """Return a process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def _start_again(product: Product, image: Path, known: Known, findings: Findings) -> None:
    place = place_of(product.home)
    with mounted(image) as left, _database(product, left) as url:
        other = product.elsewhere(left / product.home.relative_to(place), url)
        try:
            other.start(workers=1, jobs=False)
            _compare(stored(other), known, findings)
            _proven(other, left, findings)
        except (RuntimeError, subprocess.CalledProcessError) as error:
            findings.figures["corrupt"] += 1
            findings.faults.append(f"断电以后起不来：{str(error)[-500:]}")
        finally:
            other.stop()
    image.unlink()


@contextmanager
def _database(product: Product, left: Path) -> Iterator[str]:
    """Lend the database that lies on what is left of the disk."""
    if product.database_url.startswith("sqlite"):
        home = product.home.relative_to(place_of(product.home))
        yield f"sqlite://{left}/{home}/lianxin.sqlite3"
        return
    folder = next(left.glob("lianxin-pg-*"))
    # The machine that wrote this is gone; here its process number is that of the one that stands still.
    (folder / "data" / "postmaster.pid").unlink()
    with throwaway.started(folder) as server:
        yield server.url()


def _compare(rows: dict, known: Known, findings: Findings) -> None:
    """Whatever was acknowledged must be there; what was about to be may be."""
    lost = [f"没有存下：{words}" for words in known.entries if words not in rows["entries"]]
    for number, made in known.steps.items():
        kept = rows["steps"].get(number, [])
        if kept[: len(made)] != made:
            lost.append(f"{number} 的步骤应是 {made}，存的是 {kept}")
    lost += [f"没有文件 {pk}" for pk in known.files if pk not in rows["files"]]
    broken = [
        f"文件 {pk} 读不出原样"
        for pk, (stated, found) in rows["files"].items()
        if stated != found or known.files.get(pk, stated) != stated
    ]
    findings.figures["lost"] += len(lost)
    findings.figures["corrupt"] += len(broken)
    findings.faults += lost + broken


def _proven(other: Product, left: Path, findings: Findings) -> None:
    """The database is whole, and so is the chain of the history."""
    said = [_integrity(other, left)]
    audit = other.python("lianxin", "audit", "verify")
    if audit.returncode:
        said.append(f"audit verify：{audit.stdout}{audit.stderr}")
    broken = [sentence for sentence in said if sentence]
    findings.figures["corrupt"] += len(broken)
    findings.faults += broken


def _integrity(other: Product, left: Path) -> str:
    """Return what the database says is wrong with itself: its pages and its indexes."""
    if other.database_url.startswith("sqlite"):
        file = other.home / "lianxin.sqlite3"
        try:
            said = sqlite3.connect(file).execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            said = str(error)
        return "" if said == "ok" else f"integrity_check：{said}"
    address = urlsplit(other.database_url)
    checked = subprocess.run(
        [
            *(throwaway.programs() / "pg_amcheck", "--install-missing", "--heapallindexed"),
            *("-h", address.hostname, "-p", str(address.port), "-U", address.username),
            address.path[1:],
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return f"pg_amcheck：{checked.stdout}{checked.stderr}" if checked.returncode else ""


if __name__ == "__main__":
    sizes = {"cuts": 20, "seed": 20260523}
    sys.exit(main("power", __doc__, run, sizes, megabytes=MEGABYTES)())
