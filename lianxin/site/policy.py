"""Who may what, asked of the rules themselves: every role, every step, every relation to a matter."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lianxin.access.roles import RIGHTS, Permission, RoleRights
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.ids import new_id
from lianxin.base.refused import Refused
from lianxin.base.scope import Area, Scope
from lianxin.history.models import Event
from lianxin.matters.flow import Flow, Step, Turn, flows
from lianxin.matters.models import Matter
from lianxin.people.models import Role

ALLOWED = "allowed"


@dataclass(frozen=True)
class Relation:
    """What a matter is to somebody: does it lie in their area, do they hold it, have they done it."""

    says: object
    inside: bool = False
    recorded: bool = False
    holds: bool = False
    organisation_holds: bool = False
    did: bool = False


RELATIONS = {
    "outside": Relation(_("在负责区域之外，与自己无关")),
    "inside": Relation(_("在负责区域之内，不是自己承办，也没有经手"), inside=True),
    "recorder": Relation(_("在负责区域之外，是自己登记的"), recorded=True),
    "holder": Relation(_("自己承办，还没有经手"), holds=True),
    "organisation": Relation(_("自己的单位承办"), organisation_holds=True),
    "doer": Relation(_("自己承办，已经手"), holds=True, did=True),
}


def policy() -> dict:
    """Return permissions, roles, relations and, for each kind, what every role is answered at every step.

    `answer` is "allowed" or the code of the refusal; what only the matter's state refuses counts as allowed.
    """
    return {
        "permissions": [{"name": one.value, "says": str(one.label)} for one in Permission],
        "roles": [_role_json(role, rights) for role, rights in RIGHTS.items()],
        "relations": [{"name": name, "says": str(one.says)} for name, one in RELATIONS.items()],
        "steps": [row for flow in flows() for row in _of_flow(flow)],
    }


def _role_json(role: str, rights: RoleRights) -> dict:
    return {
        "role": str(role),
        "label": str(Role(role).label),
        "permissions": sorted(rights.permissions),
        "sees": rights.sees,
        "for_organisation": rights.for_organisation,
    }


def _of_flow(flow: Flow) -> Iterator[dict]:
    names = list(dict.fromkeys(step.name for step in flow.steps))
    for role, rights in RIGHTS.items():
        for relation, facts in RELATIONS.items():
            answers = _answers(flow, rights, facts)
            for name in names:
                yield {
                    "kind": flow.kind,
                    "step": name,
                    "role": str(role),
                    "relation": relation,
                    "answer": answers[name],
                }


def _answers(flow: Flow, rights: RoleRights, facts: Relation) -> dict[str, str]:
    """Ask the rules of every step about an imagined matter; whoever does not see it finds nothing."""
    by, organisation = _actor(rights)
    if not _sees(rights, facts):
        return {step.name: "not_found" for step in flow.steps}
    matter = Matter(id=new_id(), district_id=by.district, kind=flow.kind, recorded_by=new_id())
    matter.holder_id = by.person if facts.holds else None
    matter.holder_organisation_id = organisation if facts.organisation_holds else None
    with transaction.atomic():
        if facts.did:
            _do(matter, flow, by)
        answers = {step.name: _answer(step, Turn(matter, by, clock.now())) for step in flow.steps}
        transaction.set_rollback(True)  # what was imagined leaves no trace
    return answers


def _actor(rights: RoleRights) -> tuple[Actor, UUID]:
    person, organisation, district = new_id(), new_id(), new_id()
    scope = Scope(
        district=district,
        person=person,
        areas=(Area("community", new_id()),) if rights.sees == "area" else (),
        organisations=frozenset([organisation]) if rights.for_organisation else frozenset(),
    )
    by = Actor(
        login="",
        person=person,
        name="",
        district=district,
        scope=scope,
        permissions=rights.permissions,
        outside=rights.sees != "area",
    )
    return by, organisation


def _sees(rights: RoleRights, facts: Relation) -> bool:
    own = facts.holds or facts.recorded
    return (
        own
        or (facts.inside and rights.sees == "area")
        or (facts.organisation_holds and rights.for_organisation)
    )


def _do(matter: Matter, flow: Flow, by: Actor) -> None:
    Event(
        district_id=by.district,
        subject=matter.pk,
        seq=1,
        at=clock.now(),
        person=by.person,
        via="cli",
        step=min(flow.doing),
    ).save(force_insert=True)


def _answer(step: Step, turn: Turn) -> str:
    for rule in step.who:
        try:
            rule(turn)
        except Refused as refused:
            if refused.code != "wrong_state":
                return refused.code
    return ALLOWED
