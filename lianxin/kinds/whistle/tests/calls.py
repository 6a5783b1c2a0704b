"""A whistle at hand, and good input for each of its steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.actions import step
from lianxin.matters.models import OPEN, Matter

Actors = Mapping[str, Actor]


@dataclass
class Called:
    """A matter that was whistled for, the whistle, and the answers by the short names of those called."""

    matter: Matter
    whistle: Matter
    responses: dict[str, Matter]

    def family(self) -> list[Matter]:
        return [self.whistle, *self.responses.values()]


def data_of(name: str, response: str = "") -> dict:
    """Return input that a step of a whistle, or of an answer, takes."""
    now = clock.local(clock.now())
    return {
        "plan": {
            "response": response,
            "words": "拆楼顶违建，铺防水。",
            "until": (now.date() + timedelta(days=5)).isoformat(),
        },
        "minute": {
            "held_on": now.date().isoformat(),
            "topic": "楼顶怎么修",
            "attended": "赵某，业委会主任\n钱某，物业经理",
            "words": "先拆后修。",
            "decisions": f"铺防水，物业，{now.date() + timedelta(days=9)}",
        },
        "note": {"words": "看过楼顶。"},
        "lead": {"response": response, "reason": "住建局不来。"},
        "close": {"outcome": "solved", "words": "违建拆了，不漏了。"},
        "withdraw": {"reason": "不用了。"},
        "respond": {
            "coming": True,
            "arrives_at": (now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
        },
        "arrive": {"words": "到了两个人。"},
        "finish": {"outcome": "solved", "words": "违建拆了。"},
        "verify": {"passed": True},
        "supervise": {"words": "必须到场。"},
        "rate": {"rating": "good"},
    }[name]


REFUSES = {"coming": False, "reason": "归城管，不归住建。"}
# How one answer comes to each of its states: the steps, who makes them, and what differs in them.
ANSWERED = {
    "dispatched": (),
    "taken_in": (("respond", "department", {}),),
    "in_hand": (("respond", "department", {}), ("arrive", "department", {})),
    "to_verify": (
        ("respond", "department", {}), ("arrive", "department", {}), ("finish", "department", {}),
    ),
    "closed": (
        ("respond", "department", {}), ("arrive", "department", {}), ("finish", "department", {}),
        ("verify", "desk", {}),
    ),
    "redirected": (("respond", "department", REFUSES),),
}  # fmt: skip


def go(matter: Matter, name: str, by: Actor, **data: object) -> Matter:
    children = matter.children.filter(state__in=OPEN).order_by("number")
    response = children.values_list("number", flat=True).first() or ""
    return step(matter.number, name, by=by, data={**data_of(name, response), **data})


def answered(called: Called, state: str, actors: Actors) -> Matter:
    response = called.responses["department"]
    for name, who, data in ANSWERED[state]:
        response = go(response, name, actors[who], **data)
    assert response.state == state
    return response


def refused(call: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as refusal:
        call()
    return refusal.value
