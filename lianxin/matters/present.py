"""A matter as an answer: the same for the command line, JSON and pages, masked by default."""

import json
from collections.abc import Iterable
from datetime import datetime

from lianxin.base.actor import Actor
from lianxin.base.clock import local
from lianxin.base.forms import described
from lianxin.files.present import attachment_json
from lianxin.history.models import Event
from lianxin.matters.models import Matter
from lianxin.matters.names import LEVELS, Names, names_of
from lianxin.matters.queries import hides_requester, steps_for
from lianxin.matters.related import numbers_of, with_numbers
from lianxin.matters.whole import Whole
from lianxin.understanding.personal import mask


def mask_phone(phone: str) -> str:
    """Return a telephone as it is shown by default: 138****1234."""
    digits = phone.strip()
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 8 else "****" if digits else ""


def words_of(matter: Matter, actor: Actor | None) -> str:
    """Return the words as this reader may see them; who must not learn who asked gets the summary."""
    return mask(matter.summary if hides_requester(matter, actor) else matter.words)


def requester_of(matter: Matter, actor: Actor | None) -> dict:
    if hides_requester(matter, actor):
        return {"name": "", "title": "", "phone_masked": "", "person": None}
    return {
        "name": matter.requester_name,
        "title": matter.requester_title,
        "phone_masked": mask_phone(matter.requester_phone),
        "person": str(matter.requester_id) if matter.requester_id else None,
    }


def subject_of(matter: Matter, actor: Actor | None) -> str:
    """Return for whom was asked; whoever must not learn who asked would know it from that."""
    return "" if hides_requester(matter, actor) else matter.subject_name


def as_json(matter: Matter, actor: Actor | None, *, steps: bool = False) -> dict:
    """Return a matter whole: facts, place, requester, events, and on request the steps open to the actor."""
    whole = Whole(matter, actor)
    files = [attachment_json(attachment) for attachment in whole.files]
    family = [_relative_json(relative, matter) for relative in whole.family]
    answer = {
        **summary_json(matter, whole.names, actor),
        "parent": next((one["number"] for one in family if one["relation"] == "parent"), None),
        "children": [one["number"] for one in family if one["relation"] == "child"],
        "family": family,
        "links": [linked.as_json() for linked in whole.links],
        "merged": [_reporter_json(one, actor) for one in whole.merged],
        "files": files,
        "clocks": [run.as_json() for run in whole.clocks],
        "events": [event_json(event, whole.names, matter, actor, files) for event in whole.events],
    }
    if steps and actor is not None:
        answer["steps"] = [
            {"step": offer.name, "asks": described(offer.form)}
            for offer in steps_for(matter, actor)
        ]
    return answer


def _relative_json(relative: Matter, matter: Matter) -> dict:
    return {
        "relation": "parent" if relative.pk == matter.parent_id else "child",
        "number": relative.number,
        "kind": relative.kind,
        "title": relative.title,
        "state": relative.state,
        "outcome": relative.outcome or None,
        "holder_name": relative.holder.name if relative.holder else None,
    }


def _reporter_json(merged: Matter, actor: Actor | None) -> dict:
    """Return who else reported a matter, in which words: whoever did is answered, too."""
    return {
        "number": merged.number,
        "state": merged.state,
        "said_on": merged.said_on.isoformat(),
        "channel": merged.channel,
        "words": words_of(merged, actor),
        "requester": requester_of(merged, actor),
    }


def summary_json(matter: Matter, names: Names, actor: Actor | None) -> dict:
    """Return the facts of a matter, without its history: a row of a list."""
    return {
        "number": matter.number,
        "kind": matter.kind,
        "state": matter.state,
        "version": matter.version,
        "title": matter.title,
        "words": words_of(matter, actor),
        "summary": mask(matter.summary),
        "category": matter.category,
        "urgency": matter.urgency,
        "channel": matter.channel,
        "said_on": matter.said_on.isoformat(),
        "recorded_at": _moment(matter.recorded_at),
        "place": {
            **{level: names.place(matter, level) for level in LEVELS},
            "spot": matter.spot or None,
        },
        "requester": requester_of(matter, actor),
        "subject": subject_of(matter, actor) or None,
        "holder": names.logins.get(matter.holder_id),
        "holder_name": names.person(matter.holder_id) or None,
        "due_at": _moment(matter.due_at),
        "due_why": matter.due_why,
        "provisional": matter.provisional,
        "paused_until": _moment(matter.paused_until),
        "level": matter.level,
        "outcome": matter.outcome or None,
        "finished_at": _moment(matter.finished_at),
        "closed_at": _moment(matter.closed_at),
        "merged_into": names.merged_into(matter),
    }


def _moment(at: datetime | None) -> str | None:
    return local(at).isoformat(timespec="seconds") if at else None


def event_json(
    event: Event, names: Names, matter: Matter, actor: Actor | None, files: list[dict]
) -> dict:
    """Return an event with its words, and those of the matter's files that came with it."""
    words = event_words(event, matter, actor)
    known = with_numbers(event.data, names.numbers)
    facts = {name: value for name, value in known.items() if name not in ("files", "own")}
    return {
        "seq": event.seq,
        "at": _moment(event.at),
        "by": event.login,
        "by_name": names.person(event.person),
        "post": str(event.post) if event.post else None,
        "via": event.via,
        "step": event.step,
        "from": event.before or None,
        "to": event.after,
        "reason": words.pop("reason", None),
        "data": _merged(facts, words),
        "files": [file for file in files if file["seq"] == event.seq],
        "hash": event.hash,
    }


def _merged(facts: dict, words: dict) -> dict:
    """Join facts and words again; a correction keeps old and new in both."""
    joined = {**facts, **words}
    for side in ("old", "new"):
        if side in facts and side in words:
            joined[side] = {**facts[side], **words[side]}
    return joined


def event_words(event: Event, matter: Matter, actor: Actor | None) -> dict:
    """Return the free words of an event, masked; without those that say who asked where that is withheld."""
    if not hasattr(event, "words"):
        return {}
    words = json.loads(mask(event.words.body))
    if hides_requester(matter, actor):
        words = {name: value for name, value in words.items() if name in ("reason", "next")}
    for side in ("old", "new"):
        if "requester_phone" in words.get(side, {}):
            words[side]["requester_phone"] = mask_phone(words[side]["requester_phone"])
    return words


def list_json(matters: Iterable[Matter], actor: Actor | None) -> list[dict]:
    matters = list(matters)
    names = names_of(matters, numbers=numbers_of(matters, (), actor))
    return [summary_json(matter, names, actor) for matter in matters]
