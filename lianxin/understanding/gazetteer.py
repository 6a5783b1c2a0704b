"""The names that a community knows: its compounds, their odd buildings, its public places."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lianxin.understanding.misheard import Misheard
from lianxin.understanding.plain import digits, plain

_SHORTENED = re.compile("(?:住宅小区|小区|社区|住宅区|家属院|居民区)$")
_BUILDING_SIGN = re.compile("(?:号居民楼|号住宅楼|号楼|#楼|栋|幢|座|橦|排|#)$")
_NUMERAL = re.compile("[零一二三四五六七八九十百两]{1,5}")
_NUMBERED = re.compile("(?:新|附|老|旧|甲|乙|丙|东|西|南|北|临|[A-Z])?(?:[0-9]{1,4}[A-Z]?|[A-Z])")
_LONGEST_NAME = 30


@dataclass(frozen=True)
class Named:
    """A known name found in a text, by what it was recognised, and how surely."""

    start: int
    end: int
    name: str
    how: str = "与社区登记的名称一致"
    sure: float = 0.97


@dataclass(frozen=True)
class Gazetteer:
    """Known names, each under every way of writing it; empty when nothing is known."""

    compounds: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    buildings: dict[str, dict[str, str]] = field(default_factory=dict)
    misheard: Misheard = field(default_factory=Misheard)

    @classmethod
    def from_json(cls, data: dict) -> "Gazetteer":
        """Build the names from plain JSON data; what is missing counts as empty."""
        compounds: dict[str, str] = {}
        buildings: dict[str, dict[str, str]] = {}
        for compound in data.get("compounds") or ():
            name = compound["name"]
            for spelling in _spellings(compound):
                compounds.setdefault(spelling, name)
            buildings[name] = {
                building_code(spelling): building_code(building["name"])
                for building in compound.get("buildings") or ()
                for spelling in _names(building)
            }
        places = {
            spelling: place["name"]
            for place in data.get("places") or ()
            for spelling in _names(place)
        }
        return cls(compounds, places, buildings, Misheard.of(compounds))

    def compounds_in(self, text: str) -> list[Named]:
        """Return the known compounds named in a plain text, the longest name where several begin."""
        found = _find(self.compounds, text)
        for start, end, name, how in self.misheard.near(text):
            if all(end <= one.start or one.end <= start for one in found):
                found.append(Named(start, end, name, how, 0.8))
        return found

    def places_in(self, text: str) -> list[Named]:
        """Return the known public places named in a plain text."""
        return _find(self.places, text)

    def building_after(self, compound: str | None, text: str) -> tuple[int, str] | None:
        """Return length and code of a building known by a name of its own that the text begins with."""
        own = [
            code for code in self.buildings.get(compound or "", ()) if not _NUMBERED.fullmatch(code)
        ]
        for name in sorted(own, key=len, reverse=True):
            if text.startswith(name):
                return len(name), self.buildings[compound or ""][name]
        return None

    def compound_of(self, code: str) -> str | None:
        """Return the only compound with such an odd building (新3); plain numbers are everywhere."""
        if code.isdecimal():
            return None
        found = [name for name, codes in self.buildings.items() if code in codes]
        return found[0] if len(found) == 1 else None


@lru_cache(maxsize=4096)
def building_code(name: str) -> str:
    """Return a building's name without its sign and with digits: 三号楼 is 3, 新七栋 is 新7."""
    bare = _BUILDING_SIGN.sub("", plain(name).text.strip().upper()).removeprefix("第")
    return _NUMERAL.sub(lambda found: digits(found[0]), bare)


def _names(row: dict) -> list[str]:
    names = [row["name"], *(row.get("aliases") or ())]
    return [
        spelled for name in names if 0 < len(spelled := plain(name).text.strip()) <= _LONGEST_NAME
    ]


def _spellings(compound: dict) -> list[str]:
    full = _names(compound)
    short = [_SHORTENED.sub("", name) for name in full]
    return [*full, *(name for name in short if len(name) >= 2)]


def _find(names: dict[str, str], text: str) -> list[Named]:
    lengths = sorted({len(name) for name in names}, reverse=True)
    found: list[Named] = []
    at = 0
    while lengths and at < len(text):
        length = next((n for n in lengths if at + n <= len(text) and text[at : at + n] in names), 0)
        if length:
            found.append(Named(at, at + length, names[text[at : at + length]]))
        at += length or 1
    return found
