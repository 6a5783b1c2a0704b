"""The draft beside the notebook's text: what is understood, overlaid with what the writer corrected.

Every field of the page travels with a hidden `seen-` twin that holds what was proposed for it.
Where the two differ the writer has corrected the field, and later readings leave it alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.desk.calls import Call, call_for
from lianxin.desk.explained import Why, explained, likely
from lianxin.desk.forms import EntryForm, MatterForm, MatterForms
from lianxin.diary.before import About, Before, abouts, place_heard, told_before
from lianxin.diary.drafts import Accepted, EntryDraft, MatterDraft, understand
from lianxin.matters.models import Channel, Urgency
from lianxin.territory.models import Place
from lianxin.territory.queries import communities_in, path_names

SEEN = "seen-"
PREFIX = "m"
_ENTRY = ("said_on", "channel", "reporter_name", "reporter_title", "reporter_phone", "subject_name")
_MATTER = ("keep", "category", "urgency", *MatterForm.PLACE, "spot", "join")


@dataclass
class Draft:
    """An entry and its matters as they stand on the page."""

    entry: EntryForm
    matters: list[MatterForm]
    seen: dict[str, str]
    total: int
    read: EntryDraft | None = None
    whys: dict[str, Why] = field(default_factory=dict)
    likely: list[list[tuple[str, str]]] = field(default_factory=list)
    told_before: Callable[[], list[list[Before]]] = list  # asked for when somebody is shown it

    @property
    def call(self) -> Call | None:
        """Whom to call first, where a matter of the draft is an emergency."""
        for form in self.matters:
            if form["keep"].value() and form["urgency"].value() == Urgency.EMERGENCY:
                return call_for(self.entry["text"].value(), form["category"].value())
        return None

    def is_valid(self, *, with_matters: bool) -> bool:
        return self.entry.is_valid() and (
            not with_matters or all(form.is_valid() for form in self.matters)
        )

    def accepted(self, *, with_matters: bool) -> Accepted:
        """Return what the writer accepts: with every matter that is kept, or the entry alone."""
        kept = (
            [form.accepted() for form in self.matters if form.cleaned_data["keep"]]
            if with_matters
            else []
        )
        clean = {name: self.entry.cleaned_data[name] for name in _ENTRY}
        return Accepted(**clean, matters=tuple(kept))


def drafted(
    data: Mapping[str, str], actor: Actor, *, more: bool = False, calm: bool = False
) -> Draft:
    """Return the draft of what is typed so far; `more` adds an empty matter, `calm` takes emergencies back."""
    communities = communities_in(actor.scope.areas, actor.district)
    community = communities.filter(code=data.get("community", "")).first() or communities.first()
    text = data.get("text", "").replace("\x00", "")
    read = understand(text, community) if text.strip() and community else None
    understood = _entry_values(read)
    cards = _card_values(read)
    total = _kept_total(data, len(cards))
    more = more and total < MatterForms.max_num
    total += more
    for number in range(total):
        values = cards[number] if number < len(cards) else {}
        understood.update({f"{PREFIX}-{number}-{name}": values.get(name, "") for name in _MATTER})
    values, seen = _overlaid(data, understood)
    if more:
        values.update(
            {f"{PREFIX}-{total - 1}-{name}": value for name, value in _further(cards).items()}
        )
    if calm:
        values = _calmed(values)
    name, _colon, picked = data.get("pick", "").partition(":")
    if name in values:
        values[name] = picked
    before = cache(partial(told_before, _abouts(read, values), community, actor))
    values |= _not_joined(values, before)
    made = _bound(data, values, seen, communities, community, total)
    made.read, made.whys = read, explained(read, values, seen)
    made.likely = likely(read, actor.district)
    made.told_before = before
    return made


def _abouts(read: EntryDraft | None, values: Mapping[str, str]) -> list[About]:
    """Return what each matter that was understood is about, as it stands on the page by now."""
    return [
        About(
            about.words,
            tuple(dict.fromkeys((values[f"{PREFIX}-{number}-category"], *about.categories))),
            place_heard(*(values[f"{PREFIX}-{number}-{level}"] for level in MatterForm.PLACE)),
            values[f"{PREFIX}-{number}-urgency"],
        )
        for number, about in enumerate(abouts(read) if read else ())
    ]


def _not_joined(
    values: Mapping[str, str], told_before: Callable[[], list[list[Before]]]
) -> dict[str, str]:
    """Return which choices to join are taken back, because they do not fit what their card has become.

    An emergency stands alone. And a card is known by its place in the text: what is typed before it
    makes it another.
    """
    chosen = {name: number for name, number in values.items() if name.endswith("-join") and number}
    return {
        name: ""
        for name, number in chosen.items()
        if values[name.removesuffix("join") + "urgency"] == Urgency.EMERGENCY
        or number not in _numbers(told_before(), int(name.split("-")[1]))
    }


def _numbers(before: list[list[Before]], card: int) -> set[str]:
    return {one.number for found in before[card : card + 1] for one in found}


def _entry_values(read: EntryDraft | None) -> dict[str, str]:
    if read is None:
        return {
            **dict.fromkeys(_ENTRY, ""),
            "said_on": clock.today().isoformat(),
            "channel": Channel.PHONE.value,
        }
    return {name: str(getattr(read, name)) for name in _ENTRY}


def _card_values(read: EntryDraft | None) -> list[dict[str, str]]:
    if read is None:
        return []
    names = path_names([matter.place for matter in read.matters])
    return [_card(matter, names[matter.place.pk]) for matter in read.matters]


def _card(matter: MatterDraft, path: dict[str, str]) -> dict[str, str]:
    return {
        "keep": "on",
        "category": matter.category,
        "urgency": str(matter.urgency),
        **{level: path[level] for level in MatterForm.PLACE},
        "spot": matter.spot,
        "join": matter.join,
    }


def _further(cards: list[dict[str, str]]) -> dict[str, str]:
    """Return a further matter, which most often lies where the first one does. Nothing proposed it, so it stays."""
    place = {level: cards[0].get(level, "") for level in MatterForm.PLACE} if cards else {}
    return {"keep": "on", "category": "OTHER", "urgency": Urgency.NORMAL.value, **place}


def _kept_total(data: Mapping[str, str], understood: int) -> int:
    """Return how many matters stand on the page: those understood, and those that the writer touched."""
    posted = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    shown = min(int(posted), MatterForms.max_num) if posted.isdecimal() else 0
    touched = [
        n for n in range(shown) if any(_corrected(data, f"{PREFIX}-{n}-{name}") for name in _MATTER)
    ]
    return max([understood, *(n + 1 for n in touched)])


def _corrected(data: Mapping[str, str], name: str) -> bool:
    seen = data.get(SEEN + name)
    return seen is not None and data.get(name, "") != seen


def _overlaid(
    data: Mapping[str, str], understood: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    values, seen = {}, {}
    for name, value in understood.items():
        corrected = _corrected(data, name)
        values[name] = data.get(name, "") if corrected else value
        seen[name] = data[SEEN + name] if corrected else value
    return values, seen


def _calmed(values: dict[str, str]) -> dict[str, str]:
    """Return the values with what was taken for an emergency as urgent: the writer says that it is none."""
    return {
        name: Urgency.URGENT.value
        if name.endswith("-urgency") and value == Urgency.EMERGENCY
        else value
        for name, value in values.items()
    }


def _bound(
    data: Mapping[str, str],
    values: dict,
    seen: dict,
    communities: object,
    community: Place | None,
    total: int,
) -> Draft:
    # An unchecked box is an absent name.
    values = {name: value for name, value in values.items() if value or not name.endswith("-keep")}
    code = community.code if community else ""
    entry = EntryForm({**values, "text": data.get("text", ""), "community": code})
    entry.fields["community"].queryset = communities
    head = {f"{PREFIX}-TOTAL_FORMS": total, f"{PREFIX}-INITIAL_FORMS": 0}
    forms = MatterForms({**values, **head}, prefix=PREFIX, form_kwargs={"community": community})
    return Draft(entry, list(forms), seen, total)
