"""What is in a backup: a tar stream of files, and at its end a manifest that knows each of them."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from lianxin.site.backup.envelope import Broken

MANIFEST = "manifest.json"
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Piece:
    """A file to go into the parcel, whole or its first `size` bytes."""

    name: str
    path: Path
    size: int | None = None


def pack(pieces: Iterable[Piece], facts: dict, into: BinaryIO) -> dict:
    """Write the pieces and the manifest, which is `facts`, every piece's hash, and what was missing."""
    members: dict[str, list] = {}
    missing: list[str] = []
    with tarfile.open(fileobj=into, mode="w|") as parcel:
        for piece in pieces:
            try:
                members[piece.name] = _add(parcel, piece)
            except FileNotFoundError:
                missing.append(piece.name)  # disposed since its row was read
        manifest = {**facts, "members": members, "missing": missing}
        listing = json.dumps(manifest, ensure_ascii=False).encode()
        parcel.addfile(_info(MANIFEST, len(listing)), io.BytesIO(listing))
    return manifest


def _add(parcel: tarfile.TarFile, piece: Piece) -> list:
    with piece.path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size if piece.size is None else piece.size
        hashed = _Hashed(file)
        parcel.addfile(_info(piece.name, size), hashed)
    parcel.members.clear()  # tarfile would remember every file
    return [size, hashed.hexdigest()]


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self._digest.update(chunk)
        return chunk

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


def unpack(parcel: BinaryIO, into: Path | None = None) -> dict:
    """Compare every piece with the manifest and return it; write the pieces where `into` is given."""
    found: dict[str, list] = {}
    listing = None
    try:
        with tarfile.open(fileobj=parcel, mode="r|") as opened:
            for member in opened:
                content = opened.extractfile(member)
                if content is None:
                    raise Broken(member.name)
                if member.name == MANIFEST:
                    listing = content.read()
                else:
                    found[member.name] = [member.size, _poured(content, member.name, into)]
                opened.members.clear()
        while parcel.read(CHUNK):
            pass  # the last piece of the envelope is proven only when it is read
    except tarfile.TarError as error:
        raise Broken(str(error)) from error
    if listing is None or found != json.loads(listing)["members"]:
        raise Broken(MANIFEST)
    return json.loads(listing)


def _poured(content: BinaryIO, name: str, into: Path | None) -> str:
    """Read one piece to its end, into its file where there is a folder, and return its hash."""
    hashed = _Hashed(content)
    if into is None:
        while hashed.read(CHUNK):
            pass
        return hashed.hexdigest()
    with _opened(into, name) as file:
        while chunk := hashed.read(CHUNK):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return hashed.hexdigest()


def _opened(into: Path, name: str) -> BinaryIO:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise Broken(name)
    target = into / path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
