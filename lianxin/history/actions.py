"""Adding to the history. Everything here runs inside the caller's transaction."""

import json
import secrets
from uuid import UUID

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.history.hashes import event_hash, opening_hash, words_digest
from lianxin.history.models import Chained, Event, EventWords, Opening, OpeningHead


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
    body = json.dumps(words, ensure_ascii=False, sort_keys=True) if words else ""
    salt = secrets.token_hex(16) if body else ""
    event = Event(
        district_id=subject.district_id,
        subject=subject.pk,
        seq=subject.version + 1,
        at=clock.now(),
        person=by.person,
        login=by.login,
        post=by.post,
        via=by.via,
        step=step,
        before=before,
        after=after,
        data=data or {},
        words_digest=words_digest(salt, body),
        previous=subject.head,
    )
    event.hash = event_hash(event)
    event.save(force_insert=True)
    if body:
        EventWords(event=event, district_id=event.district_id, salt=salt, body=body).save(
            force_insert=True
        )
    subject.version, subject.head = event.seq, event.hash
    return event


def open_subject(district: UUID, subject: UUID, kind: str, name: str, *, by: Actor) -> Opening:
    """Enter a new subject in its district's chain of openings."""
    head, _made = OpeningHead.objects.select_for_update().get_or_create(district_id=district)
    opening = Opening(
        district_id=district,
        seq=head.seq + 1,
        subject=subject,
        kind=kind,
        name=name,
        follows=head.name,
        at=clock.now(),
    )
    opening.hash = opening_hash(opening, head.hash)
    opening.save(force_insert=True)
    OpeningHead.objects.filter(pk=district).update(seq=opening.seq, name=name, hash=opening.hash)
    return opening
