"""Why the draft says what it says: for each field the resident's words, the reason, and how sure it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.diary.drafts import EntryDraft
from lianxin.matters.categories import category_choices
from lianxin.understanding.draft import Evidence

LONGEST = 16
FEW = 3
# How sure a reading is, from which confidence on; below all of them it is to be looked at.
SURE = ((0.9, _("有把握")), (0.75, _("多半对")))
_PLACE = ("compound", "building", "stairwell", "home", "spot")
# A part of the draft → its evidence, the fields that it fills, and what to say where nothing was heard.
_WHOLE = {
    "said_on": ("reported_on", ("said_on",), _("没有说是哪天，先写今天。")),
    "channel": ("channel", ("channel",), _("没有说怎么来的，先写电话。")),
    "reporter": (
        "reporter",
        ("reporter_name", "reporter_title", "reporter_phone"),
        _("没有听出是谁说的，知道就填。"),
    ),
    "subject": ("subject", ("subject_name",), ""),
}
_MATTER = {
    "category": ("category", ("category",), _("没有听准是哪一类，先放“其他”，请选。")),
    "urgency": ("urgency", ("urgency",), ""),
    "place": ("place", _PLACE, _("没有听出在哪里，请问清楚。")),
}
_CORRECTED = _("您改过，以您的为准。")


@dataclass(frozen=True)
class Why:
    """What a part of the draft rests on: the words it was read from, a sentence, and how sure that is."""

    words: str
    says: str | Promise
    sure: str | Promise = ""
    to_check: bool = False


def explained(
    read: EntryDraft | None, values: Mapping[str, str], seen: Mapping[str, str]
) -> dict[str, Why]:
    """Return why each part of the draft stands as it does; what the writer corrected says so."""
    if read is None:
        return {}
    return dict(_explained(read, {name for name in seen if values.get(name) != seen[name]}))


def _explained(read: EntryDraft, corrected: set[str]) -> Iterator[tuple[str, Why]]:
    yield from _parts(_WHOLE, read.reading.evidence, corrected, "")
    for number, matter in enumerate(read.reading.matters):
        yield from _parts(_MATTER, matter.evidence, corrected, f"m-{number}-")


def likely(read: EntryDraft | None, district: UUID) -> list[list[tuple[str, str]]]:
    """Return for each matter the categories that it may be, the proposed one first, to choose with one key."""
    if read is None:
        return []
    names = dict(category_choices(district))
    pairs = zip(read.matters, read.reading.matters, strict=True)
    found = [dict.fromkeys([made.category, *told.candidates]) for made, told in pairs]
    return [[(code, names[code]) for code in codes if code in names][:FEW] for codes in found]


def _parts(
    parts: Mapping[str, tuple], evidence: Mapping[str, Evidence], corrected: set[str], prefix: str
) -> Iterator[tuple[str, Why]]:
    for part, (name, fields, unheard) in parts.items():
        named = {f"{prefix}{field}" for field in fields}
        yield f"{prefix}{part}", _why(evidence.get(name), corrected & named, unheard)


def _why(evidence: Evidence | None, corrected: set[str], unheard: str | Promise) -> Why:
    if corrected:
        return Why("", _CORRECTED)
    if evidence is None:
        return Why("", unheard)
    sure = next((word for least, word in SURE if evidence.confidence >= least), _("请核对"))
    to_check = evidence.confidence < SURE[-1][0]
    return Why(_quoted(evidence.words), evidence.reason, sure, to_check)


def _quoted(words: str) -> str:
    """Return the words short enough to stand beside a field; they stand in full where they were typed."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST // 2]}……{words[-LONGEST // 2 :]}"
