"""`lianxin serve`: web and worker in one process group."""

import argparse
import os
import signal
import subprocess
import sys
from types import FrameType

HELP = "运行网站和后台任务"


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
    env = {"LIANXIN_BASE_URL": f"http://{host}:{port}", **os.environ}
    children = [subprocess.Popen(_web(host, port, workers), env=env)]
    if worker:
        children.append(subprocess.Popen([sys.executable, "-m", "lianxin", "worker"], env=env))

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for child in children:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    ended = _first_to_end(children)
    stop(signal.SIGTERM, None)
    for child in children:
        child.wait(timeout=20)
    return max(ended, 0)


def _first_to_end(children: list[subprocess.Popen]) -> int:
    while True:
        for child in children:
            try:
                return child.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                continue


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
    limits = ["--blocking-threads", "4", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *options, *limits, "lianxin.site.wsgi:application"]
