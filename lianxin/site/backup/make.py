"""Making a backup: one moment of the database, what belongs to it, read back before it counts."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from pyrage.x25519 import Identity

from lianxin import __version__
from lianxin.base import clock, crypto
from lianxin.base.refused import Refused
from lianxin.files import store
from lianxin.site.backup import keys, postgres, sqlite
from lianxin.site.backup.envelope import Broken, decrypted, encrypted
from lianxin.site.backup.parcel import Piece, pack, unpack
from lianxin.site.backup.snapshot import Snapshot

FORMAT = 1
ENGINES = {
    "django.db.backends.sqlite3": sqlite,
    "django.db.backends.postgresql": postgres,
}


@dataclass(frozen=True)
class Made:
    """A backup that was read back whole."""

    at: datetime
    file: Path
    size: int
    rows: int
    files: int
    missing: list[str]
    damaged: list[str]

    def as_json(self) -> dict:
        return {**vars(self), "at": self.at.isoformat(), "file": str(self.file)}


def backup(target: Path, *, database: dict) -> Made:
    """Write a backup to `target`; what was there stays until the new one has been read back.

    It is encrypted for the kept key and for another that is made for this one reading and
    forgotten, so that the machine proves a backup that it cannot open tomorrow.
    """
    home = crypto.home()
    recipient, once = keys.recipient(home), Identity.generate()
    with _alone(home), _scratch(home) as scratch:
        seals = _seals(home)  # before the rows: a seal's line is written after its row
        at = clock.now()
        taken = ENGINES[database["ENGINE"]].snapshot(database, scratch / "database")
        pieces = [*_of_the_machine(), *seals, *_of_the_rows(taken, home)]
        with _arriving(target) as part:
            facts = {
                "format": FORMAT,
                "version": __version__,
                "made_at": at.isoformat(),
                "vendor": taken.vendor,
                "tables": taken.tables,
            }
            with encrypted(part, [recipient, once.to_public()]) as parcel:
                manifest = pack(pieces, facts, parcel)
            _read_back(part, once, manifest)
    return Made(
        at=at,
        file=target,
        size=target.stat().st_size,
        rows=sum(rows for rows, _digest in taken.tables.values()),
        files=len(taken.uploads) - len(manifest["missing"]),
        missing=manifest["missing"],
        damaged=_damaged(taken, manifest),
    )


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    with (home / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("busy", "另一份备份正在做，请等它做完。") from None
        yield


@contextmanager
def _scratch(home: Path) -> Iterator[Path]:
    """Lend a folder beside the data; what a killed backup left in it goes first."""
    folder = home / ".backup"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _of_the_machine() -> list[Piece]:
    return [Piece("keys.json", crypto.key_file())]


def _seals(home: Path) -> list[Piece]:
    paths = sorted((home / "seals").glob("*.jsonl"))
    return [Piece(f"seals/{path.name}", path, _whole_lines(path)) for path in paths]


def _whole_lines(path: Path) -> int:
    """Return how long a file is without a last line that is just being written."""
    with path.open("rb") as file:
        return sum(len(line) for line in file if line.endswith(b"\n"))


def _of_the_rows(taken: Snapshot, home: Path) -> Iterator[Piece]:
    yield Piece("database", taken.path)
    for pk in taken.uploads:
        yield _upload(pk, home)
        if store.path_of(pk, thumbnail=True).exists():
            yield _upload(pk, home, thumbnail=True)


def _upload(pk: UUID, home: Path, *, thumbnail: bool = False) -> Piece:
    path = store.path_of(pk, thumbnail=thumbnail)
    return Piece(str(path.relative_to(home)), path)


def _damaged(taken: Snapshot, manifest: dict) -> list[str]:
    """Return the files whose bytes are no longer those that were taken in."""
    names = {_upload(pk, crypto.home()).name: sha256 for pk, sha256 in taken.uploads.items()}
    packed = manifest["members"]
    return [name for name, sha256 in names.items() if name in packed and packed[name][1] != sha256]


@contextmanager
def _arriving(target: Path) -> Iterator[BinaryIO]:
    """Yield a file that takes the place of `target` when the block ends well, and is gone otherwise."""
    part = target.with_name(f".{target.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "r+b") as file:
            yield file
        part.replace(target)
        _settle(target.parent)
    except (Broken, OSError) as error:
        sentence = f"备份没有写成，{target} 没有动：{error}。请看看那里还有没有地方，再备一次。"
        raise Refused("wrong_state", sentence) from error
    finally:
        part.unlink(missing_ok=True)


def _read_back(part: BinaryIO, once: Identity, manifest: dict) -> None:
    """Prove what has been written, from the disk and not from memory, or raise Broken."""
    part.flush()
    os.fsync(part.fileno())
    os.posix_fadvise(part.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    part.seek(0)
    with decrypted(part, once) as parcel:
        if unpack(parcel) != manifest:
            raise Broken("manifest")


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
