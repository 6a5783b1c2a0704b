"""From a resident's words to a draft of an entry: the one door of this room."""

from datetime import date

from lianxin.understanding.channels import channel
from lianxin.understanding.dates import Mention, dates
from lianxin.understanding.draft import Draft, Evidence, MatterDraft
from lianxin.understanding.emergencies import emergency
from lianxin.understanding.gazetteer import Gazetteer
from lianxin.understanding.persons import Told, reporter, subject
from lianxin.understanding.places import Places
from lianxin.understanding.plain import Plain, plain
from lianxin.understanding.splitting import matter_spans
from lianxin.understanding.topics import Topic, topic
from lianxin.understanding.urgency import highest, urgency

_UNKNOWN = Gazetteer()
_FAINT = 2


def read(text: str, today: date, gazetteer: Gazetteer | None = None) -> Draft:
    """Return what the words say of date, place, person, category, urgency, channel and matters."""
    words = plain(text)
    days = dates(words.text, today)
    told = reporter(words.text)
    concerned = subject(words.text, told)
    way, way_evidence = channel(words.text)
    matters, evidence = _matters(words.text, gazetteer or _UNKNOWN, told, days.named)
    evidence |= {
        "reported_on": _of_day(words.text, days.reported, "说到反映的日期"),
        "occurred_on": _of_day(words.text, days.occurred, "说到事情发生的日期"),
        "reporter": _of_person(words.text, told),
        "subject": _of_person(words.text, concerned),
        "channel": way_evidence,
    }
    return Draft(
        reported_on=days.reported.day if days.reported else None,
        occurred_on=days.occurred.day if days.occurred else None,
        place=matters[0].place,
        reporter=told.person,
        subject=concerned.person if concerned else None,
        category=matters[0].category,
        urgency=highest([matter.urgency for matter in matters]),
        channel=way,
        matters=tuple(matters),
        evidence={name: _as_written(words, found) for name, found in evidence.items() if found},
    )


def _matters(
    text: str, gazetteer: Gazetteer, told: Told, named: tuple[Mention, ...]
) -> tuple[list[MatterDraft], dict[str, Evidence | None]]:
    places = Places(text, gazetteer, told, named)
    matters, evidence = [], {}
    spans = matter_spans(text)
    for number, (start, end) in enumerate(spans):
        said = topic(text[start:end])
        place, place_evidence = places.of(start, end, whole=number == 0)
        level, level_evidence = urgency(text[start:end], said.code)
        danger = emergency(text[start:end])
        if danger:
            level, level_evidence = "emergency", danger.evidence
            if said.score <= _FAINT:
                said = Topic(danger.category, said.score, danger.evidence)
        if not matters:
            evidence = {"category": _moved(said.evidence, start), "place": place_evidence}
        if level_evidence and level == highest([level, *(matter.urgency for matter in matters)]):
            evidence.setdefault("urgency", _moved(level_evidence, start))
        matters.append(MatterDraft(said.code, place, level))
    return matters, evidence


def _moved(evidence: Evidence | None, by: int) -> Evidence | None:
    if evidence is None:
        return None
    return Evidence(evidence.start + by, evidence.end + by, evidence.words, evidence.reason)


def _of_day(text: str, mention: Mention | None, reason: str) -> Evidence | None:
    if mention is None:
        return None
    return Evidence(mention.start, mention.end, text[mention.start : mention.end], reason)


def _of_person(text: str, told: Told | None) -> Evidence | None:
    if told is None or not told.reason:
        return None
    return Evidence(told.start, told.end, text[told.start : told.end], told.reason)


def _as_written(words: Plain, evidence: Evidence) -> Evidence:
    """Return the evidence with its span in the text as it was written."""
    start, end = words.span(evidence.start, evidence.end)
    return Evidence(start, end, words.written[start:end], evidence.reason)
