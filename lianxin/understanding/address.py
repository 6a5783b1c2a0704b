"""One address named in a text, and which stretches of the text are read already."""

from collections.abc import Iterable
from dataclasses import dataclass

CHINESE = "零一二三四五六七八九十百两"
NUMBER = rf"(?:[0-9]{{1,4}}|[{CHINESE}]{{1,5}})"


@dataclass(frozen=True)
class Address:
    """A place named in the text with the span of its words; parts not named are None.

    `how` says in Chinese by what it was recognised, `sure` how sure that is from 0 to 1.
    """

    start: int
    end: int
    compound: str | None = None
    building: str | None = None
    unit: str | None = None
    room: str | None = None
    floor: str | None = None
    known: bool = False
    how: str = "按地址的写法认出"
    sure: float = 0.87


class Taken:
    """The stretches of a text that are read already."""

    def __init__(self, text: str, addresses: Iterable[Address] = ()) -> None:
        self._marks = bytearray(len(text) + 1)
        for address in addresses:
            self.add(address)

    def add(self, address: Address) -> None:
        """Take the words of an address."""
        self._marks[address.start : address.end] = b"\1" * (address.end - address.start)

    def touches(self, address: Address) -> bool:
        """Tell whether some of the words of an address are taken, or the place of one without words."""
        return 1 in self._marks[address.start : max(address.end, address.start + 1)]
