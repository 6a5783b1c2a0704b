"""The doctor finds what is planted, and says what to do about it."""

import json
import os
import subprocess
import sys
from collections import namedtuple
from datetime import datetime, timedelta

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from lianxin.base import clock
from lianxin.base.ids import new_id
from lianxin.diary.models import Transcript
from lianxin.history import triggers
from lianxin.history.models import Event
from lianxin.history.seals import seal
from lianxin.matters.actions import step
from lianxin.matters.models import Clock, ClockPause
from lianxin.site import doctor
from lianxin.site.cli import main
from lianxin.site.doctor import Finding
from lianxin.site.tests.turns import data_for, waiting_file
from lianxin.territory.models import Level, Place

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def folder(settings, tmp_path):
    settings.HOME = tmp_path
    tmp_path.chmod(0o700)
    return tmp_path


@pytest.fixture
def district(db):
    pk = new_id()
    return Place.objects.create(id=pk, district_id=pk, level=Level.DISTRICT, name="试验区")


def event_made(ago: timedelta, district: Place, at: datetime | None = None) -> None:
    """Write an event whose id was made some time ago."""
    made = int((clock.now() - ago).timestamp() * 1000)
    pk = type(district.pk)(int=made << 80)
    Event.objects.create(
        id=pk, district=district, subject=new_id(), seq=1, at=at or clock.now(),
        person=new_id(), login="desk", via="cli", step="record", after="recorded",
    )  # fmt: skip


def test_a_folder_that_others_can_read_is_to_be_mended(folder):
    folder.chmod(0o755)

    assert doctor.data_folder() == (
        "mend",
        f"别人也能读 {folder}。请运行：chmod 700 {folder}",
    )


def test_a_folder_of_ones_own_is_good(folder):
    assert doctor.data_folder() == ("good", str(folder))


def test_keys_that_others_can_read_are_to_be_mended(folder, monkeypatch):
    path = folder / "keys.json"
    path.touch(mode=0o640)
    path.chmod(0o640)
    monkeypatch.setenv("LIANXIN_KEYS", str(path))

    assert doctor.keys() == ("mend", f"别人也能读 {path}。请运行：chmod 600 {path}")


@pytest.mark.parametrize(
    ("gigabytes", "level", "says"),
    [
        (0.5, "mend", "还剩 0.5 GB，不到 1 GB，随时可能记不下。请腾出地方。"),
        (4, "note", "还剩 4.0 GB"),
        (50, "good", "还剩 50.0 GB"),
    ],
)
def test_the_disk_is_judged_by_what_is_left(folder, monkeypatch, gigabytes, level, says):
    usage = Usage(0, 0, gigabytes * doctor.GIGABYTE)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _path: usage)

    assert doctor.disk() == (level, says)


@pytest.mark.parametrize(
    ("listed", "level", "says"),
    [
        ("Noto Sans CJK SC,思源黑体", "good", "Noto Sans CJK SC"),
        ("", "note", "没有中文字体，在这台机器上打印会是方框。请装 fonts-noto-cjk。"),
    ],
)
def test_fonts_are_those_that_the_machine_lists(tmp_path, monkeypatch, listed, level, says):
    program = tmp_path / "fc-list"
    program.write_text(f"#!/bin/sh\necho '{listed}'\n", encoding="utf8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    assert doctor.fonts() == (level, says)


def test_a_clock_that_stands_in_the_past_is_to_be_mended():
    with clock.at(datetime(2000, 1, 1, tzinfo=clock.BEIJING)):
        assert doctor.time() == ("mend", "时钟停在 2000-01-01 00:00，请校准。")


@pytest.mark.parametrize(
    ("url", "https", "level"),
    [
        ("http://127.0.0.1:8000", False, "good"),
        ("https://lianxin.example", True, "good"),
        ("http://192.168.1.5:8000", False, "note"),
    ],
)
def test_an_address_for_others_without_encryption_is_noted(settings, url, https, level):
    settings.BASE_URL, settings.HTTPS = url, https

    assert doctor.address()[0] == level


def test_a_changed_frontend_file_is_named(tmp_path, monkeypatch):
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "htmx.js").write_text("changed")
    listing = [{"file": "htmx.js", "sha256": "0" * 64}]
    (tmp_path / "vendor" / "vendor.json").write_text(json.dumps(listing))
    monkeypatch.setattr(finders, "find", lambda name: str(tmp_path / name))

    assert doctor.frontend() == (
        "mend",
        "前端文件缺了或变了：htmx.js。请运行：make clean setup",
    )


def test_missing_frontend_files_are_to_be_mended(monkeypatch):
    monkeypatch.setattr(finders, "find", lambda _name: None)

    assert doctor.frontend() == ("mend", "缺前端文件，网页会没有样子。请运行：make setup")


@pytest.mark.django_db(transaction=True)
def test_a_database_set_to_lose_records_is_to_be_mended():
    sqlite = connection.vendor == "sqlite"
    setting = "synchronous" if sqlite else "synchronous_commit"
    loses = "PRAGMA synchronous=NORMAL" if sqlite else "SET synchronous_commit=off"
    again = "PRAGMA synchronous=FULL" if sqlite else "SET synchronous_commit=on"
    with connection.cursor() as cursor:
        cursor.execute(again)  # the tests' own server may be set to lose
        before = doctor.database()
        cursor.execute(loses)
        lossy = doctor.database()
        cursor.execute(again)
        after = doctor.database()

    assert f"{setting}=" not in before[1]
    assert lossy[0] == "mend"
    assert f"{setting}=" in lossy[1]
    assert after == before


