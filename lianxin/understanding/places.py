"""The place of a matter, put together from the addresses and spots of the text."""

import re
from dataclasses import replace

from lianxin.understanding.address import Address
from lianxin.understanding.addresses import addresses
from lianxin.understanding.draft import Evidence, PlaceDraft
from lianxin.understanding.gazetteer import Gazetteer
from lianxin.understanding.personal import telephones
from lianxin.understanding.spots import Spot, spots
from lianxin.understanding.told import Told

_BETWEEN = re.compile("(?:和|与|跟|,|到|至)?$")
_SHARED = re.compile(
    "楼下|楼道|门口|大门|院|广场|车库|车棚|花园|公园|绿化|停车|电梯|楼顶|天台|路"
    "|空地|围墙|健身|垃圾"
)


class Places:
    """Every address and spot of a text, asked matter by matter."""

    def __init__(self, text: str, gazetteer: Gazetteer, told: Told) -> None:
        # A telephone before a name is no part of it.
        for start, end, _number in telephones(text):
            text = text[:start] + "," * (end - start) + text[end:]
        self.text = text
        self.addresses = addresses(text, gazetteer)
        taken = [(address.start, address.end) for address in self.addresses]
        self.spots = spots(text, gazetteer, taken)
        self.told = told

    def of(self, start: int, end: int, whole: bool) -> tuple[PlaceDraft, Evidence | None]:
        """Return the place of the matter between start and end; `whole` when it is the only or first one."""
        inside = [a for a in self.addresses if start <= a.start < end]
        main = self._main(inside) or (self._main(self.addresses) if whole else None)
        elsewhere = [
            a for a in self.addresses if a != main and not self._of_another_matter(a, start, end)
        ]
        spot = self._spot(start, end, main)
        if main is None:
            borrowed = self._main(self.addresses)
            place = PlaceDraft(
                compound=borrowed.compound if borrowed else None,
                building=borrowed.building if borrowed and not spot else None,
                free=spot.words if spot else None,
            )
            return place, self._lent(spot or borrowed)
        if self._is_between(main):
            return self._between(main)
        main = self._completed(main, elsewhere, spot)
        if spot and self._is_outside(spot, main):
            return PlaceDraft(free=spot.words), self._evidence(spot)
        free = self._free(main, spot)
        room = (
            None
            if self._is_home_of_teller(main)
            and spot
            and main.start < spot.start
            and _SHARED.search(spot.words)
            else main.room
        )
        place = PlaceDraft(main.compound, main.building, main.unit, room, free)
        return place, self._evidence(main)

    def _of_another_matter(self, address: Address, start: int, end: int) -> bool:
        """Tell whether a stairwell or room without a name is told of a matter before or after this one."""
        return not address.compound and not start <= address.start < end

    def _main(self, candidates: list[Address]) -> Address | None:
        """Prefer what is named after the telling to the teller's home, a building to an estate alone."""
        after = [
            a for a in candidates if a.start >= self.told.end and self.told.person.title
        ] or candidates
        numbered = [a for a in after if a.building]
        return next(iter(numbered or after or candidates), None)

    def _completed(self, main: Address, others: list[Address], spot: Spot | None) -> Address:
        if main.compound is None:
            named = next((a for a in others if a.compound), None)
            if named:
                main = replace(main, compound=named.compound)
        beside = spot is not None and 0 <= spot.start - main.end <= 1
        for other in others:
            same = other.compound in (None, main.compound)
            if same and main.building is None and other.building and not main.room:
                main = replace(
                    main,
                    building=other.building,
                    unit=other.unit,
                    room=other.room,
                    floor=other.floor,
                )
            elif (
                same and (other.building == main.building or other.building is None) and not beside
            ):
                main = replace(main, unit=main.unit or other.unit, room=main.room or other.room)
        return main

    def _spot(self, start: int, end: int, main: Address | None) -> Spot | None:
        inside = [spot for spot in self.spots if start <= spot.start < end]

        def rank(spot: Spot) -> tuple:
            beside = main is not None and 0 <= spot.start - main.end <= 1
            told_after = spot.start >= self.told.end
            return (spot.weight + beside + told_after, -spot.start)

        useful = [
            spot
            for spot in inside
            if spot.weight > 1 or (main is not None and 0 <= spot.start - main.end <= 1)
        ]
        if not useful and not inside:
            useful = [s for s in self.spots if main is not None and 0 <= s.start - main.end <= 1]
        return max(useful or [s for s in inside if main is None], key=rank, default=None)

    def _free(self, main: Address, spot: Spot | None) -> str | None:
        floor = main.floor
        if spot is None:
            return floor
        if floor and spot.start == main.end:
            return floor + spot.words
        return spot.words

    def _is_between(self, main: Address) -> bool:
        following = next((a for a in self.addresses if a.start > main.start), None)
        if (
            following is None
            or not following.building
            or following.compound not in (None, main.compound)
        ):
            return False
        return bool(
            _BETWEEN.match(self.text[main.end : following.start])
            and re.match("之间|中间|楼间", self.text[following.end :])
        )

    def _between(self, main: Address) -> tuple[PlaceDraft, Evidence | None]:
        following = next(a for a in self.addresses if a.start > main.start)
        start = main.start
        compound = main.compound
        if compound and self.text.startswith(compound, start):
            start += len(compound)
        return PlaceDraft(compound, free=self.text[start : following.end + 2]), self._evidence(main)

    def _is_outside(self, spot: Spot, main: Address) -> bool:
        """Tell whether the teller's home is named, and the matter lies in a street or park elsewhere."""
        elsewhere = re.search("..(?:路|街|大道|公园|市场|广场|小学|中学|医院)", spot.words)
        return bool(
            elsewhere
            and main.end <= self.told.start
            and spot.start >= self.told.end
            and spot.weight >= 4
            and self.told.person.title
        )

    def _is_home_of_teller(self, main: Address) -> bool:
        return 0 <= self.told.start - main.end <= 2

    def _lent(self, found: Address | Spot | None) -> Evidence | None:
        """Return the evidence of a place that another matter of the entry names."""
        evidence = self._evidence(found)
        if evidence is None or isinstance(found, Spot):
            return evidence
        return replace(evidence, reason="同一段话里另一件事的地点", confidence=0.7)

    def _evidence(self, found: Address | Spot | None) -> Evidence | None:
        if found is None:
            return None
        words = self.text[found.start : found.end]
        if isinstance(found, Spot):
            return Evidence(found.start, found.end, words, "按处所的说法认出", 0.8)
        return Evidence(found.start, found.end, words, found.how, found.sure)
