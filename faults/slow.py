"""Hundreds who send and read a few bytes at a time do not keep anybody else waiting.

Slow headers, slow bodies and slow readers stand before the shipped proxy configuration, and come
back when they are shown out; meanwhile somebody opens the sign-in page every second. With
`--proxied 0` they stand before the web server itself, which is not meant to bear it.
"""

import asyncio
import contextlib
import http.client
import multiprocessing
import random
import socket
import ssl
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

from faults.drill import Findings, main
from faults.proxy import proxy
from lianxin.site.running import Product

PAGE = "/desk/sign-in"
SHARE, WITHIN = 0.99, 1.0  # of the looks at the page, and in how many seconds
SHOWN_OUT = 15.0  # seconds after which whoever has not finished a header must be gone
LARGE = "/static/vendor/bootstrap.css"
PAUSE = (1.0, 4.0)


@dataclass(frozen=True)
class Door:
    """Where everybody stands: a port, with TLS where there is a proxy."""

    port: int
    tls: bool

    async def enter(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open a connection whose own buffer is small, so that slow reading is felt by the server."""
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", self.port))
            named = {"ssl": _trusting(), "server_hostname": "lianxin.example"} if self.tls else {}
            return await asyncio.open_connection(sock=line, limit=1024, **named)
        except BaseException:
            line.close()
            raise

    def look(self) -> tuple[int, float]:
        """Open the page as a browser does; return its status (0 for none) and how long it took."""
        began = time.monotonic()
        try:
            with contextlib.closing(self._line()) as line:
                line.request("GET", PAGE)
                answer = line.getresponse()
                answer.read()
            return answer.status, time.monotonic() - began
        except (OSError, http.client.HTTPException):
            return 0, time.monotonic() - began

    def _line(self) -> http.client.HTTPConnection:
        if self.tls:
            return http.client.HTTPSConnection(
                "127.0.0.1", self.port, timeout=5, context=_trusting()
            )
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)


@cache
def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def run(
    product: Product,
    *,
    headers: int,
    bodies: int,
    readers: int,
    seconds: int,
    proxied: int,
    seed: int,
) -> Findings:
    """Attack for some seconds and count how often the page was there within a second."""
    product.start(jobs=False)
    kinds = {"slow_header": headers, "slow_body": bodies, "slow_reader": readers}
    with _before(product, bool(proxied)) as door:
        for _ in range(10):
            door.look()  # the first readers of a fresh server wait for its templates, not for the crowd
        return _looked(door, kinds, seconds, seed)


def _looked(door: Door, kinds: dict[str, int], seconds: int, seed: int) -> Findings:
    """Let the crowd in, look every second whether the page opens, and judge what was seen."""
    with _crowd(door, kinds, seed) as longest:
        time.sleep(3)
        with ThreadPoolExecutor(8) as beside:
            looks = [_in_a_second(beside.submit(door.look)) for _ in range(seconds)]
        took = sorted(look.result()[1] for look in looks)
        served = sum(
            status == 200 and wait <= WITHIN for status, wait in (look.result() for look in looks)
        )
        findings = Findings(
            figures={
                "slow": sum(kinds.values()),
                "looks": len(looks),
                "served": round(served / len(looks), 3),
                "median_seconds": round(took[len(took) // 2], 3),
                "worst_seconds": round(took[-1], 3),
                "longest_header_seconds": round(longest.value, 1),
            }
        )
    if served < SHARE * seconds:
        findings.faults.append(f"{seconds} 次里只有 {served} 次在 {WITHIN} 秒内打开了网页")
    if longest.value > SHOWN_OUT:
        findings.faults.append(f"请求头一直没发完的，等了它 {longest.value:.0f} 秒还没有挂断")
    return findings


def _in_a_second(look: Future) -> Future:
    time.sleep(1)
    return look


@contextlib.contextmanager
def _before(product: Product, proxied: bool) -> Iterator[Door]:
    if not proxied:
        yield Door(product.port, tls=False)
        return
    with proxy(product) as port:
        yield Door(port, tls=True)


@contextlib.contextmanager
def _crowd(door: Door, kinds: dict[str, int], seed: int) -> Iterator[object]:
    """Let the crowd stand before a door, in a process of its own; yield the longest wait for a header."""
    longest = multiprocessing.Value("d", 0.0)
    crowd = multiprocessing.Process(target=_stand, args=(door, kinds, longest, seed), daemon=True)
    crowd.start()
    try:
        yield longest
    finally:
        crowd.kill()
        crowd.join()


def _stand(door: Door, kinds: dict[str, int], longest: object, seed: int) -> None:
    ways = {"slow_header": slow_header, "slow_body": slow_body, "slow_reader": slow_reader}
    chance = random.Random(seed)

    async def all_of_them() -> None:
        await asyncio.gather(
            *(
                _again(door, ways[kind], chance, longest if kind == "slow_header" else None)
                for kind, number in kinds.items()
                for _ in range(number)
            )
        )

    asyncio.run(all_of_them())


async def _again(
    door: Door, way: Callable[..., Coroutine], chance: random.Random, longest: object | None
) -> None:
    """Be slow in one way for ever; whoever is shown out comes back."""
    while True:
        began = time.monotonic()

        async def rest() -> None:
            if longest is not None:
                longest.value = max(longest.value, time.monotonic() - began)  # noqa: B023
            await asyncio.sleep(chance.uniform(*PAUSE))

        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await door.enter()
            try:
                await way(reader, writer, rest)
            finally:
                writer.transport.abort()
        await asyncio.sleep(chance.uniform(0, 0.5))


async def slow_header(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, rest: Callable
) -> None:
    writer.write(f"GET {PAGE} HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode())
    while not reader.at_eof():
        writer.write(b"X-Slow: 1\r\n")
        await writer.drain()
        await rest()


async def slow_body(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, rest: Callable
) -> None:
    kind = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000"
    writer.write(f"POST {PAGE} HTTP/1.1\r\nHost: 127.0.0.1\r\n{kind}\r\n\r\n".encode())
    while not reader.at_eof():
        writer.write(b"a=b&")
        await writer.drain()
        await rest()


async def slow_reader(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, rest: Callable
) -> None:
    writer.write(f"GET {LARGE} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    while await reader.read(100):
        await rest()


if __name__ == "__main__":
    sizes = {"headers": 200, "bodies": 100, "readers": 50, "seconds": 60, "proxied": 1, "seed": 5}
    sys.exit(main("slow", __doc__, run, sizes)())
