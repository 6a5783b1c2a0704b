"""Files are kept for as long as the rule says after the end, then their bytes go and the history says so."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.files import store
from lianxin.files.audit import verify_files
from lianxin.files.models import File
from lianxin.files.queries import find
from lianxin.files.retention import keep_to_rules
from lianxin.history.queries import verify
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.matters.present import as_json
from lianxin.site.cli import main
from lianxin.site.tests.turns import waiting_file

Actors = Mapping[str, Actor]
YEARS = {"image": 3, "voice": 1, "document": 5}


@contextmanager
def after(years: int, days: int = 0) -> Iterator[None]:
    now = clock.now()
    with clock.at(now.replace(year=now.year + years) + timedelta(days=days)):
        yield


def due() -> dict[str, int]:
    return {one.rule.kind.value: one.files for one in keep_to_rules(dry_run=True)}


@pytest.fixture
def closed(
    written: Callable[..., tuple], actors: Actors, drive: Callable[..., Matter]
) -> tuple[Matter, list[File]]:
    """A closed matter whose entry brought a photo, a voice and a document."""
    files = [waiting_file(actors["desk"], kind=kind) for kind in YEARS]
    _entry, (matter,) = written(files, matters=1)
    return drive(matter, "closed"), files


@pytest.mark.parametrize("kind", YEARS)
def test_each_kind_is_due_when_its_years_after_the_end_are_over(
    kind: str, closed: tuple[Matter, list[File]]
):
    with after(YEARS[kind], days=-1):
        before = due()[kind]
    with after(YEARS[kind], days=1):
        then = due()[kind]

    assert (before, then) == (0, 1)


@pytest.mark.parametrize("state", ["in_hand", "carried", "redirected"])
def test_what_hangs_on_an_open_matter_is_never_due(
    state: str, recorded: Matter, actors: Actors, drive: Callable[..., Matter]
):
    file = waiting_file(actors["desk"])
    step(recorded.number, "attach", by=actors["desk"], files=[file.pk])
    drive(recorded, state)

    with after(9):
        assert due()["document"] == (state == "redirected")


def test_what_hangs_on_several_is_due_when_the_last_has_ended(
    written: Callable[..., tuple], actors: Actors, drive: Callable[..., Matter]
):
    file = waiting_file(actors["desk"])
    _entry, (first, second) = written([file], matters=2)
    drive(first, "closed")
    with after(9):
        one_open = due()["document"]

    drive(second, "closed")

    with after(9):
        assert (one_open, due()["document"]) == (0, 1)


def test_a_disposed_file_is_gone_and_its_history_still_proves(
    closed: tuple[Matter, list[File]], actors: Actors
):
    matter, (photo, voice, _document) = closed
    with after(3, days=1):
        counted = {one.rule.kind.value: one.files for one in keep_to_rules(dry_run=False)}
        rest = due()

        assert counted == {"image": 1, "voice": 1, "document": 0}
        assert set(rest.values()) == {0}
        assert verify()[1] == []
        proof = verify_files()
        assert (proof.files, proof.disposed, proof.faults) == (3, 2, [])
        for file in (photo, voice):
            gone = File.objects.get(pk=file.pk)
            assert (gone.name, gone.disposed_by, gone.disposed_at is None) == (
                "",
                "operator",
                False,
            )
            assert gone.disposed_under.endswith("（个人信息保护法第十九条；年数由本系统定）")
            assert not store.path_of(file.pk).exists()
            assert not store.path_of(file.pk, thumbnail=True).exists()
        with pytest.raises(Refused) as refused:
            find(photo.pk, actors["desk"])
        shown = as_json(Matter.objects.get(pk=matter.pk), actors["desk"])

    assert refused.value.sentence.startswith("这个附件已在 ")
    assert [event["step"] for event in shown["events"]][-2:] == ["dispose", "dispose"]
    assert [file["url"] is None for file in shown["files"]] == [True, True, False]


def test_a_disposed_file_that_is_still_there_is_named(closed: tuple[Matter, list[File]]):
    _matter, (photo, *_others) = closed
    with after(3, days=1):
        keep_to_rules(dry_run=False)

    store.path_of(photo.pk).write_bytes(b"lock")

    whats = {fault.what.rpartition(" ")[2] for fault in verify_files().faults}
    assert whats == {"说是已经处置，却还在"}


def test_bytes_that_went_without_a_rule_are_missed(closed: tuple[Matter, list[File]]):
    _matter, (photo, *_others) = closed
    File.objects.filter(pk=photo.pk).update(disposed_at=clock.now(), disposed_under="说说而已")
    store.remove(photo.pk)

    assert {fault.what.rpartition(" ")[2] for fault in verify_files().faults} == {"不见了"}


def test_the_command_lists_first_and_disposes_when_told(
    closed: tuple[Matter, list[File]], capsys: pytest.CaptureFixture
):
    _matter, (_photo, voice, _document) = closed
    with after(1, days=1):
        answers = []
        for options in (["--dry-run"], [], ["--dry-run"]):
            assert main(["retention", "--json", *options]) == 0
            classes = json.loads(capsys.readouterr().out)["classes"]
            answers.append({one["kind"]: (one["files"], one["bytes"]) for one in classes})

    nothing = dict.fromkeys(YEARS, (0, 0))
    assert answers == [{**nothing, "voice": (1, voice.size)}] * 2 + [nothing]
