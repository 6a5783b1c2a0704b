"""From words to drafts of matters: what `understanding` reads, in the terms of the community."""

from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version

from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.refused import Refused
from lianxin.diary.own import model_of
from lianxin.matters.categories import LAST_RESORT, offered
from lianxin.matters.models import Channel, Urgency
from lianxin.territory.models import Place
from lianxin.territory.queries import gazetteer_of, place_named
from lianxin.understanding import read
from lianxin.understanding.draft import Draft, PlaceDraft

READER = version("lianxin")
# `understanding` keeps its own words for channels.
CHANNELS = {"walk_in": Channel.COUNTER, "online": Channel.WEB}
# Complaints about the one who will hold them: the name is not passed on unless somebody says so.
WITHHELD = frozenset({"PROPERTY"})


@dataclass(frozen=True)
class MatterDraft:
    """A proposed matter: the place as registered so far as it is known, the rest as spot.

    `join` is the number of the matter in hand that it goes into: told again, not another. `causes` are the
    numbers of those that came back because of it.
    """

    category: str
    urgency: str
    place: Place
    spot: str
    join: str = ""
    causes: tuple[str, ...] = ()

    @property
    def withhold(self) -> bool:
        return self.category in WITHHELD


@dataclass(frozen=True)
class EntryDraft:
    """What was understood of an entry, with the reading that it came from.

    `heard` is the channel that the words tell; one that is known from elsewhere wins over it.
    `reader` is the version that read them, with the number of the district's own model.
    """

    said_on: date
    channel: str
    heard: str
    reporter_name: str
    reporter_title: str
    reporter_phone: str
    subject_name: str
    matters: tuple[MatterDraft, ...]
    reading: Draft
    reader: str = READER

    def as_json(self) -> list[dict]:
        return [self._matter_json(number, matter) for number, matter in enumerate(self.matters)]

    def _matter_json(self, number: int, matter: MatterDraft) -> dict:
        told = self.reading.matters[number]
        place = told.place
        return {
            "said_on": self.said_on.isoformat(),
            "channel": self.channel,
            "category": matter.category,
            "candidates": list(told.candidates),
            "urgency": matter.urgency,
            "place": {
                "compound": place.compound,
                "building": place.building,
                "stairwell": place.unit,
                "home": place.room,
                "spot": place.free,
            },
            "registered_as": matter.place.name,
            "reporter": {
                "name": self.reporter_name,
                "title": self.reporter_title,
                "phone": self.reporter_phone,
            },
            "evidence": self.reading.evidence_json(number),
        }


@dataclass(frozen=True)
class Accepted:
    """What the writer accepted or corrected of the draft: of the entry as a whole, and of each matter."""

    said_on: date
    channel: str
    reporter_name: str
    reporter_title: str
    reporter_phone: str
    subject_name: str
    matters: tuple[MatterDraft, ...]

    @classmethod
    def of(cls, draft: EntryDraft) -> "Accepted":
        """Accept a draft as it was understood."""
        return cls(**{name: getattr(draft, name) for name in cls.__dataclass_fields__})

    def facts(self) -> dict:
        """Return all of it as plain values, places by their id, for the digest of a request."""
        drafts = [{**vars(draft), "place": draft.place.pk} for draft in self.matters]
        return {**vars(self), "matters": drafts}


def joined(draft: EntryDraft, number: str) -> EntryDraft:
    """Return a draft of one matter that goes into the matter of a number."""
    if len(draft.matters) != 1:
        sentence = _("这段话里听出了 %(n)s 件事，不知道是哪一件并进去。请分开记，或在民情本里选。")
        raise Refused("bad_input", sentence % {"n": len(draft.matters)})
    return replace(draft, matters=(replace(draft.matters[0], join=number),))


def understand(words: str, community: Place, *, channel: str | None = None) -> EntryDraft:
    """Read an entry against the names of its community; a channel that is known wins over the words."""
    number, own = model_of(community.district_id)
    ranked = own.ranked if own else None
    reading = read(words, clock.today(), gazetteer_of(community), ranked)
    heard = CHANNELS.get(reading.channel, reading.channel) or Channel.PHONE
    return EntryDraft(
        said_on=reading.reported_on or clock.today(),
        channel=channel or heard,
        heard=heard,
        reporter_name=reading.reporter.name or "",
        reporter_title=reading.reporter.title or "",
        reporter_phone=reading.reporter.phone or "",
        subject_name=(reading.subject.name or "") if reading.subject else "",
        matters=tuple(
            MatterDraft(
                category=offered(matter.category or LAST_RESORT, community.district_id),
                urgency=matter.urgency or Urgency.NORMAL,
                **_placed(matter.place, community),
            )
            for matter in reading.matters
        ),
        reading=reading,
        reader=f"{READER}+{number}" if own else READER,
    )


def _placed(place: PlaceDraft, community: Place) -> dict:
    """Split a place as heard into what the register knows and a spot in free words."""
    known = place_named(community, place.compound, place.building, place.unit, place.room)
    unknown = []
    if place.compound and known.level == "community":
        unknown.append(place.compound)
    if place.building and not known.building_id and known.level != "building":
        unknown.append(f"{place.building}栋")
    if place.unit and not known.stairwell_id and known.level != "stairwell":
        unknown.append(f"{place.unit}单元")
    if place.room and known.level != "home":
        unknown.append(f"{place.room}室")
    if place.free:
        unknown.append(place.free)
    return {"place": known, "spot": "".join(unknown)[:200]}
