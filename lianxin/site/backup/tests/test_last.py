"""The nightly backup is due once a night, the last ones are kept, and the doctor looks."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lianxin.base import clock
from lianxin.site.backup import keys, last
from lianxin.site.backup.make import Made

NOON = datetime(2026, 5, 20, 12, tzinfo=clock.BEIJING)


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.HOME, settings.BACKUP_DIR = tmp_path, tmp_path
    return tmp_path


def made(at: datetime) -> Made:
    return Made(at=at, file=Path("/b.age"), size=1, rows=1, files=0, missing=[], damaged=[])


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (NOON.replace(hour=1, minute=59), True),
        (NOON.replace(hour=2, minute=1), False),
        (NOON - timedelta(days=1), True),
    ],
)
def test_a_backup_is_due_when_its_hour_has_come_round(folder, at, due):
    last.note(made(at))

    with clock.at(NOON):
        assert last.is_due() is due


def test_before_the_hour_that_of_yesterday_counts(folder):
    last.note(made(NOON - timedelta(days=1)))

    with clock.at(NOON.replace(hour=1)):
        assert not last.is_due()


def test_the_first_is_due_at_once(folder):
    assert last.is_due()


def test_nothing_is_started_where_no_folder_was_ordered(folder, settings, monkeypatch):
    settings.BACKUP_DIR = None
    started = []
    monkeypatch.setattr(last.subprocess, "Popen", lambda *args, **_how: started.append(args))

    assert not last.start_if_due()
    assert started == []


def test_the_newest_are_kept_and_what_a_killed_one_left_goes(folder):
    for day in (1, 2, 3):
        (folder / last.name_for(NOON + timedelta(days=day))).touch()
    (folder / ".lianxin-20260519-020000.age.part").touch()
    (folder / "mine.age").touch()

    last.keep(folder, 2)

    assert sorted(path.name for path in folder.iterdir()) == [
        "lianxin-20260522-120000.age", "lianxin-20260523-120000.age", "mine.age",
    ]  # fmt: skip


def test_a_backup_of_last_night_is_good(folder):
    last.note(made(NOON - timedelta(hours=10)))

    with clock.at(NOON):
        assert last.stands() == ("good", "2026-05-20 02:00，/b.age")


@pytest.mark.parametrize(("ordered", "level"), [(True, "mend"), (False, "note")])
def test_a_backup_older_than_a_day_is_said(folder, settings, ordered, level):
    settings.BACKUP_DIR = folder if ordered else None
    last.note(made(NOON - timedelta(hours=27)))

    with clock.at(NOON):
        assert last.stands() == (
            level,
            "最近一份好的备份是 2026-05-19 09:00，已过一天。请运行 lianxin backup 看看为什么。",
        )


def test_the_secret_half_is_noted_until_it_is_taken_away(folder):
    keys.recipient(folder)
    path = folder / "backup.key"
    before = last.key_stands()
    path.unlink()

    assert before == ("note", f"私钥还在 {path}。请拷到别处两份，再从这台机器上删掉。")
    assert last.key_stands() == ("good", "私钥不在这台机器上")


def test_a_key_is_made_once_and_for_us_alone(folder):
    first = str(keys.recipient(folder))

    assert str(keys.recipient(folder)) == first
    assert str(keys.identity(folder / "backup.key").to_public()) == first
    assert (folder / "backup.key").stat().st_mode & 0o777 == 0o600
