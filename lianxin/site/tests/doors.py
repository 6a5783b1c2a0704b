"""Steps made through the door, and what the door says where they are not."""

from collections.abc import Callable

from django.db import transaction

from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.actions import step
from lianxin.matters.models import Matter, MatterLink
from lianxin.site.tests.turns import data_for, waiting_file

# What the door says where the button is not shown.
CLOSED_DOOR = {"not_allowed", "wrong_state", "doer_cannot_verify"}


def go(matter: Matter, name: str, by: Actor, **data: object) -> Matter:
    """Make a step of a request with good input; `data` are what is to differ from it."""
    data = {**_named(matter, name), **data}
    files = [waiting_file(by).pk] if name == "attach" else []
    return step(matter.number, name, by=by, data={**data_for(name), **data}, files=files)


def _named(matter: Matter, name: str) -> dict:
    """Return input that names another matter, for a step that asks for one: the last recorded."""
    asked = {"merge": "into", "link": "number", "unlink": "number"}.get(name)
    if asked is None:
        return {}
    other = Matter.objects.exclude(pk=matter.pk).filter(parent=None).latest("recorded_at")
    another = {"relation": "caused_by"} if name == "link" and MatterLink.objects.exists() else {}
    return {asked: other.number, **another}


class Undone(Exception):
    """Takes back a step that was only tried."""


def answer_of_the_door(
    matter: Matter, name: str, by: Actor, make: Callable[[Matter, str, Actor], Matter] = go
) -> str:
    """Try a step and return `done` or the code of the refusal; either way nothing stays changed."""
    try:
        with transaction.atomic():
            make(matter, name, by)
            raise Undone
    except Undone:
        return "done"
    except Refused as refused:
        return refused.code
