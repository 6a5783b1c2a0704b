"""A whole product for the length of a `with` block: data folder, register, server, machine tokens.

Benchmarks and fault drills act on it from outside, as its users do: over HTTP and by command line.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMUNITY = "heping"

_PLACES = """区县,街道,社区,社区编码,小区,小区别名,楼栋,单元,网格,户,人口,场所
安宁县,城关街道,和平社区,heping,春和园小区,春和园,1号楼,1单元,第一网格,101-102、201-202,9,
安宁县,城关街道,和平社区,heping,春和园小区,,1号楼,2单元,第一网格,101-102、201-202,8,
安宁县,城关街道,和平社区,heping,春和园小区,,2号楼,1单元,第二网格,101-102、201-202,10,
"""
_POSTS = """姓名,电话,单位,单位类型,职务,负责区域,起,止,登录名
乔书远,13900000001,和平社区居民委员会,社区,书记,安宁县/城关街道/和平社区,2020-01-01,,secretary
甄小满,13900000002,和平社区居民委员会,社区,社区工作人员,安宁县/城关街道/和平社区,2020-01-01,,desk
甘若水,13900000003,和平社区居民委员会,社区,社区工作人员,安宁县/城关街道/和平社区,2020-01-01,,desk2
龙向阳,13900000004,和平社区居民委员会,社区,网格员,安宁县/城关街道/和平社区/第一网格,2020-01-01,,grid
冉高峰,13900000006,城关街道办事处,街道,街道干部,安宁县/城关街道,2020-01-01,,street
尚明月,13900000005,和平社区居民委员会,社区,网格员,安宁县/城关街道/和平社区/第二网格,2020-01-01,,grid2
"""


class Product:
    """One installation: its folder, its database, its server and the tokens of its people."""

    def __init__(self, home: Path, database_url: str, root: Path = ROOT) -> None:
        self.home = home
        self.database_url = database_url
        self.port = _free_port()
        self.server: subprocess.Popen | None = None
        self.root = root
        self._tokens: dict[str, str] = {}
        self._env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "lianxin.site.settings",
            "LIANXIN_HOME": str(home),
            "LIANXIN_DATABASE_URL": database_url,
            "PYTHONPATH": str(root),
        }

    def python(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run a module of Python's in this installation and return how it ended."""
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            env=self._env,
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
        )

    def begin(self, *arguments: str) -> subprocess.Popen:
        """Start a module of Python's in this installation and return the process."""
        return subprocess.Popen(
            [sys.executable, "-m", *arguments],
            env=self._env,
            cwd=self.root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def elsewhere(self, home: Path, database_url: str) -> "Product":
        """Return another installation of the same source, on a folder and a database of its own."""
        return Product(home, database_url, self.root)

    def lianxin(self, *arguments: str) -> str:
        """Run a command of the product and return what it printed."""
        ended = self.python("lianxin", *arguments)
        if ended.returncode:
            raise RuntimeError(f"lianxin {' '.join(arguments)}：\n{ended.stdout}{ended.stderr}")
        return ended.stdout

    def set_up(self) -> None:
        """Found the district and take in its register."""
        self.lianxin("init", "--district", "安宁县", "--admin", "admin")
        for what, table in (("places", _PLACES), ("posts", _POSTS)):
            file = self.home / f"{what}.csv"
            file.write_text(table, encoding="utf-8")
            self.lianxin("import", what, str(file), "--by", "admin")

    def token(self, login: str) -> str:
        """Return a machine token of somebody's, always the same."""
        if login not in self._tokens:
            self._tokens[login] = self.lianxin("token", "--by", login).strip()
        return self._tokens[login]

    def start(self, *, workers: int = 2, jobs: bool = True) -> float:
        """Start the server in a process group of its own; return after how many seconds it answers."""
        began = time.monotonic()
        options = ["--port", str(self.port), "--workers", str(workers)]
        with (self.home / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "lianxin",
                    "serve",
                    *options,
                    *([] if jobs else ["--no-worker"]),
                ],
                env=self._env,
                cwd=self.root,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while not self._answers():
            if self.server.poll() is not None or time.monotonic() - began > 60:
                raise RuntimeError((self.home / "server.log").read_text(errors="replace")[-4000:])
            time.sleep(0.05)
        return time.monotonic() - began

    @property
    def pid(self) -> int:
        """Return the process number of the running server, above all its workers."""
        assert self.server is not None, "the server does not run"
        return self.server.pid

    def kill(self) -> None:
        """Kill the whole process group at once, as a power switch does to processes."""
        if self.server is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()
        while _group_lives(self.server.pid):
            time.sleep(0.01)
        self.server = None

    def stop(self) -> None:
        """Stop the server politely, and by force what does not follow."""
        if self.server and self.server.poll() is None:
            self.server.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.server.wait(timeout=20)
        self.kill()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/readyz", timeout=5
            ) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _group_lives(group: int) -> bool:
    """Tell whether a process group still runs; a zombie that nobody has buried yet does not."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _parent, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                return True
    return False


@contextmanager
def product(
    database_url: str | None = None, *, root: Path = ROOT, under: Path | None = None
) -> Iterator[Product]:
    """Set up a product in a new folder, on a SQLite file unless an empty database is given."""
    home = Path(tempfile.mkdtemp(prefix="lianxin-run-", dir=under))
    made = Product(home, database_url or f"sqlite://{home}/lianxin.sqlite3", root)
    try:
        made.set_up()
        yield made
    finally:
        made.stop()
        shutil.rmtree(home, ignore_errors=True)
