"""What every drill has: a product on either database, findings, and a command line."""

import argparse
import contextlib
import json
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from faults import disk
from lianxin.site import running, throwaway
from lianxin.site.running import Product

DATABASES = ("sqlite", "postgres")


@dataclass
class Findings:
    """What a drill did, in figures, and every fault that it found, in words."""

    figures: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def as_json(self) -> dict:
        return {"figures": self.figures, "faults": self.faults}


@contextlib.contextmanager
def product_on(
    database: str, root: Path = running.ROOT, *, megabytes: int = 0
) -> Iterator[Product]:
    """Run a product from `root` on a database of its own, and on a disk of its own of so many megabytes."""
    with contextlib.ExitStack() as stack:
        under = stack.enter_context(disk.disk(megabytes)) if megabytes else None
        url = None
        if database == "postgres":
            url = stack.enter_context(throwaway.server(under=under)).url()
        yield stack.enter_context(running.product(url, root=root, under=under))


def end_politely() -> None:
    """Let a drill that is told to end leave its blocks, so that it leaves no server running."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def stored(product: Product) -> dict:
    """Return what stands in the product's database, read by code of the product itself."""
    ended = product.python("faults.rows")
    if ended.returncode:
        raise RuntimeError(ended.stderr)
    return json.loads(ended.stdout)


def main(
    name: str,
    promise: str,
    run: Callable[..., Findings],
    sizes: dict[str, int],
    *,
    megabytes: int = 0,
) -> Callable[[list[str] | None], int]:
    """Return the command line of a drill: sizes as options, figures out, 1 for a fault.

    A drill on a disk of its own says so in one line and is passed over where there can be none.
    """

    def command(arguments: list[str] | None = None) -> int:
        parser = argparse.ArgumentParser(prog=f"python -m faults.{name}", description=promise)
        parser.add_argument("--database", choices=DATABASES, default="sqlite")
        for size, default in sizes.items():
            parser.add_argument(f"--{size}", type=int, default=default)
        asked = vars(parser.parse_args(arguments))
        if megabytes and disk.missing():
            print(f"{name}：没有演习，{disk.missing()}")
            return 0
        end_politely()
        with product_on(asked.pop("database"), megabytes=megabytes) as product:
            findings = run(product, **asked)
        print(json.dumps(findings.as_json(), ensure_ascii=False, indent=2))
        return 1 if findings.faults else 0

    return command
