"""What a program hears in a voice note is proposed beside it: once, to be checked, and never by itself."""

import sys
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.diary.actions import add_entry
from lianxin.diary.models import Entry, Transcript
from lianxin.diary.transcripts import BETWEEN, transcribe_next
from lianxin.files.models import File
from lianxin.site.tests.turns import waiting_file
from lianxin.territory.models import Place

HEARD = "怡乐园小区1号楼的路灯不亮了"
Engine = Callable[[str], None]


@pytest.fixture
def engine(settings, tmp_path: Path) -> Engine:
    """Let a small program be the one that hears: `engine("print('…')")`."""

    def hears(code: str) -> None:
        program = tmp_path / "hear.py"
        program.write_text(f"import sys\n{code}\n", encoding="utf8")
        settings.TRANSCRIBER = [sys.executable, "-X", "utf8", str(program)]

    return hears


@pytest.fixture
def note(engine: Engine, tongxin: Place, actors: Mapping[str, Actor]) -> File:
    """An entry with a voice note and a photo, written while a program is there to hear."""
    engine(f"print('{HEARD}')")
    voice, photo = (waiting_file(actors["desk"], kind=kind) for kind in ("voice", "image"))
    add_entry("见语音。", tongxin, by=actors["desk"], files=[voice.pk, photo.pk])
    return voice


def page_of(browser: Client) -> str:
    return browser.get("/desk/notebook").content.decode()


def test_a_note_is_heard_once_and_proposed_beside_it(note: File, browsers: Mapping[str, Client]):
    waiting = page_of(browsers["desk"])

    assert [transcribe_next(), transcribe_next()] == [True, False]

    page = page_of(browsers["desk"])
    assert ("等着听写" in waiting, "听写稿，请核对" in page, HEARD in page) == (True, True, True)
    assert Entry.objects.get().words == "见语音。"


def test_an_entry_is_begun_with_what_was_heard(note: File, browsers: Mapping[str, Client]):
    transcribe_next()

    mine, theirs = (
        browsers[who].get(f"/desk/notebook?heard={note.pk}").content.decode()
        for who in ("desk2", "stranger")
    )

    assert (f"{HEARD}</textarea>" in mine, HEARD in theirs) == (True, False)


def test_without_a_program_nothing_is_asked_for(
    tongxin: Place, actors: Mapping[str, Actor], browsers: Mapping[str, Client]
):
    voice = waiting_file(actors["desk"], kind="voice")
    add_entry("见语音。", tongxin, by=actors["desk"], files=[voice.pk])

    assert (transcribe_next(), Transcript.objects.count()) == (False, 0)
    assert "听写" not in page_of(browsers["desk"])


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("sys.exit(3)", "听写程序出错（3）"),
        ("print(' ')", "没有听出话来"),
        ("import time; time.sleep(60)", "听写程序太久没有写完"),
    ],
)
def test_what_cannot_be_heard_says_why_and_is_left_after_some_tries(
    code: str, fault: str, note: File, engine: Engine, settings, browsers: Mapping[str, Client]
):
    settings.TRANSCRIBER_SECONDS = 0.5
    engine(code)

    for tried in range(Transcript.TRIES + 1):
        with clock.at(clock.now() + timedelta(hours=tried)):
            assert transcribe_next() is False

    one = Transcript.objects.get()
    assert (one.tries, one.fault) == (Transcript.TRIES, fault)
    day = Entry.objects.get().said_on  # by the last try it may be the day after
    with clock.at(one.try_at):
        page = browsers["desk"].get(f"/desk/notebook/{day}").content.decode()
    assert f"没有听写成：{fault}" in page


def test_a_program_that_is_not_there_is_a_fault_like_another(note: File, settings):
    settings.TRANSCRIBER = ["/nowhere/hear"]

    assert transcribe_next() is False
    assert Transcript.objects.get().fault == "听写程序打不开"


def test_what_was_heard_goes_with_the_note(note: File):
    transcribe_next()
    File.objects.filter(pk=note.pk).update(disposed_at=clock.now())

    transcribe_next()

    assert Transcript.objects.count() == 0


def test_a_number_that_was_said_is_masked_like_any_other(
    note: File, engine: Engine, browsers: Mapping[str, Client]
):
    engine("print('电话13800001111')")
    transcribe_next()

    assert "13800001111" not in page_of(browsers["desk"])


def test_one_is_heard_at_a_time_until_its_time_is_over(
    note: File, tongxin: Place, actors: Mapping[str, Actor], settings
):
    another = waiting_file(actors["desk"], kind="voice")
    add_entry("又一段。", tongxin, by=actors["desk"], files=[another.pk])
    begun = {"tries": 1, "try_at": clock.now() + BETWEEN}
    Transcript.objects.filter(file=note).update(**begun)

    meanwhile = transcribe_next()
    with clock.at(clock.now() + timedelta(seconds=settings.TRANSCRIBER_SECONDS)):
        later = transcribe_next()

    assert (meanwhile, later) == (False, True)
    assert Transcript.objects.exclude(done_at=None).get().file_id == another.pk


def test_what_a_slow_program_started_ends_with_it(note: File, settings, tmp_path: Path):
    settings.TRANSCRIBER_SECONDS = 0.5
    left = tmp_path / "left"
    settings.TRANSCRIBER = ["sh", "-c", f"(sleep 1; touch {left}) & wait"]

    transcribe_next()
    time.sleep(1.2)

    assert not left.exists()
