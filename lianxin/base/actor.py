"""Who acts: made by `access`, taken by every action as `by=`."""

from dataclasses import dataclass, field
from uuid import UUID

from lianxin.base.scope import Area, Scope

NOBODY = UUID(int=0)  # the person behind what no person did


@dataclass(frozen=True)
class Actor:
    """A person at work: the login used, the posts held today, and what they permit.

    `via` is the way in: desk, cli, api, worker. `keeps` are the areas whose register
    (places, people, posts, logins) the actor keeps. `outside` is true for somebody who
    answers from outside the community and sees place and problem only. `needs_factor` is true
    for somebody whose posts are too strong for a password alone.
    """

    login: str
    person: UUID
    name: str
    district: UUID
    scope: Scope
    login_id: UUID | None = None
    post: UUID | None = None
    post_name: str = ""
    permissions: frozenset[str] = field(default_factory=frozenset)
    keeps: tuple[Area, ...] = ()
    outside: bool = False
    needs_factor: bool = False
    via: str = "desk"

    def may(self, permission: str) -> bool:
        return permission in self.permissions


def machine(login: str, district: UUID, via: str, *permissions: str) -> Actor:
    """Return the actor of what the machine does by itself, named so in the history."""
    return Actor(
        login=login,
        person=NOBODY,
        name="",
        district=district,
        permissions=frozenset(permissions),
        scope=Scope(district=district, areas=(Area("district", district),)),
        via=via,
    )
