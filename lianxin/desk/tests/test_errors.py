"""Pages where the disk is full: what needs no room is shown, the rest is refused in plain words."""

from collections.abc import Mapping

import psycopg
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.test import Client

from lianxin.access.models import Login
from lianxin.base import disk
from lianxin.desk.views import matters


@pytest.fixture
def browser(logins: Mapping[str, Login], monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(disk, "_met", {})
    client = Client(raise_request_exception=False)
    client.force_login(logins["desk"])
    return client


def no_room(*_args: object, **_kwargs: object) -> None:
    raise OperationalError from psycopg.errors.DiskFull("could not extend file")


def broken(*_args: object, **_kwargs: object) -> None:
    raise ZeroDivisionError


def test_a_page_is_shown_where_there_is_no_room_to_note_that_it_was(
    browser: Client, monkeypatch: pytest.MonkeyPatch, settings: object
):
    settings.SESSION_SAVE_EVERY_REQUEST = True
    monkeypatch.setattr(SessionStore, "save", no_room)

    assert browser.get("/desk/matters").status_code == 200


def test_a_session_that_cannot_be_kept_for_another_reason_is_a_fault(
    browser: Client, monkeypatch: pytest.MonkeyPatch, settings: object
):
    settings.SESSION_SAVE_EVERY_REQUEST = True
    monkeypatch.setattr(SessionStore, "save", broken)

    assert browser.get("/desk/matters").status_code == 500


def test_a_page_that_needs_room_says_that_there_is_none(
    browser: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(matters, "first_of", no_room)

    answer = browser.get("/desk/matters")

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert (
        "服务器的磁盘满了，没有存下。请告诉管理员清理磁盘，再提交一次。" in answer.content.decode()
    )


def test_a_fault_of_ours_stays_one(browser: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(matters, "first_of", broken)

    answer = browser.get("/desk/matters")

    assert (answer.status_code, "Retry-After" in answer) == (500, False)


def test_who_asks_whether_it_is_ready_is_told_that_the_disk_is_full(
    browser: Client, monkeypatch: pytest.MonkeyPatch
):
    assert browser.get("/readyz").status_code == 200
    monkeypatch.setattr(matters, "first_of", no_room)
    browser.get("/desk/matters")

    answer = browser.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"ok": False, "why": "disk"})
