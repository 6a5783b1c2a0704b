"""Is a history of concurrent operations explained by some order of them, one at a time?

The order must keep what really was before and after (linearizability; the search of Wing and Gong,
with a memory of what was tried). An operation whose answer never arrived may have had its effect at
any moment after it began, or never.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import inf

# From a state and an operation's input to the next state and the outcome that must be seen.
Spec = Callable[[Hashable, Hashable], tuple[Hashable, Hashable]]


@dataclass(frozen=True)
class Operation:
    """What was asked, when, and what was answered; `ended` is infinite where no answer came."""

    asked: Hashable
    began: float
    ended: float = inf
    outcome: Hashable = None

    @property
    def answered(self) -> bool:
        return self.ended != inf


def explained(history: list[Operation], spec: Spec, start: Hashable) -> bool:
    """Tell whether some order of the operations leads from `start` to every outcome seen."""
    tried: set[tuple[frozenset[int], Hashable]] = set()
    open_ends = [(frozenset(range(len(history))), start)]
    while open_ends:
        left, state = open_ends.pop()
        if not any(history[n].answered for n in left):
            return True
        if (left, state) in tried:
            continue
        tried.add((left, state))
        open_ends += _next(history, left, state, spec)
    return False


def _next(
    history: list[Operation], left: frozenset[int], state: Hashable, spec: Spec
) -> list[tuple[frozenset[int], Hashable]]:
    """Return where each operation leads that may come first among those left."""
    first_end = min(history[n].ended for n in left)
    steps = []
    for n in left:
        operation = history[n]
        if operation.began > first_end:
            continue
        after, outcome = spec(state, operation.asked)
        if not operation.answered or outcome == operation.outcome:
            steps.append((left - {n}, after))
    return steps
