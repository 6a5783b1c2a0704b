"""What is read on every page and seldom changes: kept for some seconds in each process."""

import time
from collections.abc import Callable, Collection, Hashable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

SECONDS = 20

_Given = ParamSpec("_Given")
_Read = TypeVar("_Read")
_Key = TypeVar("_Key", bound=Hashable)
_MOST = 4096
_clear: list[Callable[[], None]] = []


def kept(read: Callable[_Given, _Read]) -> Callable[_Given, _Read]:
    """Let a read of a few plain arguments answer from memory for some seconds.

    What another process changed in these seconds is not in the answer; what this one changed is, once
    it called `forget`. The answer is shared: it must be one that nobody alters.
    """

    @lru_cache(maxsize=512)
    def held(_slot: int, *args: object, **named: object) -> _Read:
        return read(*args, **named)

    @lru_cache(maxsize=1)
    def begun(_slot: int) -> None:
        held.cache_clear()  # nobody asks for what was kept before

    @wraps(read)
    def current(*args: _Given.args, **named: _Given.kwargs) -> _Read:
        now = slot()
        begun(now)
        return held(now, *args, **named)

    _clear.append(held.cache_clear)
    return current


def kept_each(
    read: Callable[[Collection[_Key]], dict[_Key, _Read]],
) -> Callable[[Collection[_Key]], list[_Read]]:
    """Let a read of many, each by a key of its own, ask only for those that it does not remember.

    `read` gets the keys that are missing and returns what it finds by key; the answer is in the order asked,
    without what was not found. What is remembered runs out as with `kept`.
    """
    begun, held = slot(), {}

    def begin() -> None:
        nonlocal begun, held  # a thread that still reads the old ones keeps them whole
        begun, held = slot(), {}

    @wraps(read)
    def current(keys: Collection[_Key]) -> list[_Read]:
        if begun != slot() or len(held) > _MOST:
            begin()
        kept_now = held
        found = {key: kept_now[key] for key in keys if key in kept_now}
        if missing := [key for key in keys if key not in found]:
            found |= read(missing)
            kept_now.update(found)
        return [found[key] for key in keys if key in found]

    _clear.append(begin)
    return current


def forget() -> None:
    """Read everything afresh in this process; an action calls it that changed what is kept."""
    for clear in _clear:
        clear()


def slot() -> int:
    return int(time.monotonic() // SECONDS)
