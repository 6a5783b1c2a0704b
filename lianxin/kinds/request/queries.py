"""Whose a request is, where that is not clear: who was asked, what they said, and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lianxin.base.actor import Actor
from lianxin.history.models import Event
from lianxin.kinds.request.forms import THEIRS
from lianxin.matters.models import Matter
from lianxin.matters.present import event_words

TURNING = ("enquire", "finish", "dispatch", "reassign", "redirect")


@dataclass(frozen=True)
class Asked:
    """One body that was asked, and its answer."""

    body: str
    theirs: str
    words: str
    at: datetime


@dataclass(frozen=True)
class Asking:
    """All who were asked, in order, and what was named to come next, unless it was given to somebody since."""

    asked: list[Asked]
    next: str


def asking(events: Iterable[Event], matter: Matter, actor: Actor) -> Asking | None:
    """Return who was asked about a matter, from its events; nothing where nobody had to be asked."""
    since = list(_since_first_asked(events))
    told = [(event, {**event.data, **event_words(event, matter, actor)}) for event in since]
    asked = [_asked(event, said) for event, said in told if "body" in said]
    if not asked:
        return None
    _last, said = told[-1]
    return Asking(asked, said.get("next", ""))


def _since_first_asked(events: Iterable[Event]) -> Iterable[Event]:
    """Yield what may say what comes next, and what ends that: somebody was given it since."""
    asked = False
    for event in events:
        asked = asked or event.step == "enquire"
        if asked and event.step in TURNING:
            yield event


def _asked(event: Event, said: dict) -> Asked:
    return Asked(said["body"], str(THEIRS[said["theirs"]]), said.get("words", ""), event.at)
