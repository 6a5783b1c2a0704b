"""What was understood of an entry, and which of its words say so."""

from dataclasses import asdict, dataclass, field
from datetime import date


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
class MatterDraft:
    """One thing to be done, with its place."""

    category: str
    place: PlaceDraft
    urgency: str


@dataclass(frozen=True)
class Evidence:
    """The words of the text that a field rests on, and in Chinese why."""

    start: int
    end: int
    words: str
    reason: str


@dataclass(frozen=True)
class Draft:
    """An entry as understood; category, place and urgency repeat the matters' first and highest."""

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
            "matters": [asdict(matter) for matter in self.matters],
        }

    def evidence_json(self) -> dict[str, dict]:
        """Return for each understood field its span, its words and the reason."""
        return {name: asdict(evidence) for name, evidence in self.evidence.items()}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
