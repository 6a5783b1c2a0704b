"""What was understood of an entry, and which of its words say so."""

from dataclasses import asdict, dataclass, field
from datetime import date

from lianxin.understanding.mending import Damage

OF_A_MATTER = ("category", "place", "urgency")


@dataclass(frozen=True)
class PlaceDraft:
    """Where the handler must go; the parts are digits or letters: building "新3", unit "2"."""

    compound: str | None = None
    building: str | None = None
    unit: str | None = None
    room: str | None = None
    free: str | None = None


@dataclass(frozen=True)
class PersonDraft:
    """A person or an office as named in the text."""

    name: str | None = None
    title: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Evidence:
    """The words of the text that a field rests on, in Chinese why, and how sure it is from 0 to 1."""

    start: int
    end: int
    words: str
    reason: str
    confidence: float = 0.9


@dataclass(frozen=True)
class MatterDraft:
    """One thing to be done, with its place, and what its category, place and urgency rest on.

    `candidates` are the categories nearest to the words, the nearest first.
    """

    category: str
    place: PlaceDraft
    urgency: str
    evidence: dict[str, Evidence] = field(default_factory=dict, compare=False)
    candidates: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Draft:
    """An entry as understood; category, place and urgency repeat the matters' first and highest.

    `plain` are the words as they were read, `damage` what was damaged of them and is repaired or lost.
    """

    reported_on: date | None
    occurred_on: date | None
    place: PlaceDraft
    reporter: PersonDraft
    subject: PersonDraft | None
    category: str
    urgency: str
    channel: str | None
    matters: tuple[MatterDraft, ...]
    evidence: dict[str, Evidence] = field(default_factory=dict)
    plain: str = ""
    damage: tuple[Damage, ...] = ()

    def as_json(self) -> dict:
        """Return the reading as plain values, without its evidence."""
        return {
            "reported_on": _iso(self.reported_on),
            "occurred_on": _iso(self.occurred_on),
            "place": asdict(self.place),
            "reporter": asdict(self.reporter),
            "subject": asdict(self.subject) if self.subject else None,
            "category": self.category,
            "urgency": self.urgency,
            "channel": self.channel,
            "matters": [
                {
                    "category": matter.category,
                    "place": asdict(matter.place),
                    "urgency": matter.urgency,
                }
                for matter in self.matters
            ],
        }

    def evidence_json(self, number: int = 0) -> dict[str, dict]:
        """Return for each field of the entry, and of the matter of that number, what it rests on."""
        whole = {name: one for name, one in self.evidence.items() if name not in OF_A_MATTER}
        found = whole | self.matters[number].evidence
        return {name: asdict(evidence) for name, evidence in found.items()}

    def explained_json(self) -> dict:
        """Return what every field rests on, matter by matter, the words as read, and the damage."""
        return {
            "evidence": {name: asdict(one) for name, one in self.evidence.items()},
            "matters_evidence": [
                {name: asdict(one) for name, one in matter.evidence.items()}
                for matter in self.matters
            ],
            "plain": self.plain,
            "damage": [asdict(one) for one in self.damage],
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
