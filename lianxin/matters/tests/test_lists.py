"""The first rows found way by way are those of the whole list."""

from collections.abc import Callable, Mapping

import pytest
from django.db.models import QuerySet

from lianxin.base.actor import Actor
from lianxin.matters.lists import first_of, lines_of
from lianxin.matters.models import Matter
from lianxin.matters.queries import holders, matters_for
from lianxin.territory.models import Place


@pytest.fixture
def several(record: Callable, drive: Callable, tongxin: Place) -> list[Matter]:
    """Matters at home and of the community, one held by the grid worker, one by the company."""
    return [
        record(),
        drive(record(), "in_hand"),
        drive(record(by="captain"), "in_hand", holder="property"),
        record(place=tongxin),
    ]


@pytest.mark.parametrize("order", [("-recorded_at", "-pk"), ("due_at", "pk")])
def test_everybody_gets_what_is_in_scope_in_its_order_each_once(
    order: tuple[str, str], several: list[Matter], actors: Mapping[str, Actor]
):
    for actor in actors.values():
        seen = matters_for(actor).order_by(*order)

        assert first_of(actor, lambda found: found.order_by(*order), stop=50) == lines_of(seen)


def test_a_later_piece_goes_on_where_the_first_ended(
    several: list[Matter], actors: Mapping[str, Actor]
):
    def newest(found: QuerySet[Matter]) -> QuerySet[Matter]:
        return found.order_by("-recorded_at", "-pk")

    pieces = [first_of(actors["desk"], newest, start=n, stop=n + 2) for n in (0, 2, 4)]

    assert [row for piece in pieces for row in piece] == lines_of(
        newest(matters_for(actors["desk"]))
    )
    assert [len(piece) for piece in pieces] == [2, 2, 0]


def test_holders_are_those_who_hold_an_open_matter_in_sight(
    several: list[Matter], actors: Mapping[str, Actor]
):
    of_desk, of_company = (
        [pk for pk, _name in holders(actor.scope)] for actor in (actors["desk"], actors["property"])
    )

    assert set(of_desk) == {str(actors["grid"].person), str(actors["property"].person)}
    assert of_company == [str(actors["property"].person)]
