"""`lianxin serve`: web and worker in one process group."""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time

HELP = "运行网站和后台任务"
GRACE = 10  # seconds that web and worker are given to end by themselves


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", metavar="地址")
    parser.add_argument("--port", type=int, default=8000, metavar="端口")
    parser.add_argument("--workers", type=int, default=2, metavar="数", help="网站进程数")
    parser.add_argument(
        "--no-worker", action="store_true", help="不带后台任务（另行运行 lianxin worker 时）"
    )


def run(args: argparse.Namespace) -> int:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    return serve(args.host, args.port, args.workers, worker=not args.no_worker)


def serve(host: str, port: int, workers: int, *, worker: bool) -> int:
    """Run web and worker until one of them ends or we are told to stop; both end together."""
    told_to_stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _signal, _frame: told_to_stop.set())
    env = {"LIANXIN_BASE_URL": f"http://{host}:{port}", **os.environ}
    children = [subprocess.Popen(_web(host, port, workers), env=env)]
    if worker:
        children.append(subprocess.Popen([sys.executable, "-m", "lianxin", "worker"], env=env))
    while not told_to_stop.wait(0.3) and all(child.poll() is None for child in children):
        pass
    ended = [child.poll() for child in children]
    _end(children)
    return 0 if told_to_stop.is_set() else max(code or 0 for code in ended)


def _end(children: list[subprocess.Popen]) -> None:
    """Ask each child once to end, and kill what has not ended in time: nothing acknowledged is lost by it."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE
    for child in children:
        try:
            child.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _web(host: str, port: int, workers: int) -> list[str]:
    options = [
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
        "--workers",
        str(workers),
    ]
    limits = ["--blocking-threads", "4", "--log-level", "warning", "--workers-kill-timeout", "5"]
    return [sys.executable, "-m", "granian", *options, *limits, "lianxin.site.wsgi:application"]
