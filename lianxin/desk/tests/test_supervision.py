"""The supervisor's page: each figure opens exactly as many matters as it says."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.test import Client

from lianxin.base import clock
from lianxin.base.tests.counting import counting
from lianxin.matters.models import Matter

FIGURE = re.compile(r'href="(/desk/matters\?[^"]+)"><b>(\d+)</b>')
CELL = re.compile(r'class="cell" href="(/desk/matters\?[^"]+)">(\d+)<')


@pytest.fixture
def standing(record: Callable[..., Matter], drive: Callable[..., Matter]) -> None:
    """Matters that stand in every way."""
    drive(record(), "carried")
    drive(record(category="NOISE"), "in_hand", holder="property")
    record(urgency="emergency")
    now = clock.now()
    Matter.objects.filter(pk=record().pk).update(due_at=now - timedelta(days=1))
    Matter.objects.filter(pk=record().pk).update(provisional=True, asked_at=now)


def test_every_figure_opens_to_as_many_matters_as_it_says(
    standing: None, browsers: Mapping[str, Client]
):
    desk = browsers["desk"]
    with clock.at(clock.now() + timedelta(hours=1, minutes=45)):
        page = desk.get("/desk/supervision?quiet=3").content.decode()
        figures = [*FIGURE.findall(page), *CELL.findall(page)]
        opened = [
            desk.get(address.replace("&amp;", "&")).content.decode().count('class="matter-row"')
            for address, _count in figures
        ]

    assert len(figures) > 12
    assert opened == [int(count) for _address, count in figures]


def test_a_stuck_matter_opens_with_the_days_that_were_asked_for(
    recorded: Matter, browsers: Mapping[str, Client]
):
    with clock.at(clock.now() + timedelta(days=4)):
        three = browsers["desk"].get("/desk/matters?due=stuck&quiet=3").content.decode()
        seven = browsers["desk"].get("/desk/matters?due=stuck").content.decode()

    assert (recorded.number in three, recorded.number in seven) == (True, False)


def test_what_was_typed_stays_beside_the_sentence(browsers: Mapping[str, Client]):
    answer = browsers["desk"].get("/desk/supervision?quiet=400")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "最多366天。" in page
    assert 'value="400"' in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("desk", 200), ("street", 200), ("district", 200), ("grid", 403), ("property", 403)],
)
def test_only_who_supervises_or_dispatches_is_let_in_and_has_the_menu(
    who: str, status: int, browsers: Mapping[str, Client]
):
    menu = browsers[who].get("/desk/account").content.decode()

    assert browsers[who].get("/desk/supervision").status_code == status
    assert ('href="/desk/supervision"' in menu) == (status == 200)


def test_the_page_makes_as_many_queries_for_three_carried_matters_as_for_one(
    record: Callable[..., Matter], drive: Callable[..., Matter], browsers: Mapping[str, Client]
):
    desk = browsers["desk"]

    def queries() -> int:
        with counting() as counted:
            assert desk.get("/desk/supervision").status_code == 200
        return len(counted)

    drive(record(), "carried")
    one = queries()
    drive(record(category="NOISE"), "carried")
    drive(record(), "carried")

    assert queries() == one
