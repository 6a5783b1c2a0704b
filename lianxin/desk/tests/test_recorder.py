"""A voice note is recorded on the page, heard again, and sent like any other file."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from lianxin.desk.tests.conftest import Desk
from lianxin.files.models import File

pytestmark = pytest.mark.once


@pytest.fixture
def office(at_desk: Callable[..., Desk]) -> Desk:
    desk = at_desk("desk", width=390)
    desk.page.get_by_label("居民说的话").fill("海纳小区1号楼李大妈来电，楼道灯不亮。")
    return desk


def record(desk: Desk) -> None:
    """Press the button, and wait until something was recorded."""
    desk.page.get_by_role("button", name="录一段话").click()
    expect(desk.page.get_by_text(re.compile("^0:(0[1-9]|[1-5][0-9])$"))).to_be_visible()


def test_what_was_recorded_is_kept_with_the_entry_and_played(office: Desk):
    for _time in range(2):
        record(office)
        office.page.get_by_role("button", name="停下，听一听").click()
        expect(office.page.get_by_role("button", name="录一段话")).to_be_visible()
    office.page.get_by_role("button", name="不要这段").first.click()
    office.check()

    office.page.get_by_role("button", name="记下并立项").click()

    expect(office.page.locator(".flash").get_by_role("link")).to_be_visible(timeout=20_000)
    (file,) = File.objects.all()
    assert (file.kind, file.media_type, file.size > 0) == ("voice", "audio/webm", True)
    assert office.page.locator("audio").first.get_attribute("src") == f"/desk/files/{file.pk}"


def test_what_still_records_when_the_form_is_sent_is_not_lost(office: Desk):
    record(office)

    office.page.get_by_role("button", name="记下并立项").click()

    expect(office.page.locator(".flash").get_by_role("link")).to_be_visible(timeout=20_000)
    assert [file.kind for file in File.objects.all()] == ["voice"]


def test_a_file_that_is_chosen_afterwards_does_not_push_it_out(office: Desk):
    record(office)
    office.page.get_by_role("button", name="停下，听一听").click()
    expect(office.page.get_by_role("button", name="不要这段")).to_be_visible()

    note = {"name": "说明.txt", "mimeType": "text/plain", "buffer": b"ok"}
    office.page.locator("input[type=file]").set_input_files(note)
    office.page.get_by_role("button", name="记下并立项").click()

    expect(office.page.locator(".flash").get_by_role("link")).to_be_visible(timeout=20_000)
    assert sorted(file.kind for file in File.objects.all()) == ["document", "voice"]
