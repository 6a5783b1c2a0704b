"""What each link of a chain covers."""

import json
from datetime import UTC, datetime

from lianxin.base import crypto
from lianxin.history.models import Event, Opening, Seal


def event_hash(event: Event) -> str:
    return _link(
        event.previous,
        "event",
        event.district_id,
        event.subject,
        event.seq,
        _moment(event.at),
        event.person,
        event.login,
        event.post,
        event.via,
        event.step,
        event.before,
        event.after,
        event.data,
        event.words_digest,
    )


def opening_hash(opening: Opening, previous: str) -> str:
    facts = (
        opening.district_id,
        opening.seq,
        opening.subject,
        opening.kind,
        opening.name,
        opening.follows,
        _moment(opening.at),
    )
    return _link(previous, "opening", *facts)


def seal_hash(seal: Seal, previous: str) -> str:
    facts = (seal.district_id, seal.seq, _moment(seal.at), seal.subjects, seal.heads_digest)
    return _link(previous, "seal", *facts)


def heads_digest(heads: list) -> str:
    return crypto.digest(json.dumps(heads, ensure_ascii=False))


def words_digest(salt: str, body: str) -> str:
    return crypto.digest(f"{salt}\0{body}") if body else ""


def _link(previous: str, *facts: object) -> str:
    return crypto.chain(
        json.dumps([previous, *facts], default=str, ensure_ascii=False, sort_keys=True)
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
