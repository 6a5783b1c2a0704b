"""Search finds all that holds the words, within the scope, and says where; nothing that must not be learnt."""

import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.bigrams import plain, words
from lianxin.matters.actions import step
from lianxin.matters.models import Matter, MatterText
from lianxin.matters.queries import matters_for
from lianxin.matters.search import found_in, search
from lianxin.site.tests.cast import username_of
from lianxin.understanding.personal import without

Actors = Mapping[str, Actor]
Record = Callable[..., Matter]


def found(actor: Actor, sought: str) -> list[str]:
    return [matter.number for matter in search(matters_for(actor), sought, actor)]


def told(matter: Matter, actor: Actor, sought: str) -> list[tuple[str, str, str, str]]:
    return [
        (str(one.where), one.before, one.word, one.after) for one in found_in(matter, sought, actor)
    ]


ALPHABET = "漏水灯门栋楼道井盖电梯3１aＡ-_%'\\ 😀"


@pytest.mark.parametrize("seed", [2000, 0])
def test_what_is_found_is_what_a_plain_look_finds(seed: int, record: Record, actors: Actors):
    chance = random.Random(seed)
    texts = ["".join(chance.choices(ALPHABET, k=chance.randint(1, 12))) for _ in range(25)]
    matters = [record(words=f"楼{text}", spot=text[:5].strip(), reporter_name="") for text in texts]
    desk = actors["desk"]
    for _ in range(60):
        sought = "".join(chance.choices(ALPHABET, k=chance.choice((1, 2, 2, 2, 3, 4, 6))))
        wanted = [
            matter.number
            for matter in reversed(matters)
            if all(
                any(
                    word in plain(getattr(matter, column))
                    for column in ("number", "title", "spot", "words", "requester_title")
                )
                for word in words(sought)
            )
        ]
        assert found(desk, sought) == wanted, sought


@pytest.mark.parametrize(
    "sought",
    ["门锁", "单元门的锁", "怡乐园 门锁", "设施 １号楼", "张", "大爷", "张 大爷", "0001", "SQ-2", "sq-2026"],
)  # fmt: skip
def test_a_matter_is_found_by_what_was_said_where_and_by_whom(
    sought: str, record: Record, actors: Actors
):
    with clock.at(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        matter = record(words="怡乐园小区1号楼1单元的门锁坏了，单元门的锁也打不开。")
        assert matter.number == "SQ-20261123-0001"

    assert found(actors["desk"], sought) == [matter.number]


@pytest.mark.parametrize(
    "sought", ["门鎖", "锁门", "怡乐园 电梯", "0002", "%", "_门", "13800007788x"]
)
def test_what_holds_no_such_word_is_not_found(sought: str, record: Record, actors: Actors):
    record(words="怡乐园小区1号楼1单元的门锁坏了。")

    assert found(actors["desk"], sought) == []


def test_the_newest_come_first(record: Record, actors: Actors):
    now = clock.now()
    numbers = {}
    for days in (3, 1, 2):
        with clock.at(now - timedelta(days=days)):
            numbers[days] = record(words="门锁坏了。").number

    assert found(actors["desk"], "门锁") == [numbers[1], numbers[2], numbers[3]]


def test_telephones_stand_in_no_index_and_are_found_only_whole(record: Record, actors: Actors):
    matter = record(words="门锁坏了，打13912345678，身份证110105194912310021。", reporter_phone="13700001111")  # fmt: skip
    kept = MatterText.objects.get()

    assert not any(
        digits in kept.neutral + kept.telling for digits in ("1391", "5678", "1949", "1111")
    )
    assert found(actors["desk"], "13700001111") == [matter.number]
    assert found(actors["desk"], "1370000111") == []
    assert found(actors["desk"], "12345678") == []
    assert told(matter, actors["desk"], "13700001111") == [("反映人的电话", "", "", "")]
    assert told(matter, actors["desk"], "13912345678") == [("居民的话里的电话", "", "", "")]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("13700001111", "137 0000 1111"),
        ("+86 137-0000-1111", "１３７００００１１１１"),
        ("0633-6221234", "06336221234"),
        ("6221234", "6221234"),
    ],
)
def test_a_whole_telephone_is_found_however_it_was_written_or_typed(
    written: str, typed: str, record: Record, actors: Actors
):
    matter = record(words="门锁坏了。", reporter_phone=written)

    assert found(actors["desk"], typed) == [matter.number]
    assert found(actors["desk"], f"门锁 {typed}") == [matter.number]
    assert found(actors["desk"], f"电梯 {typed}") == []


