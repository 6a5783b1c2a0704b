"""Who and what is always at hand: two twin communities, their people, and a matter in any state."""

from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from lianxin.access import backend
from lianxin.access.models import Login
from lianxin.access.queries import actor_for, login_named
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.desk.session import PROVED
from lianxin.diary.actions import add_entry
from lianxin.diary.drafts import Accepted, MatterDraft
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.site.tests.cast import Named, settle, short_names, username_of
from lianxin.site.tests.turns import WAY, data_for
from lianxin.territory.models import Place
from lianxin.territory.queries import community_coded, place_named

WORDS = "怡乐园小区1号楼1单元101张大爷来说，单元门的锁坏了，请来修。"


@pytest.fixture
def tongxin(db: None) -> Place:
    """The community `tongxin`, with its neighbours and its twin `yunhe`, everybody in their posts."""
    settle()
    return community_coded("tongxin")


@pytest.fixture
def yunhe(tongxin: Place) -> Place:
    """The twin community in another district."""
    return community_coded("yunhe")


@pytest.fixture
def hean(tongxin: Place) -> Place:
    """The community next door, in the same street."""
    return community_coded("hean")


@pytest.fixture
def logins(tongxin: Place) -> Mapping[str, Login]:
    """The logins by short name: desk, desk2, desk_twin (the desk's person again), grid, stranger …"""
    return Named(short_names(), lambda name: login_named(username_of(name)))


@pytest.fixture
def actors(logins: Mapping[str, Login]) -> Mapping[str, Actor]:
    """The actors by short name, with the rights of today."""
    return Named(list(logins), lambda name: actor_for(logins[name]))


@pytest.fixture
def browsers(logins: Mapping[str, Login]) -> Mapping[str, Client]:
    """Browsers by short name, each signed in with everything that their posts ask for."""
    return Named(list(logins), lambda name: _signed_in(logins[name]))


def _signed_in(login: Login) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(login, backend=backend.PATH)
    session = client.session
    session[PROVED] = True
    session.save()
    return client


@pytest.fixture
def home(tongxin: Place) -> Place:
    """A home in 怡乐园小区, in the first grid and in the captain's building."""
    return place_named(tongxin, "怡乐园小区", "1号楼", "1单元", "101")


@pytest.fixture
def record(actors: Mapping[str, Actor], home: Place) -> Callable[..., Matter]:
    """Write an entry from which one matter is opened: `record(by="desk", place=home, words=…)`."""

    def recorded(
        *,
        by: str = "desk",
        place: Place = home,
        words: str = WORDS,
        category: str = "FACILITY",
        urgency: str = "normal",
        spot: str = "",
        **entry: str,
    ) -> Matter:
        community = place if place.level == "community" else place.community
        said = {
            "reporter_name": "张",
            "reporter_title": "大爷",
            "reporter_phone": "13800007788",
            "subject_name": "",
        }
        accepted = Accepted(
            said_on=clock.today(),
            channel="phone",
            matters=(MatterDraft(category=category, urgency=urgency, place=place, spot=spot),),
            **{**said, **entry},
        )
        return add_entry(words, community, by=actors[by], accepted=accepted)[1][0]

    return recorded


@pytest.fixture
def recorded(record: Callable[..., Matter]) -> Matter:
    """A matter at `home` in its first state, written down by the desk."""
    return record()


@pytest.fixture
def drive(actors: Mapping[str, Actor]) -> Callable[..., Matter]:
    """Bring a recorded matter to a state through the door: `drive(matter, "in_hand", holder="grid")`."""

    def driven(matter: Matter, state: str, *, holder: str = "grid", **answers: object) -> Matter:
        for name, doer in WAY[state]:
            data = {**data_for(name, holder=username_of(holder)), **answers.get(name, {})}
            matter = step(matter, name, by=actors[holder if doer == "holder" else doer], data=data)
        assert matter.state == state
        return matter

    return driven
