"""A backup made beside writers and killers brings everything back elsewhere, or says that it cannot.

A writer writes while backups are made; two of them are killed half-way. Then the machine is lost:
from the file and its key alone the notebook stands up in another folder and another database, equal
row for row and byte for byte. Wrong keys and damaged files are refused, with nothing written.
"""

import contextlib
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pyrage

from faults.client import Client, new_key
from faults.drill import Findings, main, stored
from faults.fill import MARK, PHONE
from lianxin.site.running import COMMUNITY, Product


def run(
    product: Product, *, matters: int, files: int, kills: int, damages: int, seed: int
) -> Findings:
    """Fill a product, back it up in every bad moment, lose it, and bring it back."""
    drill = Drill(product, random.Random(seed))
    filled = product.python("faults.fill", str(matters), str(files))
    assert filled.returncode == 0, filled.stderr
    for act in (
        lambda: drill.back_up_beside_a_writer(kills),
        lambda: drill.refuse_what_is_damaged(damages),
        drill.look_for_personal_data,
        drill.bring_back_what_was_acknowledged,
        drill.bring_back_everything,
    ):
        if not drill.findings.faults:
            act()
    shutil.rmtree(drill.folder)
    drill.findings.figures |= {"matters": matters, "files": files, "kills": kills, "seed": seed}
    return drill.findings


