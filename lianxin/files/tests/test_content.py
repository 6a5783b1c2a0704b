"""A file is what its content is, whatever it is called."""

from pathlib import Path

import pytest

from lianxin.base.refused import Refused
from lianxin.files.content import media_type_of
from lianxin.files.tests import samples

OFFICE = "application/vnd.openxmlformats-officedocument."
WEBM = b"\x1a\x45\xdf\xa3\x9fB\x82\x84webm" + bytes(60)
TAKEN = {
    "jpeg": (samples.picture("JPEG"), "image/jpeg"),
    "png": (samples.picture("PNG"), "image/jpeg"),
    "gif": (samples.picture("GIF"), "image/jpeg"),
    "webp": (samples.picture("WEBP"), "image/jpeg"),
    "large webp": (samples.picture("WEBP", (900, 700)), "image/jpeg"),
    "wav": (samples.recording(), "audio/wav"),
    "m4a": (samples.mp4(b"M4A ", b"soun"), "audio/mp4"),
    "recorder of Android": (samples.mp4(b"mp42", b"soun"), "audio/mp4"),
    "3gp": (samples.mp4(b"3gp4", b"soun"), "audio/mp4"),
    "amr": (b"#!AMR\n" + b"\x3c" * 60, "audio/amr"),
    "mp3 with tags": (b"ID3\x03\0\0\0\0\0\x0f" + bytes(60), "audio/mpeg"),
    "mp3": (b"\xff\xfb\x90\x44" + bytes(400), "audio/mpeg"),
    "aac": (b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(60), "audio/aac"),
    "ogg": (b"OggS\0\x02" + bytes(20) + b"\x01\x13OpusHead" + bytes(60), "audio/ogg"),
    "webm": (WEBM + b"\x86\x86A_OPUS" + bytes(60), "audio/webm"),
    "webm whose sound looks like letters": (
        WEBM + b"\x86\x86A_OPUS" + bytes(60) + b"V_VP8 V_\x86A_V_",
        "audio/webm",
    ),
    "pdf": (samples.PDF, "application/pdf"),
    "docx": (samples.office("word/document.xml"), f"{OFFICE}wordprocessingml.document"),
    "xlsx": (samples.office("xl/workbook.xml"), f"{OFFICE}spreadsheetml.sheet"),
    "pptx": (samples.office("ppt/presentation.xml"), f"{OFFICE}presentationml.presentation"),
    "txt": ("楼道灯坏了，晚上看不见。\n".encode(), "text/plain"),
    "csv of a Chinese Excel": ("姓名,电话\r\n甲,1\r\n".encode("gbk"), "text/plain"),
    "one letter": (b"a", "text/plain"),
}
OTHER, PACKED, FILM = "这种文件不收。", "压缩包不收，", "视频还不能附。"
REFUSED = {
    "nothing": (b"", "这个文件是空的"),
    "svg": (samples.SVG, OTHER),
    "svg behind a remark": (b"\n<!-- photo --><svg onload=alert(1)>", OTHER),
    "html": (samples.HTML, OTHER),
    "html behind a mark": ("\ufeff 你好<script>alert(1)</script>".encode(), OTHER),
    "windows program": (b"MZ\x90\0" + bytes(100), OTHER),
    "linux program": (b"\x7fELF\x02\x01" + bytes(100), OTHER),
    "script": (b"#!/bin/sh\nrm -rf ~\n", OTHER),
    "bytes": (bytes(range(256)) * 4, OTHER),
    "rtf": (b"{\\rtf1 hello}", OTHER),
    "bmp": (samples.picture("BMP"), OTHER),
    "zip": (samples.zipped("a.txt"), PACKED),
    "zip that says it is a document": (samples.zipped("word/document.xml"), PACKED),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(60), PACKED),
    "rar": (b"Rar!\x1a\x07\x00" + bytes(60), PACKED),
    "gzip": (b"\x1f\x8b\x08" + bytes(60), PACKED),
    "macros": (samples.office("word/document.xml", "word/vbaProject.bin"), "带宏的文档不收"),
    "a list of a million parts": (
        samples.office("word/document.xml", *(f"x/{n:0200}" for n in range(1200))), PACKED,
    ),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧格式的文档不收"),
    "film of the web": (WEBM + b"\x86\x86A_OPUS" + bytes(9) + b"\x86\x85V_VP8", FILM),
    "film": (samples.mp4(b"mp42", b"soun", b"vide"), FILM),
    "film without an end": (samples.mp4(b"mp42", b"soun")[:60], FILM),
    "boxes without size": (b"\0\0\0\x18ftypmp42" + bytes(100), FILM),
    "heic": (samples.HEIC, "HEIC、AVIF 照片打不开。"),
}  # fmt: skip


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_taken_is_told_by_its_content(what: str, tmp_path: Path):
    content, media_type = TAKEN[what]
    path = tmp_path / "photo.exe"
    path.write_bytes(content)

    assert media_type_of(path) == media_type


@pytest.mark.parametrize("what", REFUSED)
def test_all_else_is_refused_with_what_to_do(what: str, tmp_path: Path):
    content, sentence = REFUSED[what]
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)

    with pytest.raises(Refused) as refused:
        media_type_of(path)

    assert refused.value.sentence.startswith(sentence)
    assert refused.value.extra["fields"] == {"files": [refused.value.sentence]}