@pytest.mark.django_db
def test_a_migration_that_was_not_made_is_to_be_mended():
    newest = MigrationLoader(connection).graph.leaf_nodes("history")[0]
    MigrationRecorder(connection).record_unapplied(*newest)

    assert doctor.migrations() == (
        "mend",
        "还差 1 步。新的数据文件夹请运行 lianxin init，旧的请运行 lianxin serve。",
    )


@pytest.mark.django_db
def test_a_migrated_database_is_good():
    assert doctor.migrations() == ("good", "已到最新")


@pytest.mark.django_db
def test_a_missing_guard_is_named():
    with connection.cursor() as cursor:
        cursor.execute(triggers.drop(connection)[0])

    assert doctor.guard() == (
        "mend",
        "缺触发器：history_event_no_update。有人动过数据库，请先运行 lianxin audit verify。",
    )


@pytest.mark.django_db
def test_the_guard_of_a_new_database_is_whole():
    assert doctor.guard() == ("good", "数据库拒绝改动和删除记录")


def test_an_event_from_the_future_shows_that_the_clock_went_back(district):
    ahead = clock.now() + timedelta(hours=1)
    event_made(timedelta(), district, at=ahead)

    assert doctor.last_event() == (
        "mend",
        f"最后一条记录是 {ahead:%Y-%m-%d %H:%M}，比现在还晚。请校准时钟。",
    )


def test_events_that_wait_too_long_for_a_seal_are_to_be_mended(district):
    event_made(timedelta(hours=1), district)

    level, says = doctor.seals()

    assert level == "mend"
    assert says == (
        f"{clock.now() - timedelta(hours=1):%Y-%m-%d %H:%M} 之后的记录没有封存，"
        "后台任务没有在运行。请运行 lianxin worker。"
    )


def test_events_of_just_now_may_wait_for_their_seal(district):
    event_made(timedelta(minutes=5), district)

    assert doctor.seals() == ("good", "还没有要封存的")


def test_sealed_events_are_good_however_old(district, tmp_path):
    event_made(timedelta(days=9), district)
    sealed = seal(district.pk, tmp_path)

    assert doctor.seals() == ("good", f"{clock.local(sealed.at):%Y-%m-%d %H:%M}")


@pytest.mark.django_db
def test_every_check_has_a_name_and_is_made():
    checks = [finding.check for finding in doctor.examine()]

    assert sorted(checks) == sorted(doctor.NAMES)


@pytest.mark.parametrize(("level", "status"), [("good", 0), ("note", 0), ("mend", 1)])
def test_the_command_fails_only_where_something_must_be_mended(monkeypatch, capsys, level, status):
    finding = Finding("disk", "磁盘", level, "还剩 3.0 GB")
    monkeypatch.setattr(doctor, "examine", lambda: [finding])

    returned = main(["doctor", "--json"])

    assert returned == status
    assert json.loads(capsys.readouterr().out) == {
        "ok": status == 0,
        "checks": [{"check": "disk", "name": "磁盘", "level": level, "says": "还剩 3.0 GB"}],
    }


def test_a_database_that_cannot_be_opened_is_said_not_thrown(tmp_path):
    env = {**os.environ, "LIANXIN_HOME": str(tmp_path), "LIANXIN_DATABASE_URL": "sqlite:////proc/0/x"}  # fmt: skip

    done = subprocess.run(
        [sys.executable, "-m", "lianxin", "doctor", "--json"], env=env, capture_output=True
    )

    last = json.loads(done.stdout)["checks"][-1]
    assert (done.returncode, last["check"], last["level"]) == (1, "database", "mend")


@pytest.mark.parametrize("failed", [Clock, ClockPause])
def test_a_clock_or_pause_that_the_worker_failed_at_is_named(failed, record, drive, actors):
    matter = step(drive(record(), "in_hand"), "pause", by=actors["desk"], data=data_for("pause"))
    before = doctor.timers()
    failed.objects.filter(matter=matter).update(faults=5)

    assert before == ("good", "没有提醒不出来的")
    assert doctor.timers() == (
        "mend",
        f"1 件事项的时限提醒不出来：{matter.number}。原因在“规则”的“没提醒成的”一页，可以在那里再试。",
    )


def test_a_voice_that_could_not_be_written_down_is_told_with_why(settings, actors):
    settings.TRANSCRIBER = ["sh"]
    voice = waiting_file(actors["desk"], kind="voice")
    before = doctor.transcriber()
    tried = {"tries": Transcript.TRIES, "try_at": clock.now()}
    Transcript.objects.create(district=voice.district, file=voice, **tried)

    assert (before[0], doctor.transcriber()) == (
        "good",
        ("note", "1 段语音没有听写成：办到一半，程序停了。请在这台机器上试一试这个程序。"),
    )


def test_a_program_that_is_not_there_is_to_be_mended(settings):
    settings.TRANSCRIBER = ["/nowhere/hear"]

    assert doctor.transcriber() == (
        "mend",
        "找不到听写程序 /nowhere/hear。请核对 LIANXIN_TRANSCRIBER。",
    )
