"""What somebody may see, as a plain value that every query takes."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Area:
    """The area of one post, with everything in the territory that it touches.

    `level` and `place` name it; `community` is the community it lies in (None above one).
    For areas below a community, `compounds`, `buildings` and `grids` are those that it touches.
    """

    level: str
    place: UUID
    community: UUID | None = None
    compounds: frozenset[UUID] = frozenset()
    buildings: frozenset[UUID] = frozenset()
    grids: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Scope:
    """The area of each post, what I or the organisations I answer for hold, what I recorded."""

    district: UUID | None
    person: UUID | None = None
    areas: tuple[Area, ...] = ()
    organisations: frozenset[UUID] = field(default_factory=frozenset)
