"""Handing a file over: never taken for anything but what it is, never run, and kept by no cache between."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from lianxin.base.refused import Refused
from lianxin.files import store
from lianxin.files.models import File, Kind
from lianxin.files.names import disposition

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=300",
    # A browser that shows it by itself runs nothing of it; its own page around a photo has a style.
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
    ),
    "Accept-Ranges": "bytes",
}
_RANGE = re.compile(r"bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))")


def sent(file: File, *, thumbnail: bool = False, wanted: str = "") -> HttpResponseBase:
    """Return the bytes of a file, or of its thumbnail; `wanted` is the header by which a player asks for a part."""
    if thumbnail and file.kind != Kind.IMAGE:
        raise Refused("not_found", _("这个附件没有缩略图。"))
    path = store.path_of(file.pk, thumbnail=thumbnail)
    try:
        content = path.open("rb")
    except FileNotFoundError:
        raise Refused("not_found", _("附件的内容不见了，请告诉管理员。")) from None
    answer = _answer(content, path.stat().st_size, wanted)
    answer["Content-Type"] = file.media_type
    answer["Content-Disposition"] = disposition(file.name, inline=file.kind != Kind.DOCUMENT)
    for name, value in HEADERS.items():
        answer[name] = value
    return answer


def _answer(content: BinaryIO, size: int, wanted: str) -> HttpResponseBase:
    """Return all of it, the part that is wanted, or that there is no such part (RFC 9110, 14.2 and 15.5.17)."""
    part = _RANGE.fullmatch(wanted)
    if part is None:
        return FileResponse(content)
    begin, end, ending = part.groups()
    first = max(size - int(ending), 0) if ending else int(begin)
    last = min(int(end), size - 1) if end else size - 1
    if end and int(end) < first:  # no range at all, so nothing of it counts
        return FileResponse(content)
    if first >= size:
        content.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    return _part(content, first, last, size)


def _part(content: BinaryIO, first: int, last: int, size: int) -> StreamingHttpResponse:
    """Return the bytes from the first to the last, both included."""
    answer = StreamingHttpResponse(_chunks(content, first, last + 1), status=206)
    answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    answer["Content-Length"] = str(last + 1 - first)
    return answer


def _chunks(content: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    with content:
        content.seek(start)
        while start < end and (chunk := content.read(min(store.CHUNK, end - start))):
            start += len(chunk)
            yield chunk