class Drill:
    """One run: the product, its backup file with the key kept elsewhere, and what was found."""

    def __init__(self, product: Product, chance: random.Random) -> None:
        self.product, self.chance = product, chance
        self.folder = Path(tempfile.mkdtemp(prefix="lianxin-restore-", dir=product.home.parent))
        self.file = self.folder / "notebook.age"
        self.key = self.folder / "kept-elsewhere"
        self.first = self.folder / ".first.age"
        self.findings = Findings()
        self.written: list[tuple[float, str]] = []
        self.before: float = 0

    def back_up_beside_a_writer(self, kills: int) -> None:
        with self._writing():
            while len(self.written) < 10:
                time.sleep(0.05)
            self.before = time.monotonic()
            self._back_up("backup_seconds_beside_a_writer")
            (self.product.home / "backup.key").rename(self.key)
            shutil.copy(self.file, self.first)
            for _ in range(kills):
                self._kill_a_backup()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Let somebody write on for the length of a block; each entry is noted when it is acknowledged."""
        self.product.start(jobs=False)
        client, stop = Client(self.product, "desk"), threading.Event()

        def write() -> None:
            while not stop.is_set():
                words = f"春和园2号楼1单元电梯停了，第{len(self.written)}次说。"
                body = {"community": COMMUNITY, "text": words}
                if client.post("/diary", body, key=new_key()).done:
                    self.written.append((time.monotonic(), words))

        writer = threading.Thread(target=write)
        writer.start()
        try:
            yield
        finally:
            stop.set()
            writer.join()
            self.product.stop()

    def _kill_a_backup(self) -> None:
        """Kill a backup while its file is being written; the one before must stay as it is."""
        good = self.file.stat().st_mtime_ns
        part = self.file.with_name(f".{self.file.name}.part")
        process = self.product.begin("lianxin", "backup", str(self.file))
        while process.poll() is None and not (
            part.exists() or self.file.stat().st_mtime_ns != good
        ):
            time.sleep(0.001)
        time.sleep(self.chance.uniform(0, 0.02))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        visible = [path.name for path in self.folder.iterdir() if path.name[0] != "."]
        if sorted(visible) != sorted([self.file.name, self.key.name]):
            self._fault(f"杀掉备份后留下了 {visible}")
        if self._lianxin(
            self.product, "restore", "--check", str(self.file), "--key", str(self.key)
        ).returncode:
            self._fault("杀掉一次备份，上一份好的备份也坏了")

    def bring_back_what_was_acknowledged(self) -> None:
        """Restore the first backup, made beside the writer: all before it, nothing invented."""
        began = [words for at, words in self.written if at <= self.before]
        known = set(stored(self.product)["entries"])
        with self._elsewhere() as other:
            self._restore(other, self.first)
            back = set(stored(other)["entries"])
        lost = [words for words in began if words not in back]
        self.findings.faults += [f"备份之前已答复，恢复后没有：{words}" for words in lost]
        self.findings.faults += [f"恢复出了没人写过的：{words}" for words in back - known]
        self.findings.figures |= {"acknowledged_before": len(began), "lost": len(lost)}

    def bring_back_everything(self) -> None:
        """Back up what nobody writes to any more, lose the machine, and compare all of it."""
        self.product.lianxin("audit", "seal")
        self._back_up("rpo_seconds")  # what is written while the last backup is made is lost
        stood = self._contents(self.product)
        with self._elsewhere() as other:
            self._restore(other, self.file)
            stands = self._contents(other)
        for what in ("tables", "files"):
            differ = [
                n
                for n in {*stood[what], *stands[what]}
                if stood[what].get(n) != stands[what].get(n)
            ]
            self.findings.faults += [f"恢复后不同：{name}" for name in sorted(differ)]
        self.findings.figures |= {
            "tables": len(stood["tables"]),
            "rows": sum(rows for rows, _digest in stood["tables"].values()),
            "files_compared": len(stood["files"]),
            "bytes": self.file.stat().st_size,
        }

    def refuse_what_is_damaged(self, damages: int) -> None:
        """Try a wrong key, a backup cut short and one with a bit turned: each is refused, nothing written."""
        wrong = self.folder / "wrong.key"
        wrong.write_text(str(pyrage.x25519.Identity.generate()))
        self._must_refuse("钥匙不对", self.file, wrong)
        whole, damaged = self.file.read_bytes(), self.folder / "damaged.age"
        for _ in range(damages):
            at = self.chance.randrange(len(whole))
            damaged.write_bytes(whole[:at])
            self._must_refuse(f"截在第 {at} 字节", damaged, self.key)
            damaged.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            self._must_refuse(f"第 {at} 字节翻了一位", damaged, self.key)
        self.findings.figures["refused"] = 1 + 2 * damages

    def look_for_personal_data(self) -> None:
        stored_bytes = self.file.read_bytes()
        shown = [
            said
            for said in (PHONE, MARK, "春和园", "AGE-SECRET-KEY")
            if said.encode() in stored_bytes
        ]
        self.findings.faults += [f"备份里能读到：{said}" for said in shown]
        self.findings.figures["readable_canaries"] = len(shown)

    def _back_up(self, figure: str) -> None:
        began = time.monotonic()
        self.product.lianxin("backup", str(self.file))
        self.findings.figures[figure] = round(time.monotonic() - began, 2)

    def _restore(self, other: Product, file: Path) -> None:
        began = time.monotonic()
        said = self._lianxin(other, "restore", "--json", str(file), "--key", str(self.key))
        self.findings.figures["rto_seconds"] = round(time.monotonic() - began, 2)
        if said.returncode:
            self._fault(f"没有恢复成：{said.stdout[-500:]}{said.stderr[-500:]}")

    def _must_refuse(self, what: str, file: Path, key: Path) -> None:
        with self._elsewhere() as other:
            said = self._lianxin(other, "restore", str(file), "--key", str(key))
            left = [path.name for path in other.home.iterdir()]
            if (
                said.returncode != 1
                or "Traceback" in said.stderr
                or "什么也没有写" not in said.stderr
            ):
                self._fault(f"{what}，没有好好拒绝：{said.returncode} {said.stderr[-300:]}")
            if left or _tables(other.database_url):
                self._fault(f"{what}，却写下了东西：{left}")

    @contextlib.contextmanager
    def _elsewhere(self) -> Iterator[Product]:
        """Lend another machine: an empty data folder and an empty database."""
        home = Path(tempfile.mkdtemp(prefix="lianxin-other-", dir=self.folder.parent))
        try:
            with _empty_database(self.product.database_url, home) as url:
                yield self.product.elsewhere(home, url)
        finally:
            shutil.rmtree(home)

    def _lianxin(self, product: Product, *arguments: str) -> subprocess.CompletedProcess:
        return product.python("lianxin", *arguments)

    def _contents(self, product: Product) -> dict:
        ended = product.python("faults.contents")
        if ended.returncode:
            self._fault(ended.stderr[-500:])
            return {"tables": {}, "files": {}}
        return json.loads(ended.stdout)

    def _fault(self, sentence: str) -> None:
        self.findings.faults.append(sentence)


@contextlib.contextmanager
def _empty_database(like: str, home: Path) -> Iterator[str]:
    if like.startswith("sqlite"):
        yield f"sqlite://{home}/lianxin.sqlite3"
        return
    with psycopg.connect(like, autocommit=True) as server:
        server.execute("CREATE DATABASE restored")
        try:
            yield like.rpartition("/")[0] + "/restored"
        finally:
            server.execute("DROP DATABASE restored WITH (FORCE)")


def _tables(url: str) -> int:
    """Count what stands in a database that should be empty; a SQLite file would be seen as a file."""
    if url.startswith("sqlite"):
        return 0
    with psycopg.connect(url) as server:
        asked = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        return server.execute(asked).fetchone()[0]


if __name__ == "__main__":
    sizes = {"matters": 10_000, "files": 200, "kills": 2, "damages": 5, "seed": 20260522}
    sys.exit(main("restore", __doc__, run, sizes)())
