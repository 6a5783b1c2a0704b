"""A PostgreSQL server for the length of a `with` block, then gone without a trace.

Tests, benchmarks and fault drills run on it: `python -m lianxin.site.throwaway -- COMMAND…`
runs a command with `LIANXIN_DATABASE_URL` pointing to a fresh, empty database.
"""

import argparse
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER = "lianxin"
DATABASE = "lianxin"


class NoPostgres(Exception):
    """This machine has no PostgreSQL server programs."""


@dataclass(frozen=True)
class Server:
    """A running server: its data folder, its port and the process number of its postmaster."""

    folder: Path
    port: int
    pid: int

    def url(self, database: str = DATABASE) -> str:
        return f"postgres://{USER}@127.0.0.1:{self.port}/{database}"


def programs() -> Path | None:
    """Return the folder with `initdb` and `postgres`, the newest if there are several."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    packaged = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0,
        reverse=True,
    )
    for folder in [*packaged, *folders]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


@contextmanager
def server(*, durable: bool = True, under: Path | None = None) -> Iterator[Server]:
    """Run a server on a free loopback port; without `durable` it skips fsync, for tests only.

    Its cluster lies in a new folder, within `under` where that is given.

    SIGTERM ends the block as an exception does, so the server is stopped and removed as well.
    """
    bin_folder = _needed_programs()
    # A short path: the name of a Unix socket holds about a hundred characters at most.
    folder = Path(tempfile.mkdtemp(prefix="lianxin-pg-", dir=under))
    try:
        with _terminated_as_exit():
            _hand_over(folder)
            _run(
                bin_folder / "initdb",
                *(
                    "-D",
                    folder / "data",
                    "-U",
                    USER,
                    "-A",
                    "trust",
                    "-E",
                    "UTF8",
                    "--locale=C.UTF-8",
                ),
                *("--no-sync", "--data-checksums"),
                log=folder / "initdb.log",
            )
            with started(folder, durable=durable) as running:
                _run(
                    bin_folder / "createdb",
                    *("-h", "127.0.0.1", "-p", running.port, "-U", USER, DATABASE),
                    log=folder / "createdb.log",
                )
                yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def started(folder: Path, *, durable: bool = True) -> Iterator[Server]:
    """Run a server on the cluster that lies in a folder; it recovers first where it was cut off."""
    bin_folder, data = _needed_programs(), folder / "data"
    port = _start(bin_folder, folder, durable)
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
        yield Server(folder=data, port=port, pid=pid)
    finally:
        _stop(bin_folder, data)


def _needed_programs() -> Path:
    folder = programs()
    if folder is None:
        raise NoPostgres("本机没有 PostgreSQL 的服务程序（initdb、postgres）")
    return folder


@contextmanager
def _terminated_as_exit() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _hand_over(folder: Path) -> None:
    account = _account()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)


def _account() -> pwd.struct_passwd | None:
    """Return the account that the server runs under, None for our own: it refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("PostgreSQL 不以 root 运行，而本机没有 postgres 或 nobody 账户")


def _run(program: Path, *arguments: object, log: Path) -> None:
    """Run a program of the server's under the server's account, or say what it said."""
    account = _account()
    with log.open("wb") as output:
        ended = subprocess.run(
            [str(program), *map(str, arguments)],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd=log.parent,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            check=False,
        )
    if ended.returncode:
        said = log.read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"{program.name} 失败（{ended.returncode}）：\n{said}")


def _start(bin_folder: Path, folder: Path, durable: bool) -> int:
    """Start the server and return its port; another program may be quicker to it, so try again."""
    last_try = 4
    for attempt in range(last_try + 1):
        port = _free_port()
        options = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": folder,
            "max_connections": 100,
            "fsync": "on" if durable else "off",
            "synchronous_commit": "on" if durable else "off",
            "full_page_writes": "on" if durable else "off",
        }
        flags = " ".join(f"-c {name}={value}" for name, value in options.items())
        try:
            _run(
                bin_folder / "pg_ctl",
                *("-D", folder / "data", "-l", folder / "server.log", "-o", flags),
                *("-w", "-t", "60", "start"),
                log=folder / "start.log",
            )
        except RuntimeError:
            if attempt == last_try:
                raise
        else:
            return port
    raise AssertionError("the loop returns or raises")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stop(bin_folder: Path, data: Path) -> None:
    if (data / "postmaster.pid").exists():
        _run(
            bin_folder / "pg_ctl",
            *("-D", data, "-m", "immediate", "-w", "stop"),
            log=data.parent / "stop.log",
        )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m lianxin.site.throwaway",
        description="在一个用完即弃的 PostgreSQL 上运行一条命令。",
    )
    parser.add_argument("--no-fsync", action="store_true", help="不落盘，只供测试")
    parser.add_argument("command", nargs="+", help="-- 之后的命令")
    asked = parser.parse_args(arguments)
    try:
        with server(durable=not asked.no_fsync) as running:
            return _run_command(asked.command, running)
    except NoPostgres as missing:
        print(missing, file=sys.stderr)
        return 1


def _run_command(command: list[str], running: Server) -> int:
    child = subprocess.Popen(command, env={**os.environ, "LIANXIN_DATABASE_URL": running.url()})
    try:
        return child.wait()
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()


if __name__ == "__main__":
    sys.exit(main())
