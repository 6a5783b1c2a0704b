"""Files on the pages: brought with any form, kept when it is refused, and handed over harmless."""

from collections.abc import Callable, Mapping
from urllib.parse import unquote
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from playwright.sync_api import expect

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.desk.tests.conftest import Desk
from lianxin.diary.models import Entry
from lianxin.files import store
from lianxin.files.models import Attachment, File
from lianxin.files.tests import samples
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.site.tests.turns import waiting_file

Browsers = Mapping[str, Client]
Actors = Mapping[str, Actor]


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    # What the sender says of the type counts for nothing.
    return SimpleUploadedFile(name, content, content_type="text/html")


def write(browser: Client, *files: SimpleUploadedFile, **more: object) -> HttpResponseBase:
    typed = {
        "text": "楼道灯坏了。", "community": "tongxin", "said_on": clock.today().isoformat(),
        "channel": "phone", "as": "note", "upload": list(files),
    }  # fmt: skip
    return browser.post("/desk/notebook", {**typed, **more})


def attach(browser: Client, matter: Matter, *files: SimpleUploadedFile, **more: object):
    return browser.post(
        f"/desk/matters/{matter.number}/steps/attach", {"upload": list(files), **more}
    )


def body(response: HttpResponseBase) -> bytes:
    return response.getvalue()


def test_an_entry_brings_its_files_in_one_sending(browsers: Browsers):
    answer = write(
        browsers["desk"],
        sent("门.png", samples.picture("PNG")),
        sent("说.wav", samples.recording()),
    )

    page = browsers["desk"].get("/desk/notebook").content.decode()
    photo, voice = File.objects.order_by("pk")
    assert answer.status_code == 302
    assert {one.subject for one in Attachment.objects.all()} == {Entry.objects.get().pk}
    assert f'src="/desk/files/{photo.pk}/thumbnail"' in page
    assert f'<audio controls preload="none" src="/desk/files/{voice.pk}"' in page


def test_a_refused_form_keeps_the_words_and_the_files_that_were_good(
    recorded: Matter, browsers: Browsers
):
    first = attach(
        browsers["desk"], recorded, sent("好.jpg", samples.picture()),
        sent("坏.heic", samples.HEIC), words="现场照片",
    )  # fmt: skip

    page = first.content.decode()
    kept = File.objects.get()
    assert (first.status_code, Attachment.objects.count()) == (422, 0)
    assert "“坏.heic”：HEIC、AVIF 照片打不开。" in page
    assert "现场照片</textarea>" in page
    assert f'name="files" value="{kept.pk}" checked' in page

    second = attach(browsers["desk"], recorded, files=[str(kept.pk)], words="现场照片")

    assert (second.status_code, Attachment.objects.get().file) == (302, kept)


