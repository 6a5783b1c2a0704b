"""A database at one moment, in a file."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from lianxin.site.backup.tables import Contents

# A file whose row says that it was disposed of has no bytes any more.
UPLOADS = "SELECT id, sha256 FROM files_file WHERE disposed_at IS NULL ORDER BY id"


@dataclass(frozen=True)
class Snapshot:
    """The file, what stands in each table, and of each file in its rows the id and the hash."""

    vendor: str
    path: Path
    tables: Contents
    uploads: dict[UUID, str]
