"""Who holds a request, and at which level: given out, given back, handed up, asked after and answered."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.access.roles import Permission as P
from lianxin.base.actor import NOBODY
from lianxin.base.refused import Refused
from lianxin.history.models import Event
from lianxin.matters.answering import whose_turn
from lianxin.matters.flow import Turn, says
from lianxin.matters.giving import helping_words
from lianxin.matters.models import (
    AtLevel,
    Matter,
)
from lianxin.matters.rules import may
from lianxin.people.models import Role

# At which level a matter is held that somebody of this role holds; of any other, the community.
LEVEL_OF = {
    Role.GRID_WORKER: AtLevel.GRID,
    Role.GRID_CHIEF: AtLevel.GRID,
    Role.BUILDING_CAPTAIN: AtLevel.GRID,
    Role.RESIDENT_REP: AtLevel.GRID,
    Role.STREET_OFFICER: AtLevel.STREET,
    Role.DEPARTMENT_OFFICER: AtLevel.DISTRICT,
    Role.DISTRICT_OFFICER: AtLevel.DISTRICT,
}

LEVELS = list(AtLevel)
PING_PONG = 2  # so often is given back before an arbiter decides

# Who may.


@says(gettext_lazy("承办的那一级"))
def at_its_level(turn: Turn) -> None:
    """What was handed up to a street or district is theirs to dispatch and to answer.

    What a community gave to a department itself, it may take back and give to another.
    """
    level, raised = turn.matter.level, turn.matter.raised_from
    if not raised or level not in (AtLevel.STREET, AtLevel.DISTRICT):
        return
    above = LEVELS[LEVELS.index(level) :]
    if not any(area.level in above for area in turn.by.scope.areas):
        sentence = _("这件事已经上报%(level)s，由%(level)s派单或答复。")
        raise Refused("not_allowed", sentence % {"level": AtLevel(level).label})


@says(gettext_lazy("区县还没有裁定"))
def not_decided(turn: Turn) -> None:
    """What the district decided is not given back again; it can be redirected, or carried."""
    if turn.matter.returned > PING_PONG:
        sentence = _("这件事已由区县裁定归属，不能再退回。办不了的请写进展，或请区县督办。")
        raise Refused("wrong_state", sentence, state=turn.matter.state)


@says(gettext_lazy("网格、社区、街道、区县的人"))
def from_inside(turn: Turn) -> None:
    """Whoever answers from outside the community gives back what is not theirs; they stand on no level."""
    if turn.by.outside:
        sentence = _("上报由网格、社区、街道来做。不归您管的请退回，写明该归谁；有难处的请写进展。")
        raise Refused("not_allowed", sentence)


@says(gettext_lazy("还有上一级"))
def has_level_above(turn: Turn) -> None:
    if turn.matter.level == AtLevel.DISTRICT:
        raise Refused("wrong_state", _("已经到区县了，没有再上一级。"), state=turn.matter.state)


@says(gettext_lazy("有人督办、催办或上报，还没有答复"))
def waits_for_answer(turn: Turn) -> None:
    if turn.matter.asked_at is None and turn.matter.raised_at is None:
        raise Refused(
            "wrong_state", _("现在没有要答复的督办、催办或上报。"), state=turn.matter.state
        )


@says(gettext_lazy("居民本人；代记的，要有许可 record"))
def asked_for(turn: Turn) -> None:
    """The resident urges; whoever takes his call writes it down for him."""
    if turn.matter.requester_id is None or turn.matter.requester_id != turn.by.person:
        may(P.RECORD)(turn)


# What becomes of the matter.


def give_to_holder(turn: Turn) -> None:
    post = turn.clean.pop("post")
    turn.matter.holder, turn.matter.holder_organisation = post.person, post.organisation
    if turn.matter.returned >= PING_PONG and turn.matter.raised_at is not None:
        turn.matter.opened_at = turn.at  # an arbiter decided: the term starts afresh
    turn.matter.level = _held_at(turn.matter, post.role)
    turn.matter.raised_at = None  # to take it on is an answer, too
    if helps := helping_words(turn.matter, post.organisation):
        turn.facts["under"] = helps
    turn.tell.append((post.person_id, _("派给您：%(title)s") % {"title": turn.matter.title}))


def _held_at(matter: Matter, role: str) -> str:
    """Return the level of a holder; what a street or district took on stays there or rises further."""
    of_role = LEVEL_OF.get(role, AtLevel.COMMUNITY)
    raised = matter.level in (AtLevel.STREET, AtLevel.DISTRICT) and matter.raised_from
    return max(of_role, matter.level, key=LEVELS.index) if raised else of_role


def take_from_holder(turn: Turn) -> None:
    """Take a matter back; what was given back twice an arbiter decides: the street, and then the district."""
    matter = turn.matter
    matter.returned += 1
    if matter.returned >= PING_PONG:
        first = matter.returned == PING_PONG
        arbiter = AtLevel.STREET if first else AtLevel.DISTRICT
        matter.level = AtLevel.COMMUNITY if first else AtLevel.STREET
        rise_to(turn, arbiter, _("一再退回，请您裁定归谁：%(title)s"))
        return
    matter.holder = matter.holder_organisation = None
    if not matter.raised_from:
        matter.level = AtLevel.COMMUNITY  # whoever gave it away decides again
    turn.tell.append((matter.recorded_by, _("被退回，请另派：%(title)s") % {"title": matter.title}))


def rise(turn: Turn) -> None:
    """Hand a matter up to the next level, which answers or takes it on."""
    above = LEVELS[LEVELS.index(turn.matter.level) + 1]
    rise_to(turn, above, _("上报给您这一级，请答复或派单：%(title)s"))


def rise_to(turn: Turn, level: AtLevel, sentence: str) -> None:
    matter = turn.matter
    matter.raised_from, matter.raised_at, matter.level = matter.level, turn.at, level
    matter.holder = matter.holder_organisation = None
    for person in whose_turn(matter):
        turn.tell.append((person, sentence % {"title": matter.title}))


def note_supervised(turn: Turn) -> None:
    note_asked(turn, _("被督办，请限时答复：%(title)s"))


def note_urged(turn: Turn) -> None:
    note_asked(turn, _("居民催办，请限时答复：%(title)s"))


def note_asked(turn: Turn, sentence: str) -> None:
    matter = turn.matter
    matter.asked_at = matter.asked_at or turn.at
    for person in whose_turn(matter):
        turn.tell.append((person, sentence % {"title": matter.title}))


def note_reply(turn: Turn) -> None:
    """Answer whoever asked; a level to which a matter was raised hands it down again with its answer."""
    matter = turn.matter
    asked = Event.objects.filter(
        district=matter.district_id, subject=matter.pk, step__in=("supervise", "urge", "escalate")
    )
    for person in set(asked.values_list("person", flat=True)) - {NOBODY}:
        turn.tell.append((person, _("有了答复：%(title)s") % {"title": matter.title}))
    if matter.raised_at is not None:
        matter.level, matter.raised_at, matter.raised_from = matter.raised_from, None, ""
    matter.asked_at = None
