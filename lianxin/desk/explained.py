"""Why the draft says what it says: for each field the resident's words, the reason, or what was not heard."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.diary.drafts import EntryDraft
from lianxin.understanding.draft import Evidence

LONGEST = 16
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
    "category": ("category", ("category",), _("没有听准是哪一类，请选。")),
    "urgency": ("urgency", ("urgency",), ""),
    "place": ("place", _PLACE, _("没有听出在哪里，请问清楚。")),
}
_CORRECTED = _("您改过，以您的为准。")


@dataclass(frozen=True)
class Why:
    """What a part of the draft rests on: the words it was read from, and a sentence."""

    words: str
    says: str | Promise


def explained(
    read: EntryDraft | None, values: Mapping[str, str], seen: Mapping[str, str]
) -> dict[str, Why]:
    """Return why each part of the draft stands as it does; what the writer corrected says so."""
    if read is None:
        return {}
    return dict(_explained(read, {name for name in seen if values.get(name) != seen[name]}))


def _explained(read: EntryDraft, corrected: set[str]) -> Iterator[tuple[str, Why]]:
    evidence = read.reading.evidence
    for part, (name, fields, unheard) in _WHOLE.items():
        yield part, _why(evidence.get(name), corrected & {*fields}, unheard)
    for part, (name, fields, unheard) in _MATTER.items():
        named = {f"m-0-{field}" for field in fields}
        yield f"m-0-{part}", _why(evidence.get(name), corrected & named, unheard)


def _why(evidence: Evidence | None, corrected: set[str], unheard: str | Promise) -> Why:
    if corrected:
        return Why("", _CORRECTED)
    return Why(_quoted(evidence.words), evidence.reason) if evidence else Why("", unheard)


def _quoted(words: str) -> str:
    """Return the words short enough to stand beside a field; they stand in full where they were typed."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST // 2]}……{words[-LONGEST // 2 :]}"
