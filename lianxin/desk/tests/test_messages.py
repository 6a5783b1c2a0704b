"""Messages to the reader."""

from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from lianxin.matters.models import Matter
from lianxin.notices.models import Notice


@pytest.fixture
def told(recorded: Matter, drive: Callable[..., Matter]) -> Notice:
    drive(recorded, "dispatched", holder="grid")
    return Notice.objects.get()


def test_a_dispatched_matter_is_told_to_its_holder_alone(
    told: Notice, browsers: Mapping[str, Client]
):
    seen = [
        told.sentence in browsers[name].get("/desk/messages").content.decode()
        for name in ("grid", "grid2", "stranger")
    ]

    assert seen == [True, False, False]


def test_opening_a_message_marks_it_and_goes_to_the_matter(
    told: Notice, browsers: Mapping[str, Client]
):
    answer = browsers["grid"].post(f"/desk/messages/{told.pk}/read")

    told.refresh_from_db()
    assert answer["Location"] == f"/desk/matters/{told.number}"
    assert told.read_at is not None


def test_nobody_reads_the_message_of_another(told: Notice, browsers: Mapping[str, Client]):
    browsers["grid2"].post(f"/desk/messages/{told.pk}/read")
    browsers["grid2"].post("/desk/messages/read")

    told.refresh_from_db()
    assert told.read_at is None


def test_the_menu_counts_what_is_unread(told: Notice, browsers: Mapping[str, Client]):
    before = 'class="menu-count">1<' in browsers["grid"].get("/desk/mine").content.decode()

    browsers["grid"].post("/desk/messages/read")

    after = "menu-count" in browsers["grid"].get("/desk/mine").content.decode()
    assert (before, after) == (True, False)
