"""Entries with what is to be understood of them, and which parts of a reading are right.

A line of `entries/NAME_tried.jsonl` or `NAME_kept_aside.jsonl` is an entry with its right answers, those
ending in `_alt` count too. The tried ones were looked at while the rules were written, the others only counted.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

from lianxin.understanding import read
from lianxin.understanding.gazetteer import building_code
from lianxin.understanding.plain import plain
from lianxin.understanding.urgency import highest

_ENTRIES = Path(__file__).with_name("entries")
_NO_SIGN = re.compile(r"[\s,.\-—:()#。]|(?:小区|社区|住宅区|单元|室|号)$")


def entries(*files: str) -> Iterator[dict]:
    """Yield the entries of the files of these names, such as `spoken_tried`."""
    for file in files:
        lines = (_ENTRIES / f"{file}.jsonl").read_text(encoding="utf8").splitlines()
        yield from map(json.loads, lines)


def outcomes(entry: dict) -> dict[str, bool]:
    """Return of each part that is measured whether an entry's reading has it right."""
    answer = read(entry["text"], date.fromisoformat(entry["today"])).as_json()
    first = entry["matters"][0]
    people = [entry["reporter"], *entry.get("reporter_alt", [])]
    found = {
        "place": any(_same_place(answer["place"], place) for place in _places(first)),
        "name": any(_bare(answer["reporter"]["name"]) == _bare(one["name"]) for one in people),
        "title": any(_bare(answer["reporter"]["title"]) == _bare(one["title"]) for one in people),
        "phone": answer["reporter"]["phone"] == entry["reporter"]["phone"],
        "category": answer["category"] in {first["category"], *first.get("category_alt", [])},
        "category, strictly": answer["category"] == first["category"],
        "urgency": answer["urgency"] in _urgencies(entry),
        "channel": answer["channel"] in {entry["channel"], *entry.get("channel_alt", [])},
        "number of matters": len(answer["matters"]) == len(entry["matters"]),
    }
    return found | dict(_some_times(entry, answer))


def _some_times(entry: dict, answer: dict) -> Iterator[tuple[str, bool]]:
    """Yield what only some entries have: a stated date, an emergency, several matters."""
    if entry["reported_on"]:
        days = {entry["reported_on"], *entry.get("reported_on_alt", [])}
        yield "date", answer["reported_on"] in days
    if entry["urgency"] == "emergency":
        yield "emergency", answer["urgency"] == "emergency"
    else:
        wrongly = answer["urgency"] == "emergency" and "emergency" not in _urgencies(entry)
        yield "no emergency", not wrongly
    if len(entry["matters"]) > 1:
        yield "every matter", _all_found(entry["matters"], answer["matters"])


def _places(matter: dict) -> list[dict]:
    return [matter["place"], *matter.get("place_alt", [])]


def _same_place(mine: dict, theirs: dict) -> bool:
    return _bare(mine["compound"]) == _bare(theirs["compound"]) and all(
        building_code(_bare(mine[part])) == building_code(_bare(theirs[part]))
        for part in ("building", "unit", "room")
    )


def _bare(words: str | None) -> str:
    return _NO_SIGN.sub("", plain(words or "").text)


def _urgencies(entry: dict) -> set[str]:
    """Return the urgencies that count: the highest over the matters, for each choice of their alternatives."""
    choices = [(matter["urgency"], *matter.get("urgency_alt", [])) for matter in entry["matters"]]
    own = {entry["urgency"], *entry.get("urgency_alt", [])}
    return own | {highest(list(choice)) for choice in product(*choices)}


def _all_found(matters: list[dict], answers: list[dict]) -> bool:
    left = Counter(answer["category"] for answer in answers)
    for matter in matters:
        codes = (matter["category"], *matter.get("category_alt", []))
        code = next((code for code in codes if left[code]), None)
        if code is None:
            return False
        left[code] -= 1
    return True
