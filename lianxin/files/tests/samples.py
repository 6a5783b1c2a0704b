"""Files as people send them, and as nobody should."""

import io
import struct
import wave
import zipfile
import zlib

from PIL import Image
from PIL.PngImagePlugin import PngInfo

GPS, ORIENTATION, OWNER, SERIAL, MAKER_NOTE = 0x8825, 0x0112, 0xA430, 0xA431, 0x927C
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><GPSLatitude>35,34.5N</GPSLatitude></x:xmpmeta>'
SECRET = (b"canary", b"GPSLatitude", b"Exif", b"JFXX", b"ICC_PROFILE", b"Photoshop")


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    return saved(Image.new("RGB", size, "teal"), kind, **options)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def half_and_half() -> Image.Image:
    """Return a picture that is red on its left half and blue on its right."""
    image = Image.new("RGB", (80, 40), "red")
    image.paste("blue", (40, 0, 80, 40))
    return image


def with_traces(kind: str, orientation: int = 1) -> bytes:
    """Return a photo with all that a camera and its owner's programs leave in it."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "canary-maker"
    exif[GPS] = {1: "N", 2: (35.0, 34.0, 30.0), 3: "E", 4: (118.0, 50.0, 0.0)}
    exif.get_ifd(0x8769).update(
        {OWNER: "canary-owner", SERIAL: "canary-serial", MAKER_NOTE: b"canary-note"}
    )
    exif.get_ifd(1).update({0x0201: 0, 0x0202: 0})
    beside = {"exif": exif}
    if kind == "JPEG":
        beside |= {"comment": b"canary-comment", "xmp": XMP, "icc_profile": b"canary-icc" * 20}
    if kind == "WEBP":
        beside |= {"xmp": XMP}
    if kind == "PNG":
        text = PngInfo()
        text.add_text("Comment", "canary-comment")
        text.add_itxt("XML:com.adobe.xmp", XMP.decode())
        beside |= {"pnginfo": text}
    return saved(half_and_half(), kind, **beside)


def animated(kind: str) -> bytes:
    """Return a film of three frames: red, then green, then blue."""
    first, *others = (Image.new("RGB", (32, 32), colour) for colour in ("red", "lime", "blue"))
    return saved(first, kind, save_all=True, append_images=others, duration=100, loop=0)


def vast_png(width: int, height: int, *, whole: bool = False) -> bytes:
    """Return a PNG of a few bytes that says it is vast; a `whole` one has all its rows."""
    rows = zlib.compressobj(1)
    row = bytes(1 + (width + 7) // 8)
    content = b"".join(rows.compress(row) for _row in range(height if whole else 1))
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = (b"IHDR", head), (b"IDAT", content + rows.flush()), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def recording() -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(b"\x00\x01" * 4000)
    return made.getvalue()


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        for name in names:
            parts.writestr(name, "x" * 40)
    return made.getvalue()


def office(part: str, *more: str) -> bytes:
    return zipped("[Content_Types].xml", part, *more)


def mp4(brand: bytes, *tracks: bytes) -> bytes:
    """Return an MP4 with tracks that say what they are: `soun`, `vide`."""
    told = [
        _box(b"trak", _box(b"mdia", _box(b"hdlr", bytes(8) + one + bytes(12)))) for one in tracks
    ]
    media = _box(b"mdat", b"x" * 40)
    return _box(b"ftyp", brand + bytes(4) + b"mp42") + media + _box(b"moov", b"".join(told))


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)
SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)
HTML = b"<!DOCTYPE html><html><body onload=alert(1)>"
# A picture to one reader, a script to another.
GIF_JS = b"GIF89a/*" + bytes(40) + b"*/=1;alert(document.cookie)"
GOOD_GIF_JS = saved(Image.new("P", (0x2F, 0x2A)), "GIF") + b"*/=1;alert(document.cookie)//<script>"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"
