"""Reads of matters, always for somebody."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.base.scope import Area, Scope
from lianxin.base.text import clean
from lianxin.history.models import Event
from lianxin.matters.flow import Step, StepForm, Turn, flow_of
from lianxin.matters.models import OPEN, Matter, State
from lianxin.people.models import Organisation, Person, Post
from lianxin.territory.models import Place

UNHELD = "none"  # in the place of an organisation: what nobody holds yet

# Written out, as in the indexes of the open ones: SQLite does not know a bound value in them again.
IS_OPEN = Func(
    F("state"),
    template=f"%(expressions)s IN ({', '.join(repr(state.value) for state in OPEN)})",
    output_field=BooleanField(),
)


# A merged matter is a part of another: whatever lists or counts matters leaves it out.
STANDS = Q(merged_into=None)


def in_scope(scope: Scope) -> Q:
    """Return the condition that a matter lies within a scope; what is outside does not exist."""
    return Q(district=scope.district) & Q(*ways_to_see(scope), _connector=Q.OR)


def ways_to_see(scope: Scope) -> list[Q]:
    """Return the conditions by any one of which a matter of the district lies within a scope."""
    ways = [way for area in scope.areas for way in _in_area(area)]
    if scope.organisations:
        ways.append(Q(holder_organisation__in=scope.organisations))
    if scope.person:
        ways += [Q(holder=scope.person), Q(recorded_by=scope.person)]
    return ways or [Q(pk__in=[])]


def _in_area(area: Area) -> list[Q]:
    """What lies in the area, and what is known only to lie wider but touches it."""
    inside = Q(**{area.level: area.place})
    if area.community is None or area.level == "community":
        return [inside]
    known_to_grid = Q(grid__in=area.grids) if area.grids else Q(pk__in=[])
    wider = Q(compound=None) & (Q(grid=None) | known_to_grid)
    if area.level != "compound":
        wider |= Q(building=None, compound__in=area.compounds) & (Q(grid=None) | known_to_grid)
    if area.level in ("grid", "stairwell"):
        wider |= Q(stairwell=None, building__in=area.buildings) & (Q(grid=None) | known_to_grid)
    return [inside, Q(community=area.community) & wider]


def matters_for(actor: Actor) -> QuerySet[Matter]:
    """Return the matters within the actor's scope, as they are listed and counted."""
    return known_to(actor).filter(STANDS)


def known_to(actor: Actor) -> QuerySet[Matter]:
    """Return whatever has a number within the actor's scope, the merged ones too."""
    return Matter.objects.filter(in_scope(actor.scope))


def find(number: str, actor: Actor) -> Matter:
    """Return the matter of a number, or refuse: outside the scope it does not exist."""
    matter = known_to(actor).filter(number=clean(number).strip()).first()
    if matter is None:
        raise not_found(number)
    return matter


def not_found(number: str) -> Refused:
    return Refused(
        "not_found", _("没有找到事项 %(number)s，请核对编号。") % {"number": number[:40]}
    )


def mine(matters: QuerySet[Matter], actor: Actor) -> QuerySet[Matter]:
    """Narrow matters to the open ones that the actor, or an organisation that they answer for, holds."""
    held = Q(holder=actor.person) | Q(holder_organisation__in=actor.scope.organisations)
    return matters.filter(IS_OPEN, held).order_by("due_at", "pk")


@dataclass(frozen=True)
class Offer:
    """A step that will not be refused now, with the form of what it asks for."""

    step: Step
    form: StepForm

    @property
    def name(self) -> str:
        return self.step.name


def steps_for(matter: Matter, actor: Actor) -> list[Offer]:
    """Return the steps open to the actor; the door asks the same rules."""
    turn = Turn(matter=matter, by=actor, at=clock.now())
    rows = flow_of(matter.kind).rows_from(matter.state)
    return [Offer(row, row.asks(matter=matter, by=actor)) for row in rows if _allowed(row, turn)]


def _allowed(row: Step, turn: Turn) -> bool:
    try:
        check(row, turn)
    except Refused:
        return False
    return True


def check(row: Step, turn: Turn) -> None:
    """Refuse a step that its actor may not make now; the button asks this and the door asks it again."""
    if turn.matter.merged_into_id is not None and row.name != "unmerge":
        sentence = _("这件事已并入另一件一起办，请到那一件去办；并错了可以取消合并。")
        raise Refused("wrong_state", sentence, state=turn.matter.state)
    for rule in row.who:
        rule(turn)


def hides_requester(matter: Matter, actor: Actor | None) -> bool:
    """Tell whether this reader must not learn who asked: from outside, where it is withheld."""
    return actor is not None and actor.outside and matter.withhold


def events_of(matter: Matter) -> QuerySet[Event]:
    """Return a matter's events in order, each with its words."""
    return (
        Event.objects.filter(district=matter.district_id, subject=matter.pk)
        .select_related("words")
        .order_by("seq")
    )


def find_for_operator(number: str) -> Matter:
    """Return the matter of a number for whoever runs the machine: all areas, masked wherever it is shown."""
    matter = Matter.objects.filter(number=clean(number).strip()).first()
    if matter is None:
        raise not_found(number)
    return matter


def to_dispatch(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """Narrow matters to what waits for the office: to be taken in, dispatched, or looked at again."""
    waiting = Q(state__in=(State.RECORDED, State.TAKEN_IN)) | Q(
        state=State.CARRIED, review_on__lte=clock.today()
    )
    # That these are open says nothing new, but lets the index of the open ones be used.
    return matters.filter(IS_OPEN, waiting).order_by("due_at", "pk")


def to_verify(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """Narrow matters to what was done and waits for a check or the resident's answer."""
    return matters.filter(IS_OPEN, state=State.TO_VERIFY).order_by("due_at", "pk")


def recorded_by(matters: QuerySet[Matter], actor: Actor) -> QuerySet[Matter]:
    """Narrow matters to the open ones that the actor wrote down."""
    return matters.filter(IS_OPEN, recorded_by=actor.person).order_by("due_at", "pk")


def lying_in(matters: QuerySet[Matter], place: Place) -> QuerySet[Matter]:
    """Narrow matters to those that lie in a place."""
    return matters.filter(**{place.level: place})


def held_by(matters: QuerySet[Matter], organisation: UUID | str) -> QuerySet[Matter]:
    """Narrow matters to those that an organisation holds, or with "none" to those that none does."""
    return matters.filter(holder_organisation=None if organisation == UNHELD else organisation)


def organisations(scope: Scope) -> list[tuple[str, str]]:
    """Return which organisations hold any of the open matters in a scope, by id and name."""
    held = Matter.objects.filter(
        in_scope(scope), STANDS, IS_OPEN, holder_organisation=OuterRef("pk")
    )
    found = Organisation.objects.filter(Exists(held), district=scope.district)
    return [(str(pk), name) for pk, name in found.order_by("name").values_list("pk", "name")]


def holders(scope: Scope) -> list[tuple[str, str]]:
    """Return who holds any of the open matters in a scope, by id and name.

    Asked of the few who have posts, not of the many matters.
    """
    held = Matter.objects.filter(in_scope(scope), STANDS, IS_OPEN, holder=OuterRef("pk"))
    working = Post.objects.filter(district=scope.district).values("person")
    people = Person.objects.filter(Exists(held), district=scope.district, pk__in=working)
    return [(str(pk), name) for pk, name in people.order_by("name", "pk").values_list("pk", "name")]
