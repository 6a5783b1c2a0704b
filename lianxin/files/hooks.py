"""What the rooms above say of the subjects on which files hang."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from lianxin.base.actor import Actor
from lianxin.files.models import Attachment


class Bearer(Protocol):
    """A room whose rows bear files: a matter, an entry of the notebook."""

    def shows(self, attachment: Attachment, actor: Actor) -> bool:
        """Tell whether the subject is this room's, and the actor may see what hangs there."""

    def ended(self, subjects: Iterable[UUID]) -> dict[UUID, datetime | None]:
        """Return of this room's subjects when each came to its end; None while it is open."""

    def note(self, subject: UUID, facts: dict, *, by: Actor) -> bool:
        """Write on the subject's history that files of it were disposed of, if it is this room's."""


# Each room that bears files enters itself here.
bearers: list[Bearer] = []
