"""吹哨: flow × state × role."""

from collections.abc import Callable, Mapping

import pytest

from lianxin.base.actor import Actor
from lianxin.history.queries import verify
from lianxin.kinds.whistle.flow import WHISTLE
from lianxin.kinds.whistle.response import RESPONSE
from lianxin.kinds.whistle.tests.calls import (
    ANSWERED,
    REFUSES,
    Called,
    answered,
    data_of,
    go,
)
from lianxin.matters.models import Matter
from lianxin.matters.queries import matters_for, steps_for
from lianxin.matters.words import STEPS
from lianxin.site.tests.doors import CLOSED_DOOR, answer_of_the_door

Actors = Mapping[str, Actor]
Call = Callable[..., Called]
NAMES = sorted({row.name for flow in (WHISTLE, RESPONSE) for row in flow.steps})
TABLE = (
    "desk", "desk2", "grid", "grid2", "captain", "property", "property2", "street", "department", "district",
    "admin", "neighbour", "stranger",
)  # fmt: skip


def wrong_cells(matter: Matter, actors: Actors) -> list[tuple[str, str, bool, str]]:
    """Return where a button is shown and the door is shut, or the other way round."""
    wrong = []
    own = {row.name for row in (WHISTLE if matter.kind == "whistle" else RESPONSE).steps}
    for who in TABLE:
        sees = matters_for(actors[who]).filter(pk=matter.pk).exists()
        shown = {offer.name for offer in steps_for(matter, actors[who])} if sees else set()
        for name in own:
            said = answer_of_the_door(matter, name, actors[who], go)
            right = CLOSED_DOOR if sees else {"not_found"}
            if said not in ({"done"} if name in shown else right):
                wrong.append((who, name, name in shown, said))
    return wrong


@pytest.mark.parametrize("state", ANSWERED)
def test_a_button_of_an_answer_is_shown_exactly_where_the_door_lets_through(
    state: str, call: Call, actors: Actors
):
    response = answered(call(), state, actors)

    assert wrong_cells(response, actors) == []


@pytest.mark.parametrize("state", ["dispatched", "in_hand", "refused", "closed"])
def test_a_button_of_a_whistle_is_shown_exactly_where_the_door_lets_through(
    state: str, call: Call, actors: Actors
):
    called = call()
    if state == "in_hand":
        go(called.whistle, "plan", actors["department"])
    if state in ("refused", "closed"):
        answered(called, "redirected", actors)
    if state == "closed":
        go(called.responses["property"], "respond", actors["property"], **REFUSES)
        go(called.whistle, "close", actors["desk"], outcome="failed")
    called.whistle.refresh_from_db()

    assert wrong_cells(called.whistle, actors) == []


def test_every_step_has_a_word_and_input():
    assert set(NAMES) <= set(STEPS)
    assert all(isinstance(data_of(name), dict) for name in NAMES)


def test_a_whistle_is_proved_by_its_history(call: Call, actors: Actors):
    answered(call(), "closed", actors)

    assert verify()[1] == []
