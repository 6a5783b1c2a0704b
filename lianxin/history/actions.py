"""Adding to the history. Everything here runs inside the caller's transaction."""

from uuid import UUID

from lianxin.base.actor import Actor
from lianxin.history.links import event_after, opening_after
from lianxin.history.models import Chained, Event, Opening, OpeningHead


def append(
    subject: Chained,
    step: str,
    *,
    by: Actor,
    before: str,
    after: str,
    data: dict | None = None,
    words: dict | None = None,
) -> Event:
    """Add the event beside the change that it tells of, and move the subject's version and head.

    `data` must hold nothing personal; what is personal or free text goes into `words`.
    The caller saves the subject.
    """
    event, beside = event_after(
        subject, step, by=by, before=before, after=after, data=data, words=words
    )
    event.save(force_insert=True)
    if beside:
        beside.save(force_insert=True)
    return event


def open_subject(district: UUID, subject: UUID, kind: str, name: str, *, by: Actor) -> Opening:
    """Enter a new subject in its district's chain of openings."""
    head, _made = OpeningHead.objects.select_for_update().get_or_create(district_id=district)
    opening = opening_after(head, subject, kind, name)
    opening.save(force_insert=True)
    OpeningHead.objects.filter(pk=district).update(seq=head.seq, name=head.name, hash=head.hash)
    return opening
