"""The buttons of a matter's page are exactly the steps that the door takes."""

import re
from collections.abc import Callable, Mapping

import pytest
from django.db import transaction
from django.test import Client

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.actions import step
from lianxin.matters.flow import flow_of
from lianxin.matters.models import Matter
from lianxin.site.tests.turns import WAY

NAMES = sorted({row.name for row in flow_of("request").steps})
READERS = ("desk2", "grid", "property", "street")


def shown(page: str) -> list[str]:
    return sorted(re.findall(r'data-step="(\w+)"', page))


@pytest.mark.once
@pytest.mark.parametrize("state", WAY)
@pytest.mark.parametrize("reader", READERS)
def test_a_button_is_shown_exactly_where_the_step_is_not_refused(
    state: str,
    reader: str,
    recorded: Matter,
    drive: Callable[..., Matter],
    browsers: Mapping[str, Client],
    actors: Mapping[str, Actor],
):
    matter = drive(recorded, state)

    answer = browsers[reader].get(f"/desk/matters/{matter.number}")

    if answer.status_code == 404:
        with pytest.raises(Refused) as refusal:
            step(matter, "take_in", by=actors[reader])
        assert refusal.value.code == "not_found"
    else:
        assert shown(answer.content.decode()) == [
            name for name in NAMES if _not_refused(name, matter, browsers[reader])
        ]


def _not_refused(name: str, matter: Matter, browser: Client) -> bool:
    """Tell whether a POST with nothing in it gets as far as asking for what is missing, or is made."""
    with transaction.atomic():
        answer = browser.post(f"/desk/matters/{matter.number}/steps/{name}", {})
        transaction.set_rollback(True)
    return answer.status_code in (302, 422)
