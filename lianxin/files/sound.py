"""Recordings that share a container with films: taken only where nothing but sound is in them."""

import mmap
import re
from collections.abc import Iterator
from pathlib import Path

_HEAD = 64 * 1024
# A track's codec: the id 0x86, a size of one byte, the name (RFC 9559, 5.1.4.1.21).
_CODEC = re.compile(rb"\x86[\x81-\xbf]([AV]_[A-Z0-9/]{3,})")
# The boxes of an MP4 that hold others, on the way to what each track is.
_HOLDERS = (b"moov", b"trak", b"mdia")


def is_sound_mp4(path: Path) -> bool:
    """Tell whether the tracks of an MP4 are sound, and at least one is."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        tracks = set(_handlers(content, 0, len(content), 0))
    return b"soun" in tracks and not tracks & {b"vide", b"pict"}


def _handlers(content: mmap.mmap, start: int, end: int, depth: int) -> Iterator[bytes]:
    """Yield what the tracks say they are, box by box (ISO 14496-12, 4.2 and 8.4.3)."""
    while start + 8 <= end:
        size, kind = (
            int.from_bytes(content[start : start + 4], "big"),
            content[start + 4 : start + 8],
        )
        head = 8
        if size == 1:
            size, head = int.from_bytes(content[start + 8 : start + 16], "big"), 16
        size = size or end - start
        if size < head or start + size > end:
            return
        if kind == b"hdlr":
            yield content[start + 16 : start + 20]
        elif kind in _HOLDERS and depth < len(_HOLDERS):
            yield from _handlers(content, start + head, start + size, depth + 1)
        start += size


def is_sound_ogg(path: Path) -> bool:
    head = _head(path)
    return b"theora" not in head and any(
        sign in head for sign in (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
    )


def is_sound_webm(path: Path) -> bool:
    """Tell whether the codecs of the tracks are of sound; the same letters in the sound itself name none."""
    codecs = _CODEC.findall(_head(path))
    return any(one in (b"A_OPUS", b"A_VORBIS") for one in codecs) and not any(
        one.startswith(b"V_") for one in codecs
    )


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)
