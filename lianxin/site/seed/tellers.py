"""A story told in one of the twins: the rows that the doors would have written, by the doors' own rules."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Model, QuerySet

from lianxin.access.models import Login
from lianxin.access.queries import actor_for, working_posts
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.history.links import event_after, opening_after
from lianxin.history.models import OpeningHead
from lianxin.kinds.request.titles import title_of
from lianxin.matters.clocks import next_look, wind
from lianxin.matters.flow import Turn, flow_of
from lianxin.matters.models import Clock, Matter
from lianxin.matters.numbers import written
from lianxin.matters.search import text_of
from lianxin.matters.turning import Said, levels_of, new_matter, record_facts, turn_over
from lianxin.people.models import Person, Post
from lianxin.site.seed.lives import Act
from lianxin.site.seed.stories import Story
from lianxin.site.seed.twins import GRIDS, TWINS, Twin
from lianxin.territory.models import Level, Place
from lianxin.territory.queries import community_coded

FLOW = flow_of("request")
# What the property company holds; all else goes to the grid.
_PROPERTYS = frozenset({"ELEVATOR", "FACILITY", "LIGHTING", "SANITATION"})
_HOW = {"phone": "打电话来说", "counter": "到办公室说", "visit": "在家门口说"}
# A faster or slower pace lets hours be so many times as long.
_PACES = {"emergency": 0.02, "urgent": 0.2, "normal": 1.0}


@dataclass
class Teller:
    """One twin with all that its matters need, read once; `last` is the last number of each day."""

    twin: Twin
    until: datetime
    last: Counter[date] = field(default_factory=Counter)

    @cached_property
    def community(self) -> Place:
        return community_coded(self.twin.code)

    @cached_property
    def head(self) -> OpeningHead:
        """The chain of openings goes on where taking in the register has left it."""
        district = self.community.district_id
        return OpeningHead.objects.filter(pk=district).first() or OpeningHead(district_id=district)

    @cached_property
    def _nothing(self) -> QuerySet[Matter]:
        found = Matter.objects.none()
        len(found)  # counted now, and never again
        return found

    def tell(self, story: Story) -> Iterator[Model]:
        """Yield the rows of one matter, from what was said to as far as its life has come."""
        told: dict[str, Clock] = {}
        with clock.at(story.at):
            matter = self._opened(story)
            # Nothing is merged into it, which the door would ask the database at each end.
            matter._prefetched_objects_cache = {"merged": self._nothing}
            _wound(matter, told)
            yield matter
            yield opening_after(self.head, matter.pk, matter.kind, matter.number)
            yield from _event(matter, "record", "", self.actors["desk"], record_facts(matter), {"words": matter.words})  # fmt: skip
        holder, at, states = self._holder(story), story.at, [matter.state]
        for place, act in enumerate(story.life.acts):
            at += _wait(act, story, place)
            if at >= self.until:
                break
            with clock.at(at):
                yield from self._made(matter, act, holder, states)
                yield from _wound(matter, told)
            states.append(matter.state)
        yield from told.values()
        yield text_of(matter)

    def _opened(self, story: Story) -> Matter:
        place, levels, words = self._places[story.place]
        spot = f"{self.twin.sign}亭{story.spot}"
        known = None if story.registered is None else self._people[story.registered]
        name, title = (known.name, known.title) if known else (story.surname, story.title)
        day = story.at.date()
        said = Said(
            words=f"{name}{title}{_HOW.get(story.channel, '反映')}，{words}{spot}，{story.said}。",
            place=place,
            said_on=day,
            channel=story.channel,
            category=story.category,
            urgency=story.urgency,
            title=title_of(words or spot, story.category, place.district_id),
            spot=spot,
            requester=known,
            requester_name=name,
            requester_title=title,
            requester_phone=known.phone if known else story.phone,
            withhold=story.category == "PROPERTY",
        )
        number = written(FLOW.prefix, day, self._next(day))
        return new_matter(FLOW.kind, said, levels, number=number, by=self.actors["desk"])

    def _next(self, day: date) -> int:
        """Return the day's next number: the twins take turns, one has the odd ones, one the even."""
        self.last[day] += len(TWINS) if day in self.last else TWINS.index(self.twin) + 1
        return self.last[day]

    def _made(self, matter: Matter, act: Act, holder: str, states: list[str]) -> Iterator[Model]:
        by = self.actors[holder if act.who == "holder" else act.who]
        turn = Turn(matter=matter, by=by, at=clock.now(), clean=self._clean(act, holder))
        before = matter.state
        row = FLOW.row(act.step, before)
        turn_over(row, turn, lambda: _left(states))
        yield from _event(matter, act.step, before, by, turn.facts, turn.words)

    def _clean(self, act: Act, holder: str) -> dict:
        clean = dict(act.data)
        if "holder" in clean:
            name = holder if clean["holder"] == "holder" else clean["holder"]
            clean |= {"holder": self.actors[name].login, "post": self._posts[name]}
        if "consent" in clean:
            superior = self.actors[clean["consent"]]
            clean |= {"consent": superior.login, "consented": superior.person}
        if "review_in" in clean:
            clean["review_on"] = clock.today() + timedelta(days=clean.pop("review_in"))
        return clean

    def _holder(self, story: Story) -> str:
        grid = self._places[story.place][1]["grid_id"]
        if story.category in _PROPERTYS or grid is None:
            return "property"
        return self._grids[grid]

    @cached_property
    def actors(self) -> dict[str, Actor]:
        logins = Login.objects.filter(district=self.community.district_id).select_related("person")
        return {self._short(login.username): actor_for(login) for login in logins}

    @cached_property
    def _posts(self) -> dict[str, Post]:
        posts = working_posts(self.community, self.until.date())
        return {
            self._short(login.username): post
            for post in posts
            for login in post.person.logins.all()
        }

    def _short(self, username: str) -> str:
        return username.removesuffix(f"-{self.twin.code}")

    @cached_property
    def _grids(self) -> dict[object, str]:
        found = dict(self._within(Level.GRID).values_list("name", "pk"))
        return {found[name]: f"grid{number}" for number, name in enumerate(GRIDS, start=1)}

    @cached_property
    def _people(self) -> list[Person]:
        return list(
            Person.objects.filter(community=self.community, home__isnull=False).order_by("pk")
        )

    @cached_property
    def _places(self) -> dict[tuple[str, ...], tuple[Place, dict, str]]:
        """Each place by its names from the compound down, with its levels and its name in words."""
        named = {(): (self.community, levels_of(self.community), "")}
        names: dict[object, tuple[str, ...]] = {self.community.pk: ()}
        for level in (Level.COMPOUND, Level.BUILDING, Level.STAIRWELL, Level.HOME):
            for place in self._within(level):
                path = names[place.pk] = (*names[place.parent_id], place.name)
                named[path] = (place, levels_of(place), "".join(path))
        return named

    def _within(self, level: str) -> object:
        district = self.community.district_id
        return Place.objects.filter(district=district, community=self.community, level=level)


