"""What is seeded could have been written by hand: it proves, follows the flow, and stays with its twin."""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from lianxin.access import backend
from lianxin.access.queries import actor_for, login_named
from lianxin.base import clock
from lianxin.base.refused import Refused
from lianxin.base.tests.counting import counting
from lianxin.history.models import Event
from lianxin.history.queries import verify
from lianxin.matters.flow import flow_of
from lianxin.matters.models import Matter, State
from lianxin.matters.numbers import next_number
from lianxin.matters.queries import find, matters_for, steps_for
from lianxin.site.seed.load import Seeded, seed
from lianxin.site.seed.stories import SAID, stories
from lianxin.site.seed.tellers import Teller
from lianxin.site.seed.twins import TWINS

SIZE = 200
FLOW = flow_of("request")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seeded")


@pytest.fixture(scope="module", autouse=True)
def seeded(django_db_setup: None, django_db_blocker: object, home: Path) -> Iterator[None]:
    """The twins with 200 matters, for all tests of this file: they only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed(Seeded(SIZE, 5), home, lambda *_progress: None)
        yield
        transaction.set_rollback(True)


def histories() -> Iterator[tuple[Matter, list[Event]]]:
    for matter in Matter.objects.order_by("number"):
        yield matter, list(Event.objects.filter(subject=matter.pk).order_by("seq"))


def test_every_chain_proves():
    assert verify() == (Event.objects.count(), [])


def test_every_life_follows_the_flow():
    astray = [
        (matter.number, event.seq)
        for matter, events in histories()
        for event in events[1:]
        if (row := FLOW.row(event.step, event.before)) is None
        or event.after not in (row.to or (event.before,))
    ]

    assert astray == []


def test_no_doer_verifies_or_answers():
    for _matter, events in histories():
        doers = {event.person for event in events if event.step in FLOW.doing}
        checkers = {event.person for event in events if event.step in ("verify", "confirm")}

        assert doers & checkers == set()


def test_what_is_closed_was_verified_and_answered_or_withdrawn():
    closed = Matter.objects.filter(state=State.CLOSED)

    unfinished = closed.exclude(outcome="withdrawn").filter(verified_at=None)
    assert (closed.count() > SIZE / 2, unfinished.count()) == (True, 0)
    assert closed.exclude(outcome="withdrawn").filter(answer="").count() == 0


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.code)
def test_the_office_finds_each_matter_of_its_twin_and_can_go_on_with_those_that_are_open(twin):
    desk = actor_for(login_named(f"desk-{twin.code}"))

    mine = [find(number, desk) for number in matters_for(desk).values_list("number", flat=True)]

    assert len(mine) == SIZE / 2
    assert [
        matter.number for matter in mine if matter.is_open and not steps_for(matter, desk)
    ] == []


def test_a_twin_meets_no_sign_of_the_other():
    here, there = TWINS
    browser = signed_in(f"desk-{here.code}")
    theirs = matters_for(actor_for(login_named(f"desk-{there.code}")))

    page = browser.get("/desk/matters").content.decode()
    found = browser.get("/desk/matters", {"q": there.sign}).content.decode()

    assert (here.sign in page, there.sign in page) == (True, False)
    assert f"{there.sign}亭" not in found
    assert browser.get(f"/desk/matters/{theirs.first().number}").status_code == 404


def test_the_same_seed_tells_the_same():
    until = datetime.combine(clock.today(), time(), tzinfo=clock.BEIJING)
    teller = Teller(TWINS[0], until)

    again = [next(teller.tell(story)) for story in stories(SIZE // 2, 5, until)]

    told = Matter.objects.filter(district=teller.community.district_id).order_by("number")
    facts = ("number", "words", "requester_phone", "category", "urgency", "recorded_at")
    assert sorted(_facts(matter, facts) for matter in again) == [
        _facts(matter, facts) for matter in told
    ]


def _facts(matter: Matter, names: tuple[str, ...]) -> tuple:
    return tuple(getattr(matter, name) for name in names)


def test_words_are_met_as_often_as_said():
    said = [story.said for story in stories(10_000, 5, clock.now())]

    met = {word: sum(word in sentence for sentence in said) for word in SAID}

    assert met == {"蜂窝": 1, "裂缝": 100, "麻烦": 3000}


def test_the_next_number_of_a_day_follows_the_seeded_ones():
    last = Matter.objects.order_by("-recorded_at", "-number").first()

    following = next_number("SQ", last.said_on)

    assert int(following[-4:]) > max(
        int(number[-4:])
        for number in Matter.objects.filter(said_on=last.said_on).values_list("number", flat=True)
    )


def test_the_same_seed_again_changes_nothing_and_another_is_refused(home: Path, tmp_path: Path):
    before = Matter.objects.count()

    seed(Seeded(SIZE, 5), home, pytest.fail)

    assert Matter.objects.count() == before
    for wanted, folder in ((Seeded(10, 6), home), (Seeded(SIZE, 5), tmp_path)):
        with pytest.raises(Refused) as refused:
            seed(wanted, folder, pytest.fail)
        assert refused.value.code == "wrong_state"


def test_a_page_of_fifty_asks_as_often_as_a_page_of_one():
    browser = signed_in("desk-dong")
    desk = actor_for(login_named("desk-dong"))
    one = matters_for(desk).exclude(holder=None).first()

    browser.get("/desk/matters")  # what is kept for some seconds is known from here on
    asked = {}
    for sought in ("派人来看看", one.number):
        with counting() as queries:
            page = browser.get("/desk/matters", {"q": sought}).content.decode()
        asked[page.count('class="matter-row"')] = len(queries)

    assert set(asked) == {50, 1}
    assert asked[50] == asked[1]


def signed_in(login: str) -> Client:
    browser = Client()
    browser.force_login(login_named(login), backend.PATH)
    return browser
