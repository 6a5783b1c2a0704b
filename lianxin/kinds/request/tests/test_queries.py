"""Whose a request is, as its page tells it."""

from collections.abc import Mapping

from lianxin.base.actor import Actor
from lianxin.history.models import Event
from lianxin.kinds.request.queries import Asking, asking
from lianxin.matters.models import Matter
from lianxin.site.tests.doors import go


def asked(matter: Matter, actor: Actor) -> Asking | None:
    events = Event.objects.filter(subject=matter.pk).select_related("words").order_by("seq")
    return asking(events, matter, actor)


def test_who_was_asked_stands_in_order_with_the_step_that_comes_next(
    recorded: Matter, actors: Mapping[str, Actor]
):
    desk = actors["desk"]
    before = asked(recorded, desk)
    go(recorded, "enquire", desk, body="县住建局", theirs="open", words="", next="再问环卫。")
    go(recorded, "enquire", desk)

    found = asked(recorded, desk)

    assert before is None
    assert [(one.body, one.theirs, one.words) for one in found.asked] == [
        ("县住建局", "还没有答复", ""),
        ("县城管局", "不归他们", "说归街道。"),
    ]
    assert found.next == "请街道开会定。"


def test_once_somebody_was_given_it_the_step_named_before_is_over(
    recorded: Matter, actors: Mapping[str, Actor]
):
    go(recorded, "enquire", actors["desk"])
    go(recorded, "take_in", actors["desk"])
    go(recorded, "dispatch", actors["desk"])

    assert asked(recorded, actors["desk"]).next == ""