def _wound(matter: Matter, told: dict[str, Clock]) -> list[Clock]:
    """Wind a matter's clocks, as the door does after each step; return the runs that are over for good."""
    wound = wind(matter, FLOW.clocks, FLOW.limits, clock.now())
    for name in wound.stopped:
        told[name].stopped_at, told[name].next_at = wound.at, None
    for name in wound.resumed:
        told[name].stopped_at, told[name].next_at = None, next_look(told[name])
    over = [told.pop(started.name) for started in wound.started if started.name in told]
    told.update({started.name: started for started in wound.started})
    return over


def _wait(act: Act, story: Story, place: int) -> timedelta:
    """Return how long an act was waited for: drawn from the story, so that both twins wait alike."""
    least, most = act.hours
    drawn = (story.at.microsecond * (place + 3)) % 997 / 997
    hours = least + (most - least) * drawn
    haste = 1.0 if least > 400 else _PACES[story.urgency] * story.pace
    return timedelta(hours=hours * haste)


def _left(states: list[str]) -> str | None:
    """Return the state that was left last for the present one."""
    now = states[-1]
    return next((state for state in reversed(states) if state != now), None)


def _event(
    matter: Matter, step: str, before: str, by: Actor, facts: dict, words: dict
) -> Iterator[Model]:
    event, beside = event_after(
        matter, step, by=by, before=before, after=matter.state, data=facts, words=words
    )
    yield event
    if beside:
        yield beside
