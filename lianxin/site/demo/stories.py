"""Stories told again: every entry and step through the real actions, at its own moment."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from uuid import UUID

from lianxin.access.queries import actor_for, login_named
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.diary.actions import add_entry
from lianxin.diary.drafts import Accepted, MatterDraft
from lianxin.files.actions import take_in
from lianxin.matters.actions import step
from lianxin.matters.models import Matter
from lianxin.notices.actions import mark_read
from lianxin.site.demo.days import stories_of
from lianxin.site.demo.drawings import drawn
from lianxin.territory.models import Place
from lianxin.territory.queries import community_coded

HERE = Path(__file__).resolve().parent
CODES = ("tongxin", "yunhe", "hehuatang", "shaoguang", "xining")


@dataclass(frozen=True)
class Script:
    """A community's file of stories: its district, since when it exists, what was said and done."""

    code: str
    district: str
    founded: datetime
    story: list[dict]

    @property
    def folder(self) -> Path:
        return HERE / self.code


@dataclass
class Told:
    """One story, and the matters opened from it, in the order in which it names them.

    `tagged` are the stories of the same community that others name, by the tag that they bear.
    """

    code: str
    story: dict
    tagged: dict[str, "Told"]
    matters: list[Matter] = field(default_factory=list)

    def steps_of(self, position: int) -> list[dict]:
        """Return the steps made on one of its matters, counted from 1; not those on what came out of it."""
        made = self.story.get("step", [])
        return [one for one in made if one.get("of", 1) == position and "on" not in one]


Act = tuple[datetime, Callable[[], None]]


def script_of(code: str) -> Script:
    script = Script(**tomllib.loads((HERE / code / "stories.toml").read_text(encoding="utf8")))
    days = script.folder / "days.csv"
    return replace(script, story=[*script.story, *stories_of(days)]) if days.exists() else script


def tell(scripts: list[Script]) -> list[Told]:
    """Tell the stories of all communities in one order of time; days are counted back from now."""
    _in_post.cache_clear()
    _places_of.cache_clear()
    now, told = clock.now(), []
    acts: list[Act] = []
    for script in scripts:
        community, tagged = community_coded(script.code), {}
        for story in script.story:
            told.append(Told(script.code, story, tagged))
            if "tag" in story:
                tagged[story["tag"]] = told[-1]
            acts += _acts(told[-1], community, now)
    for moment, act in sorted(acts, key=lambda act: act[0]):
        with clock.at(moment):
            act()
    return told


def _acts(told: Told, community: Place, now: datetime) -> Iterator[Act]:
    yield moment_of(told.story, now), partial(_say, told, community)
    for made in told.story.get("step", []):
        yield moment_of(made, now), partial(_step, told, made)


def moment_of(what: dict, now: datetime) -> datetime:
    """Return when something is dated: `at`, so many `hours_ago`, or a `time` some `days_ago`."""
    if "at" in what:
        return what["at"]
    if "hours_ago" in what:
        return now - timedelta(hours=what["hours_ago"])
    day = now.date() - timedelta(days=what["days_ago"])
    return datetime.combine(day, what["time"], tzinfo=clock.BEIJING)


def _say(told: Told, community: Place) -> None:
    story = told.story
    accepted = Accepted(
        said_on=clock.today(),
        channel=story["channel"],
        reporter_name=story.get("name", ""),
        reporter_title=story.get("title", ""),
        reporter_phone=story.get("phone", ""),
        subject_name="",
        matters=tuple(_draft(matter, community) for matter in story.get("matter", [])),
    )
    by = _actor(told, story)
    _entry, told.matters = add_entry(
        story["text"], community, by=by, accepted=accepted, files=_files(told, story, by)
    )


def _draft(matter: dict, community: Place) -> MatterDraft:
    place = _places_of(community)[matter["place"]] if "place" in matter else community
    return MatterDraft(matter["category"], matter["urgency"], place, matter.get("spot", ""))


@cache
def _places_of(community: Place) -> dict[str, Place]:
    """Return the places of a community by their names from the compound down, as the stories write them."""
    places = list(Place.objects.filter(community=community))
    names = {place.pk: place.name for place in places}
    return {"/".join([*_names_above(place, names), place.name]): place for place in places}


def _names_above(place: Place, names: dict[UUID, str]) -> list[str]:
    above = (place.compound_id, place.building_id, place.stairwell_id)
    return [names[pk] for pk in above if pk]


def _step(told: Told, made: dict) -> None:
    position = made.get("of", 1) - 1
    matter, by = told.matters[position], _actor(told, made)
    on = _meant(made["on"], matter, told) if "on" in made else matter
    data = _data(made.get("data", {}), matter, told)
    after = step(on, made["step"], by=by, data=data, files=_files(told, made, by))
    if on is matter:
        told.matters[position] = after


def _meant(on: str, matter: Matter, told: Told) -> Matter:
    """Return the whistle that was blown for a matter, or the answer to it of whoever is named."""
    whistle = matter.children.get(kind="whistle")
    if on == "whistle":
        return whistle
    return whistle.children.get(holder__logins__username=login_of(on, told.code))


def _data(data: dict, matter: Matter, told: Told) -> dict:
    """Return the input of a step: logins, numbers and days in the place of what the story says for them."""
    data = dict(data)
    for name in ("holder", "consent", "lead"):
        if name in data:
            data[name] = login_of(data[name], told.code)
    if "responders" in data:
        data["responders"] = [login_of(who, told.code) for who in data["responders"]]
    if "response" in data:
        data["response"] = _meant(data["response"], matter, told).number
    for name in ("into", "number"):
        if name in data:
            data[name] = told.tagged[data[name]].matters[0].number
    for name, day in (("review_in", "review_on"), ("until_in", "until")):
        if name in data:
            data[day] = (clock.today() + timedelta(days=data.pop(name))).isoformat()
    if "arrives_in" in data:
        data["arrives_at"] = (clock.now() + timedelta(hours=data.pop("arrives_in"))).isoformat()
    return data


def login_of(who: str, code: str) -> str:
    """Return the login of somebody in a community: `desk-CODE`, and of a department `dept-CODE-…`."""
    role, *which = who.split("-")
    return "-".join([role, code, *which])


def _files(told: Told, what: dict, by: Actor) -> list[UUID]:
    return [take_in(_opened(name, told.code), name, by=by).pk for name in what.get("files", [])]


def _opened(name: str, code: str) -> BytesIO:
    """Return a sketch of that name, or the document that lies beside the stories."""
    if name.endswith(".png"):
        return drawn(name.removesuffix(".png"))
    return BytesIO((HERE / code / name).read_bytes())


def _actor(told: Told, what: dict) -> Actor:
    """Return who acts; whoever comes to act has read the messages that came until then."""
    actor = _in_post(login_of(what["by"], told.code))
    mark_read(by=actor)
    return actor


@cache
def _in_post(username: str) -> Actor:
    """Return who acts: looked up once, for nobody in the stories changes posts while they are told."""
    return actor_for(login_named(username), via="cli")
