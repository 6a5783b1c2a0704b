"""The files of a matter: who sees them, when their time begins, and the event that ends them.

Somebody who answers from outside, and must not learn who asked, sees the files of the work alone:
what was attached since the dispatch, by steps that do not speak with the resident. A photo of a
door plate or a voice would tell what was withheld.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Min

from lianxin.base.actor import Actor
from lianxin.files.models import Attachment
from lianxin.files.queries import attachments_on
from lianxin.history.actions import append
from lianxin.history.models import Event
from lianxin.matters.models import Matter, State
from lianxin.matters.queries import hides_requester, known_to

OF_THE_WORK = frozenset(
    {"dispatch", "reassign", "accept", "give_back", "note", "attach", "finish", "verify"}
)


def files_of(matter: Matter, actor: Actor | None) -> list[Attachment]:
    """Return the files of a matter that this reader may see, in the order in which they came."""
    found = list(attachments_on(matter.district_id, [matter.pk]))
    return _shown(found, matter, actor) if found else []


def _shown(found: list[Attachment], matter: Matter, actor: Actor | None) -> list[Attachment]:
    if not hides_requester(matter, actor):
        return found
    given = Event.objects.filter(
        district=matter.district_id, subject=matter.pk, step="dispatch"
    ).aggregate(first=Min("seq"))["first"]
    return [one for one in found if given and one.seq >= given and one.step in OF_THE_WORK]


class MatterFiles:
    """What matters say of the files that they bear."""

    def shows(self, attachment: Attachment, actor: Actor) -> bool:
        matter = known_to(actor).filter(pk=attachment.subject).first()
        return matter is not None and bool(_shown([attachment], matter, actor))

    def ended(self, subjects: Iterable[UUID]) -> dict[UUID, datetime | None]:
        """A matter ends when it is closed; one that was passed on, with its last event."""
        ends = dict(Matter.objects.filter(pk__in=subjects).values_list("pk", "closed_at"))
        passed_on = Matter.objects.filter(pk__in=ends, state=State.REDIRECTED).values("pk")
        last = Event.objects.filter(subject__in=passed_on).values("subject").annotate(at=Max("at"))
        return {**ends, **dict(last.values_list("subject", "at"))}

    def note(self, subject: UUID, facts: dict, *, by: Actor) -> bool:
        matter = Matter.objects.select_for_update().filter(pk=subject).first()
        if matter is None:
            return False
        append(matter, "dispose", by=by, before=matter.state, after=matter.state, data=facts)
        matter.save(update_fields=["version", "head"])
        return True
