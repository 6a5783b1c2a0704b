"""A matter with all that is told of it, read for one reader: what pages and answers show of it."""

from lianxin.base.actor import Actor
from lianxin.matters.explain import explained
from lianxin.matters.files import files_of
from lianxin.matters.models import Matter
from lianxin.matters.names import names_of
from lianxin.matters.queries import events_of
from lianxin.matters.related import links_of, numbers_of, relatives_of


class Whole:
    """One matter, its history and whatever hangs on it; `actor` is None for who runs the machine.

    Whatever can be there only after a step is asked for only where the history has that step.
    """

    def __init__(self, matter: Matter, actor: Actor | None) -> None:
        self.matter, self.actor = matter, actor
        self.events = list(events_of(matter))
        steps = {event.step for event in self.events}
        self.names = names_of([matter], self.events, numbers_of([matter], self.events, actor))
        bears_files = any("files" in event.data for event in self.events)
        self.files = files_of(matter, actor) if bears_files else []
        relatives = relatives_of(matter, actor)
        self.merged = [one for one in relatives if one.merged_into_id == matter.pk]
        self.family = [
            one for one in relatives if one.pk == matter.parent_id or one.parent_id == matter.pk
        ]
        self.links = links_of(matter, actor) if "link" in steps else []
        self.clocks = explained(matter, changed=bool(steps & {"pause", "extend"}))
