"""The name that a file is shown under: what the uploader called it, with the ending of what it is."""

import re
from pathlib import PurePosixPath
from urllib.parse import quote

from lianxin.base.text import clean

MAX_LENGTH = 120
# Media type → the endings that it may show; the first is given to a name that has none of them.
ENDINGS = {
    "image/jpeg": (".jpg", ".jpeg"),
    "audio/mp4": (".m4a", ".mp4", ".3gp"),
    "audio/mpeg": (".mp3",),
    "audio/aac": (".aac",),
    "audio/amr": (".amr",),
    "audio/wav": (".wav",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/webm": (".webm", ".weba"),
    "application/pdf": (".pdf",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
    "text/plain": (".txt", ".csv"),
}
# Endings of pictures, all of which are drawn anew as JPEG.
_REDRAWN = (".png", ".webp", ".gif", ".jfif")
# Controls, separators of folders, what Windows refuses, and marks that turn the direction of writing.
_REFUSED = re.compile(
    '[\x00-\x1f\x7f-\x9f/\\\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]'
)


def shown(name: str, media_type: str) -> str:
    """Return a harmless name of at most 120 characters that ends as the content demands."""
    last = re.split(r"[/\\]", clean(name))[-1]
    path = PurePosixPath(_REFUSED.sub(" ", last).strip(" .") or "附件")
    endings = ENDINGS[media_type]
    ending = path.suffix.lower()
    if ending in endings:
        return path.stem[: MAX_LENGTH - len(ending)] + ending
    stem = path.stem if ending in _REDRAWN and media_type == "image/jpeg" else path.name
    return stem[: MAX_LENGTH - len(endings[0])] + endings[0]


def disposition(name: str, *, inline: bool) -> str:
    """Return the header that names a download (RFC 6266): plain letters for old readers, UTF-8 for all others."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    how = "inline" if inline else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
