"""Row ids: UUID version 7 (RFC 9562), so that new rows lie together in every index."""

from datetime import UTC, datetime
from uuid import UUID

import uuid6


def new_id() -> UUID:
    # A plain UUID: the database drivers know no other class.
    return UUID(bytes=uuid6.uuid7().bytes)


def made_at(pk: UUID) -> datetime:
    """Return the moment at which an id was made, by the machine's clock."""
    return datetime.fromtimestamp((pk.int >> 80) / 1000, UTC)
