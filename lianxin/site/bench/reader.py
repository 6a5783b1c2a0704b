"""One side of the benchmark of reading, in a process of its own: lines in, lines out, the cost on stderr."""

import json
import sys
import time
from datetime import date
from pathlib import Path

TODAY = date(2026, 11, 23)


def main(side: str) -> None:
    """Read the lines with understanding, or only take them apart and put them together again."""
    began = time.process_time()
    if side == "product":
        from lianxin.understanding.lines import run  # noqa: PLC0415 -- its cost is measured
    imported = time.process_time()
    if side == "product":
        run(sys.stdin, sys.stdout, TODAY)
    else:
        for line in sys.stdin:
            sys.stdout.write(json.dumps(json.loads(line), ensure_ascii=False) + "\n")
    cost = {
        "import": imported - began,
        "lines": time.process_time() - imported,
        "resident": _resident(),
    }
    print(json.dumps(cost), file=sys.stderr)


def _resident() -> float:
    """Return the most memory that this process has held, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]
    return int(kilobytes) / 1024


if __name__ == "__main__":
    main(sys.argv[1])