@pytest.mark.parametrize("who", ["neighbour", "stranger", "far", "grid2", "admin"])
def test_nothing_is_found_outside_the_scope(who: str, record: Record, actors: Actors):
    record(words="门锁坏了。")

    assert found(actors[who], "门锁") == []


def test_who_must_not_learn_who_asked_finds_nothing_by_it(record: Record, actors: Actors):
    words = "张大爷13912345678说门锁坏了，别告诉物业是我说的。"
    matter = record(words=words, spot="东门岗亭")
    step(matter.number, "amend", by=actors["desk"], data={"withhold": True})
    step(matter.number, "take_in", by=actors["desk"])
    step(matter.number, "dispatch", by=actors["desk"], data={"holder": username_of("property")})
    matter.refresh_from_db()
    outside = actors["property"]

    assert found(outside, "东门") == [matter.number]
    for sought in ("别告诉", "大爷", "13800007788", "13912345678"):
        assert found(outside, sought) == []
        assert found(actors["desk"], sought) == [matter.number]
    assert told(matter, outside, "东门") == [("具体位置", "", "东门", "岗亭")]
    assert told(matter, outside, "别告诉") == []
    assert found(actors["desk"], "别告诉") == [matter.number]


def test_a_corrected_matter_is_found_by_its_new_words_and_no_longer_by_the_old(
    record: Record, actors: Actors
):
    matter = record(words="门锁坏了。", spot="东门岗亭")

    step(matter.number, "amend", by=actors["desk"], data={"spot": "西门", "summary": "换锁芯"})

    desk = actors["desk"]
    assert [found(desk, word) for word in ("岗亭", "西门", "锁芯", "门锁")] == [
        [], [matter.number], [matter.number], [matter.number]
    ]  # fmt: skip


def test_what_is_shown_is_as_it_was_written_but_for_telephones(record: Record, actors: Actors):
    matter = record(words="Ａ座13912345678说：ＷｉＦｉ 坏了")

    assert told(matter, actors["desk"], "wifi") == [
        ("居民的话", "Ａ座139****5678说：", "ＷｉＦｉ", " 坏了")
    ]
    assert told(matter, actors["desk"], matter.number.lower()) == [("编号", "", matter.number, "")]


def test_a_word_of_the_title_is_shown_where_the_resident_said_it(record: Record, actors: Actors):
    matter = record(words="怡乐园的门锁坏了")
    assert "怡乐园" in matter.title

    assert told(matter, actors["desk"], "怡乐园") == [("居民的话", "", "怡乐园", "的门锁坏了")]


def test_each_hit_says_where_and_shows_the_words_around(record: Record, actors: Actors):
    matter = record(words=f"{'前' * 30}门锁{'后' * 30}", spot="东门")

    assert told(matter, actors["desk"], "门锁 东门") == [
        ("居民的话", f"…{'前' * 18}", "门锁", f"{'后' * 18}…"),
        ("具体位置", "", "东门", ""),
    ]


def test_without_words_nothing_is_narrowed(record: Record, actors: Actors):
    matter = record()

    assert found(actors["desk"], "　 ") == [matter.number]


def test_an_index_holds_no_more_than_the_words_say(recorded: Matter):
    kept = MatterText.objects.get()

    assert kept.telling == "\n".join(
        plain(without(value))
        for value in (recorded.words, recorded.requester_name, recorded.requester_title, "")
    )
