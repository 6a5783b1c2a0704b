"""The next link of each chain, made and not yet saved."""

import json
import secrets
from uuid import UUID

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.history.hashes import event_hash, opening_hash, words_digest
from lianxin.history.models import Chained, Event, EventWords, Opening, OpeningHead


def event_after(
    subject: Chained,
    step: str,
    *,
    by: Actor,
    before: str,
    after: str,
    data: dict | None = None,
    words: dict | None = None,
) -> tuple[Event, EventWords | None]:
    """Return the next event of a subject with its words, and move the subject's version and head."""
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
    subject.version, subject.head = event.seq, event.hash
    if not body:
        return event, None
    return event, EventWords(event=event, district_id=event.district_id, salt=salt, body=body)


def opening_after(head: OpeningHead, subject: UUID, kind: str, name: str) -> Opening:
    """Return the next link of a district's chain of openings, and move its head."""
    opening = Opening(
        district_id=head.district_id,
        seq=head.seq + 1,
        subject=subject,
        kind=kind,
        name=name,
        follows=head.name,
        at=clock.now(),
    )
    opening.hash = opening_hash(opening, head.hash)
    head.seq, head.name, head.hash = opening.seq, name, opening.hash
    return opening
