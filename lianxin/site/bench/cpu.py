"""CPU time of a process with all its descendants, those already gone included."""

import os
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
# Places in /proc/PID/stat, counted after the name in brackets.
_PARENT, _TIMES = 1, slice(11, 15)


def seconds(root: int) -> float:
    """Return the CPU seconds of a process, its living descendants, and all that they have reaped."""
    stats = _stats()
    ticks, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        ticks += sum(int(field) for field in stats[pid][_TIMES])
        waiting += [child for child, stat in stats.items() if int(stat[_PARENT]) == pid]
    return ticks / _TICKS


def parent(pid: int) -> int:
    """Return the process that started another; it must run on this machine."""
    return int(_stats()[pid][_PARENT])


def _stats() -> dict[int, list[str]]:
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended while we looked
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            found[int(folder.name)] = stat
    return found
