"""The proof: whatever is done behind the history's back is found, and the matter named."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction

from lianxin.history.models import Event, EventWords, Opening, OpeningHead, Receipt, Seal
from lianxin.history.queries import Fault, verify, verify_seals
from lianxin.history.seals import seal
from lianxin.history.tests.tampering import behind_its_back, run
from lianxin.matters.actions import step
from lianxin.matters.models import Matter

Drive = Callable[..., Matter]


def faults() -> list[Fault]:
    return verify()[1]


@pytest.fixture
def matter(recorded: Matter, record: Callable[..., Matter], drive: Drive) -> Matter:
    """A closed matter between two others."""
    closed = drive(recorded, "closed")
    drive(record(), "in_hand")
    return closed


def events(matter: Matter) -> list[Event]:
    return list(Event.objects.filter(subject=matter.pk).order_by("seq"))


def test_what_was_done_through_the_door_proves(matter: Matter):
    count, found = verify()

    assert (count, found) == (Event.objects.count(), [])
    assert count > 12


@pytest.mark.parametrize(
    "change",
    [
        {"step": "amend"},
        {"after": "carried"},
        {"login": "desk2-tongxin"},
        {"via": "cli"},
        {"data": {"outcome": "failed"}},
        {"before": ""},
        {"post": None},
        {"words_digest": ""},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_edited_event_is_found(matter: Matter, change: dict):
    finish = next(event for event in events(matter) if event.step == "finish")

    with behind_its_back():
        Event.objects.filter(pk=finish.pk).update(**change)

    assert faults() == [Fault(matter.number, f"第{finish.seq}条记录被改动过")]


def test_an_event_whose_time_was_moved_is_found(matter: Matter):
    second, third = events(matter)[1:3]

    with behind_its_back():
        Event.objects.filter(pk=third.pk).update(at=second.at)

    assert faults() == [Fault(matter.number, "第3条记录被改动过")]


def test_an_edited_event_whose_own_hash_was_made_anew_without_the_key_is_found(matter: Matter):
    third = events(matter)[2]

    with behind_its_back():
        Event.objects.filter(pk=third.pk).update(via="cli", hash="0" * 64)

    assert faults() == [Fault(matter.number, "第3条记录被改动过")]


def test_a_deleted_event_is_found(matter: Matter):
    with behind_its_back():
        _delete(events(matter)[2])

    assert faults() == [Fault(matter.number, "第3条记录不见了")]


def test_a_deleted_event_is_found_though_the_others_moved_up(matter: Matter):
    third, *later = events(matter)[2:]

    with behind_its_back():
        _delete(third)
        for event in later:
            Event.objects.filter(pk=event.pk).update(seq=event.seq - 1)
        Matter.objects.filter(pk=matter.pk).update(version=matter.version - 1)

    assert faults() == [Fault(matter.number, "第3条记录被改动过")]


def test_two_neighbours_that_were_swapped_are_found(matter: Matter):
    third, fourth = events(matter)[2:4]

    with behind_its_back():
        Event.objects.filter(pk=third.pk).update(seq=99)
        Event.objects.filter(pk=fourth.pk).update(seq=3)
        Event.objects.filter(pk=third.pk).update(seq=4)

    assert faults() == [Fault(matter.number, "第3条记录被改动过")]


def test_a_last_event_that_was_cut_off_is_found(matter: Matter):
    last = events(matter)[-1]

    with behind_its_back():
        _delete(last)

    assert faults() == [
        Fault(matter.number, f"最后的记录不见了：应有{last.seq}条，只有{last.seq - 1}条")
    ]


def test_a_matter_of_which_all_events_were_removed_is_found(matter: Matter):
    with behind_its_back():
        for event in events(matter):
            _delete(event)

    assert faults() == [Fault(matter.number, "没有任何记录")]


def test_a_matter_that_was_removed_with_its_events_is_found(matter: Matter):
    with behind_its_back():
        for event in events(matter):
            _delete(event)
        _remove_row(matter)

    assert faults() == [Fault(matter.number, "整件事项不见了")]


def test_a_matter_that_was_removed_without_its_events_is_found(matter: Matter):
    with behind_its_back():
        _remove_row(matter)

    assert faults() == [Fault(matter.number, "事项本身不见了，只剩下记录")]


def test_a_state_that_was_set_without_the_door_is_found(matter: Matter):
    Matter.objects.filter(pk=matter.pk).update(state="taken_in", closed_at=None)

    assert faults() == [Fault(matter.number, "状态与最后一条记录不符")]


def test_edited_words_are_found(matter: Matter):
    words = EventWords.objects.get(event=events(matter)[0])

    with behind_its_back():
        words.body = words.body.replace("锁", "门")
        EventWords.objects.filter(pk=words.pk).update(body=words.body)

    assert faults() == [Fault(matter.number, "第1条记录的文字被改动过")]


def test_removed_words_are_found(matter: Matter):
    EventWords.objects.filter(event=events(matter)[0]).delete()

    assert faults() == [Fault(matter.number, "第1条记录的文字不见了")]


def test_an_opening_that_was_removed_is_found(matter: Matter):
    opening = Opening.objects.get(subject=matter.pk)

    with behind_its_back():
        run(f"DELETE FROM history_opening WHERE seq = {opening.seq}")

    found = faults()
    assert found == [Fault(opening.name, f"登记簿第{opening.seq}行不见了或被改动过")]


def test_a_last_matter_that_was_removed_with_its_events_and_opening_is_found(matter: Matter):
    last = Matter.objects.order_by("-pk").first()

    with behind_its_back():
        for event in events(last):
            _delete(event)
        Opening.objects.filter(subject=last.pk).delete()
        _remove_row(last)

    head = OpeningHead.objects.get()
    assert faults() == [
        Fault(last.number, f"最后的登记不见了：应有{head.seq}行，只有{head.seq - 1}行")
    ]


def _delete(event: Event) -> None:
    EventWords.objects.filter(pk=event.pk).delete()
    Event.objects.filter(pk=event.pk).delete()


def _remove_row(matter: Matter) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM diary_entrymatter WHERE matter_id = %s", [_id(matter)])
        for table in ("matters_clock", "matters_mattertext"):
            cursor.execute(f"DELETE FROM {table} WHERE matter_id = %s", [_id(matter)])
        cursor.execute("DELETE FROM matters_matter WHERE id = %s", [_id(matter)])


def _id(matter: Matter) -> object:
    return Matter._meta.pk.get_db_prep_value(matter.pk, connection)


# Seals: against whoever rolls the whole database back.


def test_what_was_sealed_and_is_still_there_proves(matter: Matter, drive: Drive, tmp_path: Path):
    seal(matter.district_id, tmp_path)
    assert seal(matter.district_id, tmp_path) is None

    assert (verify_seals(tmp_path), faults()) == ([], [])
    assert len(next(tmp_path.glob("*.jsonl")).read_text().splitlines()) == 1


def test_a_database_that_was_rolled_back_is_found_by_its_seals(
    recorded: Matter, drive: Drive, tmp_path: Path
):
    with pytest.raises(InterruptedError), transaction.atomic():  # noqa: PT012 -- it is rolled back whole
        drive(recorded, "in_hand")
        seal(recorded.district_id, tmp_path)
        raise InterruptedError  # the database of yesterday is put in its place

    assert faults() == []
    assert [fault.what for fault in verify_seals(tmp_path)] == ["数据库里的封存与文件不符"]


def test_rolled_back_events_are_found_by_their_seals_and_the_matter_named(
    matter: Matter, tmp_path: Path
):
    seal(matter.district_id, tmp_path)
    last, before = events(matter)[-1], events(matter)[-2]

    with behind_its_back():
        _delete(last)
        Matter.objects.filter(pk=matter.pk).update(
            version=before.seq, head=before.hash, state=before.after, closed_at=None
        )

    assert faults() == []
    assert verify_seals(tmp_path) == [
        Fault(matter.number, f"封存时有第{last.seq}条记录，现在不见了或被改动过")
    ]


def test_an_edited_seal_file_is_found(matter: Matter, tmp_path: Path):
    seal(matter.district_id, tmp_path)
    file = next(tmp_path.glob("*.jsonl"))
    file.write_text(file.read_text().replace(matter.number, "SQ-20200101-0001"))

    assert [fault.what for fault in verify_seals(tmp_path)] == ["封存文件被改动过"]


@pytest.mark.parametrize("what", ["edited", "removed"])
def test_a_seal_that_was_changed_in_the_database_is_found(
    matter: Matter, actors: dict, tmp_path: Path, what: str
):
    seal(matter.district_id, tmp_path)
    step(matter, "reopen", by=actors["desk"], data={"reason": "又坏了"})
    seal(matter.district_id, tmp_path)

    with behind_its_back():
        first = Seal.objects.filter(seq=1)
        first.update(subjects=99) if what == "edited" else first.delete()

    assert Fault("封存第1号" if what == "edited" else "封存第2号", "不见了或被改动过") in faults()


def test_receipts_hold_no_words(matter: Matter):
    assert {field.name for field in Receipt._meta.fields} == {
        "id", "district", "login", "request_id", "digest", "subject", "at"
    }  # fmt: skip
