"""Writing in the notebook: once, verbatim, and none, one or several matters from it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.diary.actions import add_entry
from lianxin.diary.drafts import Accepted, MatterDraft, understand
from lianxin.diary.models import Entry, EntryMatter
from lianxin.diary.present import entry_json
from lianxin.diary.queries import entries_for, entry_of, page_of
from lianxin.history.models import Event, Opening
from lianxin.history.queries import verify
from lianxin.matters.models import Matter
from lianxin.territory.models import Place

Actors = Mapping[str, Actor]
LAMP = "怡乐园小区1号楼1单元楼道灯不亮。"


def accepted(place: Place, *categories: str, **changes: object) -> Accepted:
    drafts = tuple(
        MatterDraft(category=category, urgency="normal", place=place, spot="")
        for category in categories
    )
    whole = Accepted(
        said_on=clock.today(), channel="phone", reporter_name="", reporter_title="",
        reporter_phone="", subject_name="", matters=drafts,
    )  # fmt: skip
    return replace(whole, **changes)


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Entry, Matter, Event, Opening, EntryMatter))


def refused(words: str, community: Place, by: Actor, **more: object) -> Refused:
    before = counts()
    with pytest.raises(Refused) as raised:
        add_entry(words, community, by=by, **more)
    assert counts() == before
    return raised.value


@pytest.mark.parametrize("categories", [(), ("FACILITY",), ("FACILITY", "SECURITY", "NOISE")])
def test_one_entry_becomes_none_one_or_several_matters(
    tongxin: Place, home: Place, actors: Actors, categories: tuple[str, ...]
):
    entry, matters = add_entry(
        LAMP, tongxin, by=actors["desk"], accepted=accepted(home, *categories)
    )

    assert [matter.category for matter in matters] == list(categories)
    assert len({matter.number for matter in matters}) == len(categories)
    assert all(matter.words == LAMP for matter in matters)
    assert [link.matter for link in entry.links.order_by("position")] == matters
    assert verify() == (1 + len(categories), [])


def test_words_stay_verbatim_less_what_no_database_holds(tongxin: Place, actors: Actors):
    words = "  灯\x00坏了👍，樓道１２號\r\n\t=1+1 \ud83d打13800001234 "

    entry, _matters = add_entry(words, tongxin, by=actors["desk"], accepted=accepted(tongxin))

    assert (
        Entry.objects.get(pk=entry.pk).words
        == "  灯坏了👍，樓道１２號\r\n\t=1+1 \ufffd打13800001234 "
    )


@pytest.mark.parametrize("words", ["", " \n", "\x00", "\u3000", "水" * 5001])
def test_blank_and_endless_words_are_refused(tongxin: Place, actors: Actors, words: str):
    assert refused(words, tongxin, actors["desk"]).code == "bad_input"


def test_five_thousand_characters_are_taken(tongxin: Place, actors: Actors):
    entry, _matters = add_entry("水" * 5000, tongxin, by=actors["desk"])

    assert len(Entry.objects.get(pk=entry.pk).words) == 5000


def test_a_day_to_come_is_refused_and_a_day_long_past_is_taken(tongxin: Place, actors: Actors):
    tomorrow = accepted(tongxin, said_on=clock.today() + timedelta(days=1))
    long_ago = accepted(tongxin, said_on=clock.today() - timedelta(days=400))

    assert list(refused(LAMP, tongxin, actors["desk"], accepted=tomorrow).extra["fields"]) == [
        "said_on"
    ]
    assert add_entry(LAMP, tongxin, by=actors["desk"], accepted=long_ago)[0].said_on < clock.today()


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("property", "not_allowed"),
        ("volunteer", "not_allowed"),
        ("district", "not_allowed"),
        ("admin", "not_allowed"),
        ("neighbour", "not_found"),
        ("stranger", "not_found"),
    ],
)
def test_who_may_not_record_here_is_refused(tongxin: Place, actors: Actors, who: str, code: str):
    assert refused(LAMP, tongxin, actors[who]).code == code


@pytest.mark.parametrize("who", ["desk", "grid", "captain", "rep", "branch", "street"])
def test_who_works_here_can_record(tongxin: Place, actors: Actors, who: str):
    entry, _matters = add_entry(LAMP, tongxin, by=actors[who])

    assert entry.recorded_by_id == actors[who].person


def test_the_same_request_id_writes_once(tongxin: Place, home: Place, actors: Actors):
    asked = {"by": actors["desk"], "accepted": accepted(home, "FACILITY"), "request_id": "a-1"}

    first = add_entry(LAMP, tongxin, **asked)
    before = counts()
    again = add_entry(LAMP, tongxin, **asked)

    assert again == first
    assert counts() == before


def test_the_same_request_id_with_other_words_is_refused(tongxin: Place, actors: Actors):
    add_entry(LAMP, tongxin, by=actors["desk"], request_id="a-1")

    assert refused("别的话。", tongxin, actors["desk"], request_id="a-1").code == "key_reused"


def test_a_request_id_of_a_refused_entry_can_be_used_again(tongxin: Place, actors: Actors):
    tomorrow = accepted(tongxin, said_on=clock.today() + timedelta(days=1))
    refused(LAMP, tongxin, actors["desk"], accepted=tomorrow, request_id="a-1")

    entry, _matters = add_entry(LAMP, tongxin, by=actors["desk"], request_id="a-1")

    assert entry.words == LAMP


def test_words_that_say_where_are_placed_by_the_register(tongxin: Place, actors: Actors):
    draft = understand("怡乐园小区1号楼1单元101室王大爷反映水管漏水。", tongxin)

    (matter,) = draft.matters
    assert (matter.place.name, matter.place.level) == ("101", "home")
    assert draft.reporter_name + draft.reporter_title


def test_what_the_register_does_not_know_stays_in_the_spot(tongxin: Place, actors: Actors):
    _entry, matters = add_entry("怡乐园小区88号楼下水道堵了。", tongxin, by=actors["desk"])

    assert [matter.compound.name for matter in matters] == ["怡乐园小区"]
    assert "88" in matters[0].spot


@pytest.mark.parametrize(("channel", "kept"), [(None, "phone"), ("paper", "paper")])
def test_a_channel_that_is_known_wins(
    tongxin: Place, actors: Actors, channel: str | None, kept: str
):
    entry, _matters = add_entry("楼道灯坏了。", tongxin, by=actors["desk"], channel=channel)

    assert entry.channel == kept


def test_a_complaint_about_the_company_is_withheld_from_it(
    tongxin: Place, home: Place, actors: Actors
):
    _entry, (one, other) = add_entry(
        LAMP, tongxin, by=actors["desk"], accepted=accepted(home, "PROPERTY", "FACILITY")
    )

    assert (one.withhold, other.withhold) == (True, False)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("desk2", True), ("secretary", True), ("street", True), ("district", True), ("grid", True),
        ("grid2", False), ("captain", False), ("property", False), ("neighbour", False),
        ("stranger", False), ("admin", False),
    ],
)  # fmt: skip
def test_an_entry_is_seen_by_the_community_and_by_who_wrote_it(
    tongxin: Place, actors: Actors, who: str, sees: bool
):
    entry, _matters = add_entry(LAMP, tongxin, by=actors["grid"])

    assert entries_for(actors[who]).filter(pk=entry.pk).exists() == sees
    if not sees:
        with pytest.raises(Refused) as raised:
            entry_of(entry.pk, actors[who])
        assert raised.value.code == "not_found"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_of_the_notebook_takes_the_same_queries_whatever_its_rows(
    tongxin: Place,
    home: Place,
    actors: Actors,
    rows: int,
    django_assert_num_queries: object,
):
    for _n in range(rows):
        add_entry(LAMP, tongxin, by=actors["desk"], accepted=accepted(home, "FACILITY", "NOISE"))

    with django_assert_num_queries(2):
        page = page_of(clock.today(), actors["desk"])
        shown = [[link.matter.number for link in entry.links.all()] for entry in page]

    assert [len(numbers) for numbers in shown] == [2] * rows


def test_an_entry_as_an_answer_masks_telephones(tongxin: Place, actors: Actors):
    words = "楼道灯坏了，打13800001234。"
    entry, matters = add_entry(words, tongxin, by=actors["desk"])

    answer = entry_json(entry, matters, actors["desk"], understand(words, tongxin))

    assert "13800001234" not in str(answer)
    assert answer["entry"]["words"] == "楼道灯坏了，打138****1234。"
