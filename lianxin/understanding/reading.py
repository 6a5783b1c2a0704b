"""From a resident's words to a draft of an entry: the one door of this room."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from lianxin.understanding.channels import channel
from lianxin.understanding.dates import Dates, dates
from lianxin.understanding.days import Mention
from lianxin.understanding.draft import OF_A_MATTER, Draft, Evidence, MatterDraft, PlaceDraft
from lianxin.understanding.emergencies import emergency
from lianxin.understanding.gazetteer import Gazetteer
from lianxin.understanding.persons import Told, reporter, subject
from lianxin.understanding.places import Places
from lianxin.understanding.plain import Plain, plain
from lianxin.understanding.shipped import shipped
from lianxin.understanding.splitting import matter_spans
from lianxin.understanding.topics import CANDIDATES, Topic, topic
from lianxin.understanding.urgency import highest, urgency

# Words of a matter → categories with how likely each is, the likeliest first.
Ranked = Callable[[str], list[tuple[str, float]]]
_UNKNOWN = Gazetteer()
_FAINT = 2
# Of so much weight of words, how often the category was right among the invented entries.
_CONFIDENCE = (0.3, 0.3, 0.5, 0.75, 0.8, 0.9)
# How often the urgent was urgent.
_HASTE = 0.85
# What is less sure counts as not heard, and is asked for.
_LEAST = 0.4


def read(
    text: str,
    today: date,
    gazetteer: Gazetteer | None = None,
    ranked: Ranked | None = None,
) -> Draft:
    """Return what the words say of date, place, person, category, urgency, channel and matters.

    `ranked` gives the categories of a matter's words, the likeliest first: a district's own model.
    """
    words = plain(text)
    days = dates(words.text, today)
    undated = days.blanked(words.text)
    told = reporter(undated)
    concerned = subject(undated, told)
    way, way_evidence = channel(words.text)
    places = Places(undated, gazetteer or _UNKNOWN, told)
    matters = [_as_written(words, matter) for matter in _matters(words.text, places, ranked)]
    evidence = _of_days(words.text, days) | {
        "reporter": _of_person(words.text, told),
        "reporter_phone": _of_phone(words.text, told),
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
        evidence={name: _quoted(words, found) for name, found in evidence.items() if found}
        | _of_the_first(matters),
        plain=words.text,
        damage=words.damage,
    )


def _matters(text: str, places: Places, ranked: Ranked | None) -> list[MatterDraft]:
    """Return the matters of a plain text in the order in which they are told."""
    spans = matter_spans(text)
    return [
        _matter(
            _said(text[start:end], ranked, alone=len(spans) == 1),
            text[start:end],
            start,
            places.of(start, end, whole=number == 0),
        )
        for number, (start, end) in enumerate(spans)
    ]


def _matter(
    said: Topic, text: str, start: int, placed: tuple[PlaceDraft, Evidence | None]
) -> MatterDraft:
    """Return the matter that the words from `start` on tell of, its category and place already found."""
    level, why = urgency(text, said.code)
    why = replace(why, confidence=_HASTE) if why else None
    danger = emergency(text)
    if danger:
        level, why = "emergency", danger.evidence
        if said.score <= _FAINT and danger.category:
            said = Topic(danger.category, said.score, danger.evidence, said.candidates)
    place, place_evidence = placed
    evidence = {
        "category": _moved(said.evidence, start),
        "place": place_evidence,
        "urgency": _moved(why, start),
    }
    found = {name: one for name, one in evidence.items() if one and one.confidence >= _LEAST}
    return MatterDraft(said.code, place, level, found, said.candidates)


def _said(text: str, ranked: Ranked | None, *, alone: bool) -> Topic:
    """Return the category that the words point to, and how sure that is; an own model decides.

    The shipped model is asked of what stands alone: of several matters their words told one from another.
    """
    if ranked is not None:
        return _said_by_an_own_model(text, ranked)
    likely = dict(shipped("category").ranked(text)) if alone else {}
    said = topic(text, likely)
    if said.evidence is None:
        return said
    confidence = _CONFIDENCE[min(said.score, len(_CONFIDENCE) - 1)]
    sure = replace(said.evidence, confidence=max(confidence, likely.get(said.code, 0)))
    return replace(said, evidence=sure)


def _said_by_an_own_model(text: str, ranked: Ranked) -> Topic:
    (code, likely), *_others = found = ranked(text)
    candidates = tuple(one for one, _likely in found[:CANDIDATES])
    evidence = Evidence(0, len(text), text, "照本区县办过的事，这样说的多半是这一类", likely)
    return Topic(code, round(10 * likely), evidence, candidates)


def _moved(evidence: Evidence | None, by: int) -> Evidence | None:
    if evidence is None:
        return None
    return replace(evidence, start=evidence.start + by, end=evidence.end + by)


def _of_the_first(matters: list[MatterDraft]) -> dict[str, Evidence]:
    """Return what category and place of the first matter rest on, and the highest urgency."""
    urgent = [
        matter
        for matter in matters
        if matter.urgency == highest([one.urgency for one in matters])
        and "urgency" in matter.evidence
    ]
    first = {name: one for name, one in matters[0].evidence.items() if name in OF_A_MATTER[:2]}
    return first | ({"urgency": urgent[0].evidence["urgency"]} if urgent else {})


def _of_days(text: str, days: Dates) -> dict[str, Evidence | None]:
    return {
        "reported_on": _of_day(text, days.reported, "说到反映的日期"),
        "occurred_on": _of_day(text, days.occurred, "说到事情发生的日期"),
    }


def _of_day(text: str, mention: Mention | None, reason: str) -> Evidence | None:
    if mention is None:
        return None
    words = text[mention.start : mention.end]
    return Evidence(mention.start, mention.end, words, reason, 0.95 if mention.absolute else 0.93)


def _of_person(text: str, told: Told | None) -> Evidence | None:
    if told is None or not told.reason:
        return None
    return Evidence(told.start, told.end, text[told.start : told.end], told.reason, told.sure)


def _of_phone(text: str, told: Told) -> Evidence | None:
    start, end = told.phone
    return Evidence(start, end, text[start:end], "留有电话", 0.99) if end else None


def _as_written(words: Plain, matter: MatterDraft) -> MatterDraft:
    evidence = {name: _quoted(words, found) for name, found in matter.evidence.items()}
    return replace(matter, evidence=evidence)


def _quoted(words: Plain, evidence: Evidence) -> Evidence:
    """Return the evidence with its span in the text as it was written."""
    start, end = words.span(evidence.start, evidence.end)
    return replace(evidence, start=start, end=end, words=words.written[start:end])