def test_a_form_sent_twice_brings_its_files_once(recorded: Matter, browsers: Browsers):
    answers = [
        attach(browsers["desk"], recorded, sent("好.jpg", samples.picture()), request_id="one")
        for _twice in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert (File.objects.count(), Attachment.objects.count()) == (1, 1)


def test_files_of_a_step_that_came_too_late_can_be_brought_by_another(
    recorded: Matter, browsers: Browsers, drive: Callable[..., Matter]
):
    drive(recorded, "taken_in")
    url = f"/desk/matters/{recorded.number}/steps/redirect"
    drive_on = {"to": "县供电公司", "reason": "电表", "version": "1"}

    page = browsers["grid"].post(url, {**drive_on, "upload": sent("好.jpg", samples.picture())})

    kept = File.objects.get()
    link = f"/desk/matters/{recorded.number}/steps/attach?files={kept.pk}"
    assert link in page.content.decode()
    assert f'value="{kept.pk}" checked' in browsers["grid"].get(link).content.decode()


@pytest.mark.parametrize("name", ["attach", "note", "finish", "verify"])
def test_every_form_of_a_step_takes_files(
    name: str, recorded: Matter, browsers: Browsers, drive: Callable[..., Matter]
):
    drive(recorded, "to_verify" if name == "verify" else "in_hand")
    who = "desk2" if name == "verify" else "grid"

    page = browsers[who].get(f"/desk/matters/{recorded.number}/steps/{name}").content.decode()

    assert 'enctype="multipart/form-data"' in page
    assert 'type="file" id="id_upload" name="upload" multiple accept="image/jpeg,' in page


def test_what_is_too_large_is_read_no_further_and_the_words_stay(
    recorded: Matter, browsers: Browsers, settings
):
    settings.FILE_BYTES = 1024 * 1024

    page = attach(
        browsers["desk"], recorded, sent("大.txt", b"a" * (2 * 1024 * 1024)), words="太大了"
    )

    assert page.status_code == 422
    assert "“大.txt”：文件太大，一个最多 1 MB。请缩小以后再附。" in page.content.decode()
    assert "太大了</textarea>" in page.content.decode()
    assert (File.objects.count(), list(store.incoming().iterdir())) == (0, [])


def test_more_than_all_files_of_a_form_may_weigh_is_not_read_at_all(browsers: Browsers, settings):
    settings.FILE_BYTES, settings.FILE_COUNT = 1024, 1

    answer = write(browsers["desk"], sent("大.txt", b"a" * (2 * 1024 * 1024)))

    assert (answer.status_code, Entry.objects.count()) == (422, 0)


def test_who_has_not_signed_in_leaves_nothing_on_the_disk(db: None, monkeypatch):
    made = []
    monkeypatch.setattr("lianxin.files.uploads.TemporaryFile", lambda **where: made.append(where))

    Client(enforce_csrf_checks=True).post("/desk/notebook", {"upload": sent("a.txt", b"a")})
    Client().post("/desk/notebook", {"upload": sent("a.txt", b"a")})

    assert made == []


HARMFUL = {
    "polyglot": ("图.gif", samples.GOOD_GIF_JS),
    "two endings": ("photo.jpg.html", samples.picture()),
    "way out": ("../../../etc/cron.d/x.txt", b"a"),
    "line break": ('a"\r\nX-Evil: 1.txt', b"a"),
    "three hundred": ("灯" * 300 + ".txt", b"a"),
    "page as text": ("page.html", "你好".encode()),
}


@pytest.mark.parametrize("what", HARMFUL)
def test_whatever_is_sent_is_served_as_what_it_is_and_never_run(
    what: str, recorded: Matter, browsers: Browsers
):
    name, content = HARMFUL[what]
    before = {path for path in store.folder().rglob("*") if path.is_file()}

    answer = attach(browsers["desk"], recorded, sent(name, content))

    file = File.objects.get()
    served = browsers["desk"].get(f"/desk/files/{file.pk}")
    how, plain, coded = served["Content-Disposition"].split("; ")
    shown = unquote(coded.removeprefix("filename*=UTF-8''"))
    made = {path for path in store.folder().rglob("*") if path.is_file()} - before
    assert answer.status_code == 302
    assert {UUID(path.name.partition(".")[0]) for path in made} == {file.pk}
    assert served["Content-Type"] in ("image/jpeg", "text/plain")
    assert served["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served["Content-Security-Policy"].split("; ")
    assert served["Cache-Control"].startswith("private")
    assert how == ("inline" if file.kind == "image" else "attachment")
    assert (plain.isascii(), shown, "X-Evil" in served) == (True, file.name, False)
    assert b"alert" not in body(served)


@pytest.mark.parametrize(
    ("wanted", "status", "expected"),
    [
        ("", 200, b"0123456789"),
        ("bytes=0-", 206, b"0123456789"),
        ("bytes=2-4", 206, b"234"),
        ("bytes=8-99", 206, b"89"),
        ("bytes=-3", 206, b"789"),
        ("bytes=-99", 206, b"0123456789"),
        ("bytes=4-2", 200, b"0123456789"),
        ("bytes=-", 200, b"0123456789"),
        ("bytes=10-", 416, b""),
        ("bytes=-0", 416, b""),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(
    wanted: str, status: int, expected: bytes, actors: Actors, browsers: Browsers
):
    file = waiting_file(actors["desk"], kind="voice", content=b"0123456789")

    served = browsers["desk"].get(f"/desk/files/{file.pk}", headers={"range": wanted})

    assert (served.status_code, body(served)) == (status, expected)
    assert served["Content-Length"] == str(len(expected))


def test_a_stranger_and_a_colleague_next_door_are_told_of_nothing(
    recorded: Matter, actors: Actors, browsers: Browsers
):
    file = waiting_file(actors["desk"], kind="image")
    step(recorded.number, "attach", by=actors["desk"], files=[file.pk])
    never = UUID(int=7)

    for who in ("stranger", "neighbour", "property", "grid2", "admin"):
        for end in ("", "/thumbnail"):
            asked, unknown = (
                browsers[who].get(f"/desk/files/{pk}{end}") for pk in (file.pk, never)
            )
            assert (asked.status_code, asked.content) == (404, unknown.content)


@pytest.mark.once
@pytest.mark.parametrize("width", [390, 1440])
def test_photos_are_brought_and_looked_at_in_a_browser(
    width: int, at_desk: Callable[..., Desk], recorded: Matter, tmp_path
):
    photo, bad = tmp_path / "门锁.jpg", tmp_path / "门锁.heic"
    photo.write_bytes(samples.picture("JPEG", (800, 600)))
    bad.write_bytes(samples.HEIC)
    office = at_desk("desk", width=width)
    office.go(f"/desk/matters/{recorded.number}/steps/attach")
    send = office.page.locator(".area-steps").get_by_role("button", name="补充附件", exact=True)

    office.page.get_by_label("照片、语音、文档").set_input_files([photo, bad])
    office.page.get_by_label("说明").fill("门口拍的。")
    send.click()
    expect(office.page.get_by_role("alert")).to_contain_text("“门锁.heic”")
    expect(office.page.get_by_label("门锁.jpg")).to_be_checked()
    office.check()
    assert office.page.get_by_label("说明").input_value() == "门口拍的。"
    send.click()

    small = office.page.get_by_role("img", name="照片 门锁.jpg")
    expect(small).to_be_visible()
    assert small.evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
    office.check()
