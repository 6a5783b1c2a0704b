"""Correcting what was written down of a request; the event keeps old and new."""

from django.utils.translation import gettext as _

from lianxin.base.refused import Refused
from lianxin.kinds.request import forms
from lianxin.kinds.request.titles import place_words, title_of
from lianxin.matters.actions import put_at
from lianxin.matters.flow import Turn


def note_amended(turn: Turn) -> None:
    """Write what was corrected; the event keeps old and new."""
    matter, clean = turn.matter, turn.clean
    changes = {
        name: clean[name]
        for name in (*forms.AmendForm.PLAIN, "withhold")
        if name in turn.given and clean[name] not in (None, getattr(matter, name))
    }
    for name in ("category", "urgency", "requester_phone"):
        if changes.get(name) == "":
            del changes[name]  # left empty, these stay as they are
    old = {name: getattr(matter, name) for name in changes}
    for name, value in changes.items():
        setattr(matter, name, value)
    place = clean.pop("place")
    if place is not None:
        old["place"] = _path_words(turn)
        put_at(matter, place)
        changes["place"] = _path_words(turn)
    if not changes:
        raise Refused("bad_input", _("没有改动什么，请先改好再提交。"), fields={})
    turn.reworded = True
    if "category" in changes or "place" in changes:
        matter.title = title_of(place_words(matter), matter.category, matter.district_id)
    plain = ("category", "urgency", "withhold")
    turn.facts = {
        "old": {name: value for name, value in old.items() if name in plain},
        "new": {name: value for name, value in changes.items() if name in plain},
    }
    reason = turn.words.get("reason", "")
    turn.words = {
        "old": {name: value for name, value in old.items() if name not in plain},
        "new": {name: value for name, value in changes.items() if name not in plain},
        "reason": reason,
    }


def _path_words(turn: Turn) -> str:
    return place_words(turn.matter)
