from collections.abc import Callable, Mapping, Sequence

import pytest

from lianxin.base.actor import Actor
from lianxin.kinds.whistle.tests.calls import Called
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.site.tests.cast import username_of


@pytest.fixture
def call(
    record: Callable[..., Matter], drive: Callable[..., Matter], actors: Mapping[str, Actor]
) -> Callable[..., Called]:
    """Whistle for a matter: `call(responders=("department", "property"), by="desk", trigger=…)`."""

    def called(
        *,
        responders: Sequence[str] = ("department", "property"),
        by: str = "desk",
        trigger: str = "outstanding",
        lead: str = "",
        **said: str,
    ) -> Called:
        matter = drive(record(**said), "taken_in")
        data = {
            "trigger": trigger,
            "words": "楼顶违建漏水，请各家到场。",
            "responders": [username_of(name) for name in responders],
            "lead": username_of(lead) if lead else "",
        }
        matter = step(matter, "whistle", by=actors[by], data=data)
        whistle = matter.children.get(kind="whistle")
        answers = {one.holder_id: one for one in whistle.children.select_related("holder")}
        return Called(matter, whistle, {name: answers[actors[name].person] for name in responders})

    return called
