"""What a file is: told by its content, never by its name or by what the sender says."""

import codecs
import zipfile
from collections.abc import Callable
from pathlib import Path

import puremagic
from django.utils.translation import gettext as _

from lianxin.base.refused import Refused
from lianxin.files.sound import is_sound_mp4, is_sound_ogg, is_sound_webm

HEAD = 4096
# A match that is so much less sure than the best one shares the container with it, no more.
_UNLIKELY = 0.25
# The list of a zip's parts is read whole; a document has some hundred, a bomb a million.
_LONGEST_LIST = 256 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<body", b"<iframe")


def media_type_of(path: Path) -> str:
    """Return the media type of a file that is taken; all others are refused with a sentence."""
    if not path.stat().st_size:
        raise _refused(_("这个文件是空的，请重新选择。"))
    endings = _endings(path)
    for known, kind in _KNOWN:
        if endings & known:
            return kind(path) if callable(kind) else kind
    if endings & _MARKED or not _is_text(path):
        raise _refused(_sentence(endings))
    return "text/plain"


def _endings(path: Path) -> set[str]:
    """Return the endings of all that a file may well be by its first bytes."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return set()
    best = max(match.confidence for match in matches)
    return {match.extension.lower() for match in matches if best - match.confidence < _UNLIKELY}


def _office(path: Path) -> str:
    names = _zip_names(path)
    if "[Content_Types].xml" not in names:
        raise _refused(_("压缩包不收，请解开后把里面的照片或文件一个一个附上。"))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refused(_("带宏的文档不收，请另存为不带宏的 docx、xlsx 或 pptx。"))
    for part, kind in _PARTS.items():
        if part in names:
            return _OFFICE + kind
    raise _refused(_sentence(set()))


_PARTS = {
    "word/document.xml": "wordprocessingml.document",
    "xl/workbook.xml": "spreadsheetml.sheet",
    "ppt/presentation.xml": "presentationml.presentation",
}


def _zip_names(path: Path) -> set[str]:
    """Return the names of a zip's parts; nothing is unpacked."""
    with path.open("rb") as file:
        size = path.stat().st_size
        file.seek(max(0, size - 66 * 1024))
        tail = file.read()
        end = tail.rfind(b"PK\x05\x06")
        length = int.from_bytes(tail[end + 12 : end + 16], "little")
        if end < 0 or length > _LONGEST_LIST:
            return set()
        try:
            with zipfile.ZipFile(file) as parts:
                return set(parts.namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return set()


def _only(is_sound: Callable[[Path], bool], media_type: str) -> Callable[[Path], str]:
    def kind(path: Path) -> str:
        if not is_sound(path):
            raise _refused(_("视频还不能附。请拍成照片，或录成语音。"))
        return media_type

    return kind


def _heic(_path: Path) -> str:
    raise _refused(
        _(
            "HEIC、AVIF 照片打不开。请在手机“设置 → 相机 → 格式”里选“兼容性最佳”再拍，"
            "或把这张照片发到微信里存下来，再附上。"
        )
    )


# In this order: what may be several things is the first of them. A picture's own format is told by its decoder.
_KNOWN: tuple[tuple[set[str], str | Callable[[Path], str]], ...] = (
    ({".heic", ".heif", ".avif"}, _heic),
    ({".jpg", ".png", ".gif", ".webp"}, "image/jpeg"),
    ({".pdf"}, "application/pdf"),
    ({".docx"}, _office),
    ({".m4a", ".mp4", ".3ga", ".3gp", ".mov"}, _only(is_sound_mp4, "audio/mp4")),
    ({".wav"}, "audio/wav"),
    ({".amr"}, "audio/amr"),
    ({".oga", ".ogg"}, _only(is_sound_ogg, "audio/ogg")),
    ({".webm"}, _only(is_sound_webm, "audio/webm")),
    ({".aac"}, "audio/aac"),
    ({".mp3", ".mpga"}, "audio/mpeg"),
)  # fmt: skip
_PACKED = {".zip", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar"}
_OLD = {".doc", ".xls", ".ppt"}
# Written in plain letters, and no plain text.
_MARKED = {".svg", ".html", ".rtf"}


def _is_text(path: Path) -> bool:
    """Tell whether all of a file is plain text, in UTF-8 or GB18030, and nothing that a browser would run."""
    return any(_decodes(path, encoding) for encoding in ("utf-8-sig", "gb18030")) and not _is_code(
        path
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(64 * 1024):
                if not _is_printable(decoder.decode(chunk)):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _is_printable(text: str) -> bool:
    return not any(sign < " " and sign not in "\t\r\n\f" for sign in set(text))


def _is_code(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(HEAD).lower()
    return head.startswith(b"#!") or any(tag in head for tag in _MARKUP)


def _sentence(endings: set[str]) -> str:
    if endings & _PACKED:
        return _("压缩包不收，请解开后把里面的照片或文件一个一个附上。")
    if endings & _OLD:
        return _("旧格式的文档不收，请另存为 docx、xlsx、pptx 或 PDF。")
    return _(
        "这种文件不收。可以附照片（JPEG、PNG、WebP、GIF）、语音（m4a、mp3、amr、wav、ogg）、"
        "文档（PDF、docx、xlsx、pptx、txt、csv）。"
    )


def _refused(sentence: str) -> Refused:
    return Refused("bad_input", sentence, fields={"files": [sentence]})
