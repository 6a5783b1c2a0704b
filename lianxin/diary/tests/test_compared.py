"""What was understood stays beside what was accepted, and nobody is named in it."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from lianxin.base.actor import Actor
from lianxin.diary.actions import add_entry
from lianxin.diary.drafts import Accepted, EntryDraft, understand
from lianxin.diary.models import Understood
from lianxin.territory.models import Place

Actors = Mapping[str, Actor]
WORDS = "怡乐园小区1号楼1单元101张大爷来电13800007788，楼道灯不亮。另外，楼上半夜吵闹睡不着。"


def written(draft: EntryDraft, community: Place, by: Actor, **changes: object) -> None:
    accepted = replace(Accepted.of(draft), **changes)
    add_entry(WORDS, community, by=by, accepted=accepted, draft=draft)


def corrected() -> dict[str, tuple[str, str]]:
    """Return each field that was corrected, with what is kept of it."""
    rows = Understood.objects.filter(agreed=False)
    return {row.part: (row.proposed, row.accepted) for row in rows}


def test_what_is_accepted_as_it_was_understood_agrees_in_every_field(
    tongxin: Place, actors: Actors
):
    written(understand(WORDS, tongxin), tongxin, actors["desk"])

    rows = Understood.objects.order_by("part", "position")
    assert [(row.part, row.position, row.agreed) for row in rows] == [
        ("category", 0, True),
        ("category", 1, True),
        ("channel", 0, True),
        ("matters", 0, True),
        ("place", 0, True),
        ("place", 1, True),
        ("reporter_name", 0, True),
        ("reporter_phone", 0, True),
        ("reporter_title", 0, True),
        ("said_on", 0, True),
        ("urgency", 0, True),
        ("urgency", 1, True),
    ]


def test_codes_stand_side_by_side_and_of_persons_and_places_only_that_they_differ(
    tongxin: Place, actors: Actors
):
    draft = understand(WORDS, tongxin)
    first, second = draft.matters
    matters = (replace(first, category="UTILITY", urgency="urgent", spot="门口"), second)

    written(draft, tongxin, actors["desk"], reporter_name="章", channel="visit", matters=matters)

    assert corrected() == {
        "reporter_name": ("", ""),
        "place": ("", ""),
        "channel": ("phone", "visit"),
        "category": ("LIGHTING", "UTILITY"),
        "urgency": ("normal", "urgent"),
    }


def test_a_matter_left_out_is_a_wrong_number_and_the_other_stays_with_its_own(
    tongxin: Place, actors: Actors
):
    draft = understand(WORDS, tongxin)

    written(draft, tongxin, actors["desk"], matters=draft.matters[1:])

    assert corrected() == {"matters": ("2", "1")}


def test_a_note_alone_says_nothing_of_matters(tongxin: Place, actors: Actors):
    written(understand(WORDS, tongxin), tongxin, actors["desk"], matters=())

    parts = set(Understood.objects.values_list("part", flat=True))
    assert parts & {"matters", "place", "category", "urgency"} == set()


def test_a_channel_known_from_elsewhere_is_compared_with_the_one_that_was_heard(
    tongxin: Place, actors: Actors
):
    draft = understand(WORDS, tongxin, channel="counter")

    written(draft, tongxin, actors["desk"])

    assert corrected() == {"channel": ("phone", "counter")}


def test_what_nobody_looked_at_is_not_compared(tongxin: Place, actors: Actors):
    add_entry(WORDS, tongxin, by=actors["desk"])

    assert Understood.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("楼道灯不亮。", set()),
        ("楼道灯不亮。是郗家奶奶，电话 138 0000 7788", {"reporter_name", "reporter_phone"}),
    ],
)
def test_only_what_the_words_tell_could_have_been_understood(
    tongxin: Place, actors: Actors, words: str, parts: set[str]
):
    draft = replace(understand(words, tongxin), reporter_name="", reporter_phone="")
    accepted = replace(
        Accepted.of(draft), reporter_name="郗", reporter_phone="13800007788", subject_name="贺"
    )

    add_entry(words, tongxin, by=actors["desk"], accepted=accepted, draft=draft)

    assert set(corrected()) == parts


def test_an_entry_sent_twice_is_compared_once(tongxin: Place, actors: Actors):
    accepted = Accepted.of(understand(WORDS, tongxin))
    for _time in range(2):
        add_entry(WORDS, tongxin, by=actors["desk"], accepted=accepted, request_id="same")

    assert Understood.objects.filter(part="said_on").count() == 1
