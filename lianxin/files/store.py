"""Where the bytes lie: in the data folder, named by the row's id and never by a name that was typed.

A file arrives under `incoming/`, is flushed to the disk, and gets its lasting name (a second link)
before its row is committed. The name under `incoming/` goes once the row stands: what a crash leaves
there tells which bytes may have no row.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from lianxin.base import crypto
from lianxin.base.disk import disk_full, is_full

CHUNK = 64 * 1024
THUMBNAIL = ".thumbnail"


def folder() -> Path:
    return crypto.home() / "files"


def path_of(pk: UUID, *, thumbnail: bool = False) -> Path:
    """Return where the bytes of a file lie, or those of its thumbnail."""
    return folder() / pk.hex[-2:] / f"{pk}{THUMBNAIL if thumbnail else ''}"


class Arrival:
    """A file on its way in: as it was sent (`raw`), and as it will be kept (`content`, `thumbnail`)."""

    def __init__(self, pk: UUID) -> None:
        self.pk = pk
        self.raw = incoming() / f"{pk}.raw"
        self.content = incoming() / f"{pk}"
        self.thumbnail = incoming() / f"{pk}{THUMBNAIL}"

    def place(self) -> None:
        """Give the bytes their lasting names, on the disk before this returns."""
        for thumbnail, path in enumerate((self.content, self.thumbnail)):
            if path.exists():
                _flush(path)
                lasting = path_of(self.pk, thumbnail=bool(thumbnail))
                _make(lasting.parent)
                os.link(path, lasting)
                _flush(lasting.parent)

    def forget(self) -> None:
        """Remove the names under which the file arrived."""
        for path in (self.raw, self.content, self.thumbnail):
            path.unlink(missing_ok=True)


@contextmanager
def arriving(pk: UUID) -> Iterator[Arrival]:
    """Let a file come in. Where it comes to nothing after it got its name, the sweep finds it by the rest."""
    arrival = Arrival(pk)
    try:
        with full_disk_refused():
            yield arrival
    except BaseException:
        if path_of(pk).exists():
            arrival.raw.unlink(missing_ok=True)
        else:
            arrival.forget()
        raise
    arrival.forget()


def incoming() -> Path:
    return _make(folder() / "incoming")


def _make(path: Path) -> Path:
    """Return a folder, made for us alone, with its own name on the disk."""
    if not path.is_dir():
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        _flush(path.parent)
    return path


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def made(path: Path) -> BinaryIO:
    """Open a new file that only we may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove(pk: UUID) -> None:
    """Remove the bytes of a file and of its thumbnail; gone already is as well."""
    for thumbnail in (False, True):
        path_of(pk, thumbnail=thumbnail).unlink(missing_ok=True)


@contextmanager
def full_disk_refused() -> Iterator[None]:
    """Turn a disk without room into a refusal: nothing is kept, nothing is broken."""
    try:
        yield
    except OSError as error:
        if not is_full(error):
            raise
        raise disk_full() from error
