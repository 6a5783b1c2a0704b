"""What was understood of an entry, laid beside what its writer accepted, field by field."""

from collections.abc import Iterator, Sequence

from lianxin.base import clock
from lianxin.diary.drafts import Accepted, EntryDraft, MatterDraft
from lianxin.diary.models import Entry, Part, Understood
from lianxin.understanding.personal import telephones

# What names nobody and no place, so that it may be kept as it was proposed and accepted.
PLAIN = frozenset({Part.CHANNEL, Part.MATTERS, Part.CATEGORY, Part.URGENCY})
_PERSONS = frozenset({Part.NAME, Part.TITLE, Part.SUBJECT})
_WHOLE = (Part.SAID_ON, Part.NAME, Part.TITLE, Part.PHONE, Part.SUBJECT)


def compared(entry: Entry, draft: EntryDraft, take: Accepted) -> list[Understood]:
    """Return a row for each field that was proposed, or that the words tell though nothing was."""
    today = clock.today()
    return [
        Understood(
            district_id=entry.district_id,
            community_id=entry.community_id,
            entry=entry,
            position=position,
            part=part,
            proposed=proposed if part in PLAIN else "",
            accepted=accepted if part in PLAIN else "",
            agreed=proposed == accepted,
            reader=draft.reader,
            on=today,
        )
        for position, part, proposed, accepted in _beside(draft, take)
        if proposed or _is_said(accepted, part, entry.words)
    ]


def _is_said(accepted: str, part: Part, words: str) -> bool:
    """Tell whether the words could tell it at all: a name the writer knew from elsewhere was not misheard."""
    if part == Part.PHONE:
        return accepted in {number for _start, _end, number in telephones(words)}
    return bool(accepted) and (part not in _PERSONS or accepted in words)


def _beside(draft: EntryDraft, take: Accepted) -> Iterator[tuple[int, Part, str, str]]:
    for part in _WHOLE:
        yield 0, part, str(getattr(draft, part)), str(getattr(take, part))
    yield 0, Part.CHANNEL, str(draft.heard), str(take.channel)
    if take.matters:  # a note alone does not say that there was nothing to be done
        yield 0, Part.MATTERS, str(len(draft.matters)), str(len(take.matters))
    for position, (proposed, accepted) in enumerate(paired(draft.matters, take.matters)):
        yield position, Part.PLACE, _place(proposed), _place(accepted)
        yield position, Part.CATEGORY, proposed.category, accepted.category
        yield position, Part.URGENCY, str(proposed.urgency), str(accepted.urgency)


def paired(
    proposed: Sequence[MatterDraft], accepted: Sequence[MatterDraft]
) -> Iterator[tuple[MatterDraft, MatterDraft]]:
    """Yield each accepted matter with the proposed one most like it; added and dropped ones have no pair."""
    left = list(proposed)
    for matter in accepted[: len(left)]:
        nearest = max(left, key=lambda one: _likeness(one, matter))
        left.remove(nearest)
        yield nearest, matter


def _likeness(one: MatterDraft, other: MatterDraft) -> int:
    return 2 * (one.category == other.category) + (_place(one) == _place(other))


def _place(matter: MatterDraft) -> str:
    return f"{matter.place.pk} {matter.spot}"
